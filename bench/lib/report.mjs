import { median, round } from './stats.mjs';

const CPU_OF_A_THOUSAND = 'processor seconds per 1000';

/** The report as Markdown tables: read in the terminal, and pasted into bench/README.md. */
export function report({ machine, settings, submissions, books, pages, starts, aims }) {
  const lines = [
    `${machine.date.slice(0, 10)}, commit ${machine.commit}, ${machine.cpu} × ${machine.cores}, ${machine.memoryGb} GB, ` +
      `${machine.system}, Node ${machine.node}, PostgreSQL ${machine.postgres} (fsync ${machine.fsync}, ` +
      `synchronous_commit ${machine.synchronousCommit}), one flush to disk ${round(machine.flushMs, 2)} ms, ` +
      `load before the run ${round(machine.loadBefore, 1)}.`,
    `${settings.connections} connections, ${settings.rounds} rounds of ${settings.seconds} s each, ` +
      `${settings.warmUpSeconds} s warm-up, pool of ${settings.poolSize}, ${settings.mailRate} mails a minute.`,
  ];
  if (submissions)
    lines.push('', '### Submissions', '', ...contest(submissions, 'submissions/s'), ...accounts(books));
  if (pages) lines.push('', '### Article page', '', ...contest(pages, 'pages/s'));
  if (starts) lines.push('', '### Start', '', ...startTable(starts));
  lines.push('', '### Aims', '', ...aimTable(aims));
  return lines.join('\n');
}

function contest({ ours, bare, ...ratios }, unit) {
  const rows = [
    [unit, cell(ours.rate, 0), cell(bare.rate, 0), cell(ratios.rateRatio)],
    ['p50, ms', cell(ours.p50, 1), cell(bare.p50, 1), ''],
    ['p99, ms', cell(ours.p99, 1), cell(bare.p99, 1), ''],
    [
      `server: ${CPU_OF_A_THOUSAND}`,
      cell(ours.serverCpuPerThousand),
      cell(bare.serverCpuPerThousand),
      cell(ratios.serverCpuRatio),
    ],
    [
      `PostgreSQL: ${CPU_OF_A_THOUSAND}`,
      cell(ours.postgresCpuPerThousand),
      cell(bare.postgresCpuPerThousand),
      cell(ratios.postgresCpuRatio),
    ],
    ['peak RSS of the server, MB', cell(ours.peakRssMb, 0), cell(bare.peakRssMb, 0), ''],
    ['PSS of the server, MB', cell(ours.pssMb, 0), cell(bare.pssMb, 0), ''],
    ['cores the server used', cell(ours.serverCores), cell(bare.serverCores), ''],
    ['cores the load process used', cell(ours.loadCores), cell(bare.loadCores), ''],
    ['cores other programs used', cell(ours.foreignCores), cell(bare.foreignCores), ''],
    ['mails delivered in a round', cell(ours.mailsDelivered, 0), cell(bare.mailsDelivered, 0), ''],
    ['errors', String(ours.errors), String(bare.errors), ''],
  ].filter(([name, a]) => a !== '–' || !/PostgreSQL|mails/.test(name));
  const each = ratios.rateRatios.map((value) => cell(value)).join(', ');
  return [...table(['median', 'ours', 'bare', 'ours / bare'], rows), '', `Ratio round by round: ${each}.`];
}

function accounts(books) {
  return books.map(
    (book) =>
      `\n${book.balanced ? 'Balanced' : '**NOT BALANCED**'} (${book.contender}): ${book.answered201} answers 201, ` +
      `${book.inquiries} inquiries; ${book.mailsOwed} mails owed, ${book.mails} mail rows; ` +
      `${book.mailsSent} marked sent, ${book.mailsAccepted} accepted by the SMTP server; ${book.errors} errors.`,
  );
}

function startTable({ firstMs, nodeMs, npmMs, idle }) {
  return table(
    ['', 'measured'],
    [
      ['`node dist/main.js` to the first page, median', `${cell(median(nodeMs), 0)} ms`],
      ['`npm start` to the first page, median', `${cell(median(npmMs), 0)} ms`],
      ['very first start (creates the database)', `${cell(firstMs, 0)} ms`],
      ['idle: RSS / PSS of the server', `${cell(idle.rssMb, 0)} / ${cell(idle.pssMb, 0)} MB`],
    ],
  );
}

const AIM_NAMES = {
  submissionsRatio: 'submissions, ours / bare',
  pagesRatio: 'article pages, ours / bare',
  peakRssMb: 'peak RSS under load, MB',
  serverCpuRatio: 'processor time a submission, ours / bare',
};

function aimTable(aims) {
  const verdict = { true: 'reached', false: '**not reached**', null: 'not measured' };
  const rows = aims.map(({ name, aim, value, reached }) => [
    AIM_NAMES[name],
    aim,
    cell(value),
    verdict[reached],
  ]);
  return table(['aim', 'wanted', 'measured', ''], rows);
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)];
}

function cell(value, digits = 2) {
  return round(value, digits) === null ? '–' : value.toFixed(digits);
}
