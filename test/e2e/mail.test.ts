import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { simpleParser, type ParsedMail } from 'mailparser';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aFullInquiry, anInquiry } from '../support/builders.js';
import { unescapeHtml } from '../support/html.js';
import { submit } from '../support/http.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';
import { endAll, scratchDirectory, startService } from '../support/process.js';
import { startSmtpServer, type TestSmtpServer } from '../support/smtp-server.js';
import { until } from '../support/until.js';

let smtp: TestSmtpServer;
let database: TestDatabase;
let scratch: Awaited<ReturnType<typeof scratchDirectory>>;

beforeAll(async () => {
  smtp = await startSmtpServer();
  scratch = await scratchDirectory();
});
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(async () => {
  await endAll();
  await database.drop();
  smtp.messages.length = 0;
});
afterAll(async () => {
  await smtp.close();
  await scratch.remove();
});

const settings = async () => ({
  DATABASE_URL: database.url,
  SMTP_URL: smtp.url,
  NODE_EXTRA_CA_CERTS: await smtp.caFile(),
  MAIL_TO: 'office@centre.test',
  MAIL_RATE_PER_MINUTE: '6000',
  VAR_DIR: join(scratch.path, 'var'),
});
const textOf = (mail: ParsedMail) => (mail.text ?? '').replaceAll('\r\n', '\n');

describe('a request becomes mail', () => {
  test('to the centre and to the visitor, with every character as typed', async () => {
    const service = await startService(await settings());
    const message = `  第一行：“双碳”、${'长'.repeat(1_200)}\n.点开头\n..两点 𠮷林省 👩‍👩‍👧‍👦 <b>&amp;</b>\n\t制表符  结尾两个空格  \n末行`;
    const answer = await submit(
      service.url,
      aFullInquiry({
        organization: '𠮷林省“双碳”局 & <某处>',
        contactName: '买买提•艾力',
        phone: '023-6276-2687 转 801',
        message,
      }),
    );
    expect(answer.status).toBe(201);
    const { reference } = answer.json<{ reference: string }>();
    await smtp.received(2);
    expect(await service.terminate()).toBe(0);

    const parsed = await Promise.all(smtp.messages.map(({ raw }) => simpleParser(raw)));
    const at = (to: string) => smtp.messages.findIndex((mail) => mail.to[0] === to);
    const [centre, ack] = [at('office@centre.test'), at('zhang@example.cn')];
    expect(smtp.messages.map(({ to }) => to.length)).toEqual([1, 1]);
    for (const { from, raw } of smtp.messages) {
      expect(from).toBe('centre@qq.test');
      expect(raw.every((byte) => byte < 128)).toBe(true);
      expect(
        Math.max(
          ...raw
            .toString('ascii')
            .split('\r\n')
            .map((line) => line.length),
        ),
      ).toBeLessThanOrEqual(78);
    }

    const toCentre = parsed[centre] as ParsedMail;
    expect(toCentre.from?.value).toEqual([{ address: 'centre@qq.test', name: '重庆工商大学干部培训中心' }]);
    expect(toCentre.replyTo?.value).toEqual([{ address: 'zhang@example.cn', name: '买买提·艾力' }]);
    expect(toCentre.subject).toMatch(`【培训需求】${reference} 𠮷林省“双碳”局 & <某处> · `);
    // Indented, so that no line of it can pass for one of ours; the HTML has it as it is.
    expect(textOf(toCentre)).toContain(`    ${message.replaceAll('\n', '\n    ')}\n`);
    expect(unescapeHtml(String(toCentre.html).replaceAll('\r\n', '\n'))).toContain(`>${message}<`);
    for (const fact of [
      '买买提·艾力',
      '023-6276-2687 转 801',
      '教育科科长',
      '50 人',
      '2.5 天',
      '2027 年 3 月',
      '线下面授',
      '450 元',
      '乡镇分管负责同志',
    ]) {
      expect(textOf(toCentre)).toContain(fact);
    }
    const html = String(toCentre.html);
    expect(html).toContain('href="tel:+862362762687,801"');
    expect(html).toContain('𠮷林省“双碳”局 &amp; &lt;某处>');
    expect(html).not.toContain('<某处');
    expect(html).toContain(`https://px.example.test/xyxs/26394.html`);

    const toVisitor = parsed[ack] as ParsedMail;
    expect(toVisitor.subject).toBe(`已收到您的培训需求（编号 ${reference}）`);
    expect(toVisitor.replyTo?.value).toEqual([
      { address: 'office@centre.test', name: '重庆工商大学干部培训中心' },
    ]);
    expect(textOf(toVisitor)).toContain(reference);
    // Anybody can type anybody's address: the receipt repeats neither the message nor the phone.
    expect(toVisitor.text + String(toVisitor.html)).not.toMatch(/点开头|62762687|买买提/);
    expect(toCentre.messageId).not.toBe(toVisitor.messageId);
  });

  test('a hundred at once all arrive, one mail each', async () => {
    const service = await startService({
      ...(await settings()),
      RATE_LIMITS: 'off',
      MAIL_RATE_PER_MINUTE: '60000',
    });
    const sent = await Promise.all(
      Array.from({ length: 100 }, (_, i) => submit(service.url, anInquiry({ topic: `第 ${i} 份` }))),
    );
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([201]));
    await smtp.received(100, 30_000);
    expect(await service.terminate()).toBe(0);
    const subjects = await Promise.all(
      smtp.messages.map(async ({ raw }) => (await simpleParser(raw)).subject ?? ''),
    );
    const references = subjects.map((subject) => /PX-\d\d-\w{6}/.exec(subject)?.[0]);
    expect(references.toSorted()).toEqual(sent.map((answer) => answer.json()['reference']).toSorted());
    expect(smtp.seen).toMatchObject({ plaintext: 0 });
  });

  test('without SMTP_URL it is a file that any mail program reads, and the terminal says so', async () => {
    const { SMTP_URL: _smtp, ...rest } = await settings();
    const service = await startService(rest);
    expect(service.output()).toContain('未设置 SMTP_URL：邮件不会发出，以 .eml 文件保存在');
    await submit(service.url, aFullInquiry());
    const folder = join(scratch.path, 'var', 'mail');
    const files = async () =>
      (await readdir(folder)).filter((name) => /^\d{8}-\d{6}-[0-9a-f-]{36}\.eml$/.test(name));
    await until(async () => (await files()).length === 2);
    expect(await service.terminate()).toBe(0);
    expect((await readdir(folder)).length).toBe(2);
    const mails = await Promise.all(
      (await files()).map(async (name) => simpleParser(await readFile(join(folder, name)))),
    );
    const recipients = mails.map(({ to }) => (Array.isArray(to) ? to[0] : to)?.value[0]?.address);
    expect(recipients.toSorted()).toEqual(['office@centre.test', 'zhang@example.cn']);
    expect(mails.some((mail) => textOf(mail).includes('希望安排两个现场教学点。'))).toBe(true);
  });
});
