import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { uuidv7 } from '../../src/kernel/ids.js';
import { DeliveryBell } from '../../src/mail/delivery-bell.js';
import { MailNotRequeueable } from '../../src/mail/mail.errors.js';
import { MailService } from '../../src/mail/mail.service.js';
import { outboxInsert, outboxParameters } from '../../src/mail/outbox.js';
import { MailRenderers } from '../../src/mail/renderers.js';
import { startApp, type TestApp } from '../support/app.js';
import { note } from '../support/delivery.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ ROLE: 'all' });
  app.get(MailRenderers).register('test.note', (subject) => Promise.resolve(note(subject)));
  app.get(MailRenderers).register('test.gone', () => Promise.resolve(null));
});

afterAll(() => app.close());

async function owe(kind: string): Promise<string> {
  const id = uuidv7();
  const mails = outboxParameters([{ id, kind, recipient: 'office@qq.test' }]);
  await app.sql(`with i as (select $1::uuid as id) ${outboxInsert('i', 2)}`, [uuidv7(), ...mails]);
  app.get(DeliveryBell).ring();
  return id;
}

async function settled(id: string, state: string): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const [row] = await app.sql<{ state: string }>('select state from mail where id = $1', [id]);
    if (row?.state === state) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`mail ${id} did not become ${state}`);
}

describe('the mail feature in the running service', () => {
  it('writes a file soon after the bell, without SMTP', async () => {
    const started = Date.now();
    const id = await owe('test.note');
    await settled(id, 'sent');
    expect(Date.now() - started).toBeLessThan(2_000);
    const directory = join(app.config.varDir, 'mail');
    const file = (await readdir(directory)).find((name) => name.endsWith(`-${id}.eml`)) ?? '';
    const mail = await simpleParser(await readFile(join(directory, file)));
    expect(mail.text).toContain('.点开头的一行\n..两点\n');
    expect(mail.from?.value[0]?.address).toBe(app.config.mail.from);
  });

  it('shows what is parked, in words, and sends it again when told to', async () => {
    const service = app.get(MailService);
    const id = await owe('test.gone');
    await settled(id, 'parked');
    expect((await service.counts()).parked).toBe(1);
    const [row, ...others] = await service.list({ state: 'parked', limit: 10 });
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      id,
      lastOutcome: 'subject_gone',
      explanation: expect.stringContaining('已被删除'),
    });
    await app.sql(`update mail set kind = 'test.note' where id = $1`, [id]);
    await service.requeue(id);
    await settled(id, 'sent');
    await expect(service.requeue(id)).rejects.toThrow(MailNotRequeueable);
    await expect(service.requeue(uuidv7())).rejects.toThrow(MailNotRequeueable);
    expect(await service.resume()).toBe(false);
    expect((await service.channels()).map(({ name }) => name)).toEqual(['file', 'smtp']);
  });
});
