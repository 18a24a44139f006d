import { pino, type Logger } from 'pino';
import { DataSource } from 'typeorm';
import { uuidv7 } from '../../src/kernel/ids.js';
import { deliverySettings, type DeliverySettings } from '../../src/mail/delivery.settings.js';
import { DeliveryWorker } from '../../src/mail/delivery.worker.js';
import { MailRepository } from '../../src/mail/mail.repository.js';
import { outboxInsert, outboxParameters } from '../../src/mail/outbox.js';
import { MailRenderers, type RenderedMail } from '../../src/mail/renderers.js';
import { SmtpTransport } from '../../src/mail/smtp.transport.js';
import type { MailTransport } from '../../src/mail/transport.js';
import { createDataSource } from '../../src/platform/database/data-source.js';
import { testDatabase, type TestDatabase } from './postgres.js';
import type { TestSmtpServer } from './smtp-server.js';

export interface MailState {
  id: string;
  state: string;
  attempts: number;
  outcome: string | null;
  reply: string | null;
  messageId: string | null;
  dueIn: number;
}

/** The mail feature on a real database, without Nest around it, with short times instead of long ones. */
export class DeliveryBench {
  readonly renderers = new MailRenderers();
  readonly mails: MailRepository;
  readonly logs: Record<string, unknown>[] = [];
  readonly log: Logger = pino(
    { level: 'debug' },
    { write: (line: string) => void this.logs.push(JSON.parse(line) as Record<string, unknown>) },
  );
  readonly #transports: MailTransport[] = [];

  private constructor(
    private readonly own: TestDatabase,
    readonly database: DataSource,
  ) {
    this.mails = new MailRepository(database);
    this.renderers.register('note', async (subject) => note(subject));
  }

  static async open(): Promise<DeliveryBench> {
    const own = await testDatabase();
    const database = createDataSource(own.url, [], 6);
    await database.initialize();
    return new DeliveryBench(own, database);
  }

  get url(): string {
    return this.own.url;
  }

  settings(more: Partial<DeliverySettings> = {}): DeliverySettings {
    const mail = { smtp: null, from: 'centre@qq.test', to: 'office@qq.test', ratePerMinute: 10 };
    return {
      ...deliverySettings({ mail }),
      channel: 'smtp',
      slotMs: 0,
      pollMs: 200,
      backoffSeconds: [0.05],
      ...more,
    };
  }

  worker(transport: MailTransport, settings: Partial<DeliverySettings> = {}): DeliveryWorker {
    this.#transports.push(transport);
    return new DeliveryWorker(this.mails, this.renderers, transport, this.settings(settings), this.log);
  }

  smtpWorker(server: TestSmtpServer, settings: Partial<DeliverySettings> = {}): DeliveryWorker {
    return this.worker(new SmtpTransport(server.settings, { ca: server.ca }), settings);
  }

  /** Commits a subject with its mail rows, as a feature does. @returns the ids of the mail rows */
  async owe(count = 1, kind = 'note', recipient = 'office@qq.test'): Promise<string[]> {
    const mails = Array.from({ length: count }, () => ({ id: uuidv7(), kind, recipient }));
    await this.database.query(`with i as (select $1::uuid as id) ${outboxInsert('i', 2)}`, [
      uuidv7(),
      ...outboxParameters(mails),
    ]);
    return mails.map(({ id }) => id);
  }

  async row(id: string): Promise<MailState> {
    const [row] = await this.rows('where id = $1', [id]);
    if (row === undefined) throw new Error('no such mail');
    return row;
  }

  rows(where = '', values: unknown[] = []): Promise<MailState[]> {
    return this.database.query<MailState[]>(
      `select id, state, attempts, last_outcome as outcome, last_reply as reply, message_id as "messageId",
         extract(epoch from due_at - now())::float8 as "dueIn"
       from mail ${where} order by created_at, id`,
      values,
    );
  }

  /** Makes what waits due now, as if the time had passed. */
  async fastForward(): Promise<void> {
    await this.database.query(`update mail set due_at = now() where state = 'retry'`);
    await this.endPause();
  }

  async endPause(): Promise<void> {
    await this.database.query('update mail_channel set paused_until = null, next_slot_at = now()');
  }

  /** Between tests: nothing owed, nothing paused, nothing open. */
  async reset(): Promise<void> {
    for (const transport of this.#transports.splice(0)) await transport.close();
    await this.database.query('truncate mail');
    await this.database.query(
      'update mail_channel set paused_until = null, next_slot_at = now(), strikes = 0',
    );
    this.logs.length = 0;
  }

  async close(): Promise<void> {
    await this.reset();
    await this.database.destroy();
    await this.own.drop();
  }
}

export function note(subject: string): RenderedMail {
  return {
    subject: `新的培训需求：𠮷林省“双碳”专题班 😀 ${subject.slice(-4)}`,
    html: `<p>单位：𠮷林省某局</p>\n.点开头\n<p>${subject}</p>`,
    text: `单位：𠮷林省某局\n.点开头的一行\n..两点\n${'长'.repeat(1200)}\n${'x'.repeat(1200)}\n编号 ${subject}`,
    minimal: { subject: '新的培训需求', text: `编号 ${subject.slice(-4)}` },
  };
}
