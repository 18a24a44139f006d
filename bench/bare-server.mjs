/**
 * The other contender for submissions: what a good engineer writes by hand with Fastify and pg when nothing but the
 * task is asked for. The same rows in the same tables, in a transaction of four round trips (begin, insert the inquiry,
 * insert its mail, commit); a mail worker in the same process. No framework, no log, no rate limits, no
 * normalising, no security headers, no pages.
 */
import { createHash, randomInt, randomUUID } from 'node:crypto';
import fastify from 'fastify';
import pg from 'pg';
import { startMailWorker } from './bare-mail-worker.mjs';

const { PORT, DATABASE_URL, DATABASE_POOL, MAIL_TO, PUBLIC_URL } = process.env;
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

const INSERT_INQUIRY = `
  insert into inquiry (id, reference, idempotency_key, body_hash, channel, organization, contact_name, phone,
    position, email, course_slug, course_title, topic, audience, headcount, days, preferred_month, format, lodging,
    budget_per_person_day, message, source_news_id, source_news_title, landing_url, referrer, utm_source, utm_medium,
    utm_campaign, consent_notice_version, client_address)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
    $24, $25, $26, $27, $28, $29, $30)
  returning received_at`;

const INSERT_MAIL = `
  insert into mail (id, kind, subject_id, recipient)
  select id, kind, $1, recipient from unnest($2::uuid[], $3::text[], $4::text[]) as m (id, kind, recipient)`;

const text = { type: 'string' };
const schema = {
  body: {
    type: 'object',
    required: ['organization', 'contactName', 'phone', 'consent'],
    anyOf: [{ required: ['courseSlug'] }, { required: ['topic'] }],
    properties: {
      organization: { type: 'string', minLength: 2, maxLength: 100 },
      contactName: { type: 'string', minLength: 1, maxLength: 50 },
      phone: { type: 'string', minLength: 7, maxLength: 100 },
      message: { type: 'string', maxLength: 2000 },
      consent: {
        type: 'object',
        required: ['accepted', 'noticeVersion'],
        properties: { accepted: { const: true }, noticeVersion: text },
      },
    },
  },
  response: {
    201: { type: 'object', properties: { reference: text, receivedAt: text, statusUrl: text } },
  },
};

const pool = new pg.Pool({ connectionString: DATABASE_URL, max: Number(DATABASE_POOL) });
pool.on('error', () => undefined);
const titles = await loadTitles();
const worker = startMailWorker(pool, process.env);

const app = fastify();
app.get('/health/live', () => ({ status: 'ok' }));
app.post('/api/v1/inquiries', { schema }, async (request, reply) => {
  const key = request.headers['idempotency-key'] ?? null;
  const hash = createHash('sha256').update(JSON.stringify(request.body)).digest();
  const receipt = await store(request.body, key, hash, request.ip);
  if (receipt === null)
    return reply.code(422).send({ detail: 'this Idempotency-Key belongs to another request' });
  const { reference, receivedAt } = receipt;
  reply.code(201).header('cache-control', 'no-store');
  return { reference, receivedAt, statusUrl: `${PUBLIC_URL}/inquire/status?ref=${reference}` };
});
process.once('SIGTERM', async () => {
  await app.close();
  await worker.stop();
  await pool.end();
});
await app.listen({ port: Number(PORT), host: '127.0.0.1' });

/** @returns the receipt; null when the key is taken by another request */
async function store(body, key, hash, address) {
  const id = randomUUID();
  const mails = [{ kind: 'inquiry.centre', recipient: MAIL_TO }];
  if (body.email) mails.push({ kind: 'inquiry.ack', recipient: body.email });
  const client = await pool.connect();
  try {
    for (;;) {
      const reference = newReference();
      try {
        await client.query('begin');
        const { rows } = await client.query(INSERT_INQUIRY, row(id, reference, key, hash, body, address));
        await client.query(INSERT_MAIL, [
          id,
          mails.map(() => randomUUID()),
          mails.map((mail) => mail.kind),
          mails.map((mail) => mail.recipient),
        ]);
        await client.query('commit');
        return { reference, receivedAt: rows[0].received_at };
      } catch (error) {
        await client.query('rollback');
        if (error.constraint === 'inquiry_idempotency_key') return await replay(client, key, hash);
        if (error.constraint !== 'inquiry_reference_key') throw error;
      }
    }
  } finally {
    client.release();
  }
}

async function replay(client, key, hash) {
  const { rows } = await client.query(
    'select reference, received_at, body_hash from inquiry where idempotency_key = $1',
    [key],
  );
  return rows[0].body_hash.equals(hash)
    ? { reference: rows[0].reference, receivedAt: rows[0].received_at }
    : null;
}

function row(id, reference, key, hash, body, address) {
  const source = body.source ?? {};
  return [
    id, reference, key, hash, 'api', body.organization, body.contactName, body.phone, body.position, body.email,
    body.courseSlug, titles.courses.get(body.courseSlug), body.topic, body.audience, body.headcount, body.days,
    body.preferredMonth, body.format, body.lodging, body.budgetPerPersonDay, body.message, source.newsId,
    titles.news.get(source.newsId), source.landingUrl, source.referrer, source.utmSource, source.utmMedium,
    source.utmCampaign, body.consent.noticeVersion, address,
  ]; // prettier-ignore
}

function newReference() {
  let rest = randomInt(ALPHABET.length ** 6);
  let serial = '';
  for (let i = 0; i < 6; i += 1) {
    serial += ALPHABET[rest % ALPHABET.length];
    rest = Math.floor(rest / ALPHABET.length);
  }
  return `PX-${new Date().getFullYear() % 100}-${serial}`;
}

async function loadTitles() {
  const courses = await pool.query('select slug, title from course');
  const news = await pool.query('select id, title from news');
  return {
    courses: new Map(courses.rows.map(({ slug, title }) => [slug, title])),
    news: new Map(news.rows.map(({ id, title }) => [id, title])),
  };
}
