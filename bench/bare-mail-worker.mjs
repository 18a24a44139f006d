import { setTimeout as sleep } from 'node:timers/promises';
import nodemailer from 'nodemailer';

const CLAIM = `
  select m.id, m.kind, m.recipient, i.reference, i.organization, i.contact_name, i.phone, i.message
  from mail m join inquiry i on i.id = m.subject_id
  where m.state in ('queued', 'retry') and m.due_at <= now()
  order by m.due_at limit 1
  for update of m skip locked`;

/** One message after another at the given pace: claim, send, mark, in one transaction. What fails is tried again. */
export function startMailWorker(pool, { SMTP_URL, MAIL_FROM, MAIL_RATE_PER_MINUTE }) {
  const transport = nodemailer.createTransport({ url: SMTP_URL, pool: true, maxConnections: 1 });
  const slotMs = 60_000 / Number(MAIL_RATE_PER_MINUTE);
  const stopping = new AbortController();
  const done = loop();

  async function loop() {
    while (!stopping.signal.aborted) {
      const started = performance.now();
      await sendNext().catch(() => undefined);
      await sleep(Math.max(0, slotMs - (performance.now() - started)));
    }
  }

  async function sendNext() {
    const client = await pool.connect();
    try {
      await client.query('begin');
      const { rows } = await client.query(CLAIM);
      if (rows[0] !== undefined) await send(client, rows[0]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  }

  async function send(client, mail) {
    try {
      await transport.sendMail({ from: MAIL_FROM, to: mail.recipient, ...render(mail) });
      await client.query(
        `update mail set state = 'sent', sent_at = now(), attempts = attempts + 1 where id = $1`,
        [mail.id],
      );
    } catch {
      await client.query(
        `update mail set state = 'retry', due_at = now() + interval '1 minute', attempts = attempts + 1 where id = $1`,
        [mail.id],
      );
    }
  }

  return {
    async stop() {
      stopping.abort();
      await done;
      transport.close();
    },
  };
}

function render({ kind, reference, organization, contact_name: name, phone, message }) {
  if (kind === 'inquiry.ack') {
    return {
      subject: `已收到您的培训需求（编号 ${reference}）`,
      text: `您好，您的培训需求已收到，编号 ${reference}。\n`,
    };
  }
  return {
    subject: `【培训需求】${reference} ${organization}`,
    text: `单位：${organization}\n联系人：${name}\n电话：${phone}\n\n${message ?? ''}\n`,
  };
}
