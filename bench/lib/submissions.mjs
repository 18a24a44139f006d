import { CONTENDERS, startContender } from './contenders.mjs';
import { measure } from './measure.mjs';
import { round } from './stats.mjs';

/**
 * Alternating rounds of `POST /api/v1/inquiries`. Every round is a fresh process, warmed up first: no contender works
 * in the background of the other's round, and the chance in how one process was compiled averages out.
 */
export async function runSubmissions(stage, { rounds, seconds, warmUpSeconds, connections }) {
  const totals = new Map(CONTENDERS.map(({ name }) => [name, { answered201: 0, mailsOwed: 0, errors: 0 }]));
  const [{ notice_version: noticeVersion }] = await stage.query(
    CONTENDERS[0].database,
    'select notice_version from contact',
  );
  const results = [];
  for (let index = 0; index < rounds; index += 1) {
    for (const contender of CONTENDERS) {
      const order = { kind: 'submit', connections, noticeVersion };
      const figures = await oneRound(stage, contender, order, { seconds, warmUpSeconds }, totals);
      results.push({ round: index + 1, ...figures });
      console.log(
        `  round ${index + 1} ${contender.name}: ${round(figures.rate, 0)} submissions/s, p50 ${round(figures.p50, 1)} ms, ` +
          `p99 ${round(figures.p99, 1)} ms, ${figures.mailsDelivered} mails, ` +
          `server ${round(figures.cpu.serverCores)} cores, others ${round(figures.cpu.foreignCores)}`,
      );
    }
  }
  const books = [];
  for (const contender of CONTENDERS)
    books.push(await reconcile(stage, contender, totals.get(contender.name)));
  return { rounds: results, books };
}

async function oneRound(stage, contender, order, { seconds, warmUpSeconds }, totals) {
  const server = await startContender(stage, contender);
  try {
    const warmUp = await measure(stage, server, { ...order, seconds: warmUpSeconds });
    // Every round starts behind a checkpoint, so none pays for another's dirty pages.
    await stage.query('postgres', 'checkpoint');
    const mailsBefore = await stage.accepted(contender.account);
    const figures = await measure(stage, server, { ...order, seconds });
    const mailsDelivered = (await stage.accepted(contender.account)) - mailsBefore;
    const total = totals.get(contender.name);
    for (const part of [warmUp, figures]) {
      total.answered201 += part.answers[201] ?? 0;
      total.mailsOwed += part.mailsOwed;
      total.errors += part.errors;
    }
    await checkSample(stage, contender, figures.sample);
    const submitted = (figures.answers[201] ?? 0) / 1_000;
    return {
      contender: contender.name,
      ...withoutSample(figures),
      mailsDelivered,
      serverCpuPerThousand: figures.cpu.server === null ? null : figures.cpu.server / submitted,
      postgresCpuPerThousand: figures.cpu.postgres === null ? null : figures.cpu.postgres / submitted,
    };
  } finally {
    await server.stop();
  }
}

const withoutSample = ({ sample: _sample, ...figures }) => figures;

/** The last references handed out must be rows already. */
async function checkSample(stage, { name, database }, references) {
  const [{ found }] = await stage.query(
    database,
    'select count(*)::int as found from inquiry where reference = any($1)',
    [references],
  );
  if (found !== references.length) throw new Error(`${name}: ${references.length} references, ${found} rows`);
}

/** After the last round: as many rows as were answered with 201, and the mail they owe. */
async function reconcile(stage, { name, database, account }, total) {
  const [rows] = await stage.query(
    database,
    `select (select count(*)::int from inquiry) as inquiries, (select count(*)::int from mail) as mails,
       (select count(*)::int from mail where state = 'sent') as "mailsSent"`,
  );
  const mailsAccepted = await stage.accepted(account);
  const balanced =
    total.errors === 0 &&
    rows.inquiries === total.answered201 &&
    rows.mails === total.mailsOwed &&
    rows.mailsSent === mailsAccepted;
  return { contender: name, ...total, ...rows, mailsAccepted, balanced };
}
