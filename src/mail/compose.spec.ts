import { describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { compose, SENDER_NAME } from './compose.js';
import type { RenderedMail } from './renderers.js';

const envelope = {
  from: 'centre@qq.com',
  to: 'office@example.cn',
  messageId: '<0199-1@qq.com>',
  date: new Date('2026-11-22T06:20:00Z'),
  minimal: false,
};
const plain: RenderedMail = { subject: '主题', html: '<p>你好</p>', text: '你好' };
const build = async (mail: Partial<RenderedMail>, more: Partial<typeof envelope> = {}) => {
  const raw = await compose({ ...plain, ...mail }, { ...envelope, ...more });
  return { source: raw.toString('latin1'), mail: await simpleParser(raw) };
};
const headersOf = (source: string): string[] =>
  (source.split('\r\n\r\n')[0] ?? '')
    .split(/\r\n(?![ \t])/)
    .map((line) => line.slice(0, line.indexOf(':')).toLowerCase())
    .sort();

const USUAL_HEADERS = [
  'auto-submitted',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'subject',
  'to',
];

describe('compose', () => {
  it('names sender, recipient, id and date, and asks for no automatic answer', async () => {
    const { mail, source } = await build({});
    expect(mail.from?.value).toEqual([{ name: SENDER_NAME, address: 'centre@qq.com' }]);
    expect(mail.to).toMatchObject({ value: [{ name: '', address: 'office@example.cn' }] });
    expect(mail.messageId).toBe('<0199-1@qq.com>');
    expect(mail.date).toEqual(envelope.date);
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(headersOf(source)).toEqual(USUAL_HEADERS);
  });

  it('marks acknowledgements', async () => {
    const { mail } = await build({ automatic: true });
    expect(mail.headers.get('x-auto-response-suppress')).toBe('All');
  });

  it.each([
    ['200 Chinese characters', '培'.repeat(200)],
    ['60 Chinese characters after ASCII', `CTBU 2027: ${'训'.repeat(60)} (3)`],
    ['four-byte characters where lines fold', '𠮷😀'.repeat(60)],
    ['a family emoji at every fold', '👨‍👩‍👧‍👦'.repeat(25)],
    ['mixed words', 'Re: 成渝 double-city 经济圈 —— “双城记” <a@b.c>, "x"; =?UTF-8?B?5Lit?='],
    ['right to left', 'مرحبا بالعالم 你好'],
    ['ASCII only', 'Plain subject'],
    ['long ASCII', 'word '.repeat(60).trim()],
    ['one long ASCII word', 'a'.repeat(300)],
  ])('carries a subject with %s', async (_what, subject) => {
    const { mail, source } = await build({ subject });
    expect(mail.subject).toBe(subject);
    for (const line of (source.split('\r\n\r\n')[0] ?? '').split('\r\n')) {
      // RFC 5322 asks for 78 and demands 998; a word of 300 letters has no place to fold.
      expect(line.length).toBeLessThanOrEqual(/a{300}/.test(line) ? 998 : 78);
      for (const [word] of line.matchAll(/=\?[^?]+\?[BQ]\?[^?]*\?=/g))
        expect(word.length).toBeLessThanOrEqual(75);
    }
  });

  it.each([
    ['line feeds', 'x\nBcc: evil@example.com'],
    ['line ends', 'x\r\nBcc: evil@example.com\r\n\r\nbody'],
    ['a lone carriage return', 'x\rBcc: evil@example.com'],
    ['a line separator', 'x\u2028Bcc: evil@example.com'],
    ['NUL', 'x\0Bcc: evil@example.com'],
    ['C1 controls', 'x\u0085Bcc: evil@example.com'],
    ['bidi overrides', 'x\u202eBcc: evil@example.com\u2066'],
  ])('lets no header in through %s', async (_what, text) => {
    const { mail, source } = await build({
      subject: text,
      replyTo: { name: text, address: 'visitor@example.cn' },
    });
    expect(headersOf(source)).toEqual([...USUAL_HEADERS, 'reply-to'].sort());
    expect(mail.bcc).toBeUndefined();
    expect(mail.subject).toBe('x Bcc: evil@example.com'.concat(text.endsWith('body') ? ' body' : ''));
    expect(mail.replyTo?.value).toHaveLength(1);
    expect(mail.replyTo?.value[0]?.address).toBe('visitor@example.cn');
  });

  it.each(['张三', '"a" <b>, c', 'a(b(c)@evil)@x', 'x@y.com, evil@z.com', '\\"'])(
    'keeps %j one name of one address, and no address of its own',
    async (name) => {
      const { mail } = await build({ replyTo: { name, address: 'visitor@example.cn' } });
      expect(mail.replyTo?.value).toEqual([
        { name: name.replace(/[<>@"]/g, ' ').trim(), address: 'visitor@example.cn' },
      ]);
    },
  );

  it('lets nobody smuggle in an encoded word', async () => {
    const word = '=?UTF-8?B?6YeN5bqG?=';
    const { mail } = await build({ subject: word, replyTo: { name: word, address: 'visitor@example.cn' } });
    expect(mail.subject).toBe('= ?UTF-8?B?6YeN5bqG?=');
    expect(mail.replyTo?.value[0]?.name).toBe('= ?UTF-8?B?6YeN5bqG?=');
  });

  it.each([
    'visitor',
    'a b@example.cn',
    '"a b"@example.cn',
    'a(b)@example.cn',
    'a@example.cn, evil@example.com',
    'a@example.cn\r\nBcc: evil@example.com',
    'a@@example.cn',
    'a..b@example.cn',
    '.a@example.cn',
    'a@-example.cn',
    'a@example',
    'a@[127.0.0.1]',
    '张三@example.cn',
    'a@例子.cn',
    `${'a'.repeat(65)}@example.cn`,
    `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(60)}.cn`,
  ])('leaves out the reply address %j', async (address) => {
    const { mail } = await build({ replyTo: { name: '张三', address } });
    expect(mail.replyTo).toBeUndefined();
  });

  it.each([
    ['dots at the start of lines', '.\n..\n.a\n...b\n'],
    ['very long lines', `${'x'.repeat(5_000)}\n${'长'.repeat(5_000)}`],
    ['rare characters', '𠮷野家 😀 𰻝 \u{e0100}'],
    ['lines that look like something', 'From here\n--\nSubject: no\n--_NmP-1\n'],
    ['spaces at line ends', 'a \n b  \n\n\n'],
  ])('carries a body with %s unchanged, in 7 bits and short lines', async (_what, text) => {
    const { mail, source } = await build({ text, html: text });
    expect(mail.text).toBe(text);
    expect(mail.html).toBe(text);
    expect(source).toMatch(/^[\t\r\n -~]*$/);
    for (const line of source.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78);
    expect(source.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('does not fall over half a surrogate pair', async () => {
    const { mail } = await build({ subject: 'a\ud83db', text: '\udc00x\0y' });
    expect(mail.subject).toBe('a\ufffdb');
    expect(mail.text).toBe('\ufffdxy');
  });

  it('sends the minimal version as plain text, without the address of the visitor', async () => {
    const minimal = { subject: '新的培训需求', text: '编号 A1' };
    const replyTo = { name: '张三', address: 'visitor@example.cn' };
    const { mail } = await build({ minimal, replyTo }, { minimal: true });
    expect(mail).toMatchObject({ subject: minimal.subject, text: minimal.text, html: false });
    expect(mail.replyTo).toBeUndefined();
    const { mail: without } = await build({}, { minimal: true });
    expect(without.subject).toBe(plain.subject);
  });
});
