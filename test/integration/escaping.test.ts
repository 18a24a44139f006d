import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { simpleParser, type ParsedMail } from 'mailparser';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startApp, type TestApp } from '../support/app.js';
import { aFullInquiry, anInquiryForm } from '../support/builders.js';
import { call, submit } from '../support/http.js';
import { NAUGHTY } from '../support/naughty.js';
import { until } from '../support/until.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ RATE_LIMITS: 'off', ROLE: 'all' });
});
afterAll(() => app.close());

const ATTACKS = [
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', `' autofocus onfocus='alert(1)`, '</title><svg onload=alert(1)>',
  '</textarea><iframe src=javascript:alert(1)>', '{{constructor.constructor("alert(1)")()}}', '${alert(1)}', '<!--', ']]>',
  '&lt;script&gt;', '\u2028</script>', 'javascript:alert(1)',
]; // prettier-ignore
const FIELDS = ['organization', 'contactName', 'phone', 'topic', 'position', 'email', 'audience', 'headcount', 'days', 'preferredMonth', 'budgetPerPersonDay', 'message']; // prettier-ignore
const HIDDEN = ['idempotencyKey', 'newsId', 'fromPath', 'noticeVersion', 'landingUrl', 'referrer', 'utmSource', 'utmMedium', 'utmCampaign']; // prettier-ignore

/** Names of the elements and the attributes of a document, in order: what was typed must add none. */
function skeleton(html: string): string[] {
  const found = html.match(/<[a-z][^\s>/]*(?:"[^"]*"|[^">])*>/gi) ?? [];
  return found.map((tag) =>
    tag
      .replace(/="[^"]*"/g, '')
      .replace(/\s(?:hidden|open|selected|checked|aria-invalid|autofocus)(?=[\s>/])/g, ''),
  );
}

describe('what was typed never becomes markup', () => {
  test.each(ATTACKS)('on the form that comes back: %s', async (attack) => {
    const harmless = anInquiryForm({
      ...Object.fromEntries([...FIELDS, ...HIDDEN].map((name) => [name, 'x'])),
      format: 'x',
      lodging: 'x',
    });
    const hostile = anInquiryForm({
      ...Object.fromEntries([...FIELDS, ...HIDDEN].map((name) => [name, attack])),
      format: attack,
      lodging: attack,
    });
    const post = (body: URLSearchParams) => call(`${app.url}/inquire`, { method: 'POST', body });
    const [plain, answer] = [await post(harmless), await post(hostile)];
    expect([plain.status, answer.status]).toEqual([400, 400]);
    const strip = (html: string) => skeleton(html.replace(/<div class="error-summary".*?<\/div>/s, ''));
    expect(strip(answer.text)).toEqual(strip(plain.text));
    expect(answer.text).not.toMatch(/<script>|<img src=x|<svg onload|<iframe/);
  });

  test.each(ATTACKS)('on the status page and in addresses: %s', async (attack) => {
    const code = encodeURIComponent(attack);
    const pages = [
      await call(`${app.url}/inquire/status`, {
        method: 'POST',
        body: new URLSearchParams({ reference: attack, phoneLastFour: attack }),
      }),
      await call(`${app.url}/inquire/status?reference=${code}`),
      await call(`${app.url}/courses?category=${code}&tag=${code}&page=${code}`),
      await call(`${app.url}/inquire?course=${code}&news=${code}`),
      await call(`${app.url}/${code}/${code}`),
      await call(`${app.url}/xyxs?page=${code}`),
    ];
    for (const { text, headers } of pages) {
      expect(text).not.toContain('alert(1)</script>');
      expect(text).not.toMatch(/<img src=x|<svg onload|<iframe|'alert\(1\)'/);
      expect(headers.get('location') ?? '').not.toMatch(/alert|\/\//);
    }
  });

  test('in both mails it arrives as text, and adds no header and no recipient', async () => {
    const attack = `<script>alert(1)</script>"'&<img src=x onerror=alert(1)>`;
    const body = aFullInquiry({
      organization: attack, contactName: `${attack}, "a" <b@evil.example>`.slice(0, 50), topic: `${attack} =?utf-8?B?5byg?=`,
      position: '<b>科长</b>', audience: `${attack}\r\nBcc: evil@evil.example`, message: `${attack}\r\n\r\nBcc: evil@evil.example\r\n.`,
      source: { newsId: 26394, utmSource: attack, landingUrl: `javascript:alert(1)//${attack}` }, courseSlug: undefined,
    }); // prettier-ignore
    expect((await submit(app.url, body)).status).toBe(201);
    const folder = join(app.config.varDir, 'mail');
    const files = async () => (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'));
    await until(async () => (await files()).length === 2);
    const mails = await Promise.all(
      (await files()).map(async (name) => simpleParser(await readFile(join(folder, name)))),
    );
    expect(mails).toHaveLength(2);
    for (const mail of mails) {
      const html = String(mail.html);
      expect(html).not.toMatch(/<script|<img|<b>/);
      // The receipt repeats nothing that was typed: it goes to whatever address was given.
      expect(html.includes('&lt;script')).toBe(mail.headers.get('x-auto-response-suppress') === undefined);
      expect(html).not.toMatch(/href="javascript:/);
      expect(mail.cc).toBeUndefined();
      expect(mail.bcc).toBeUndefined();
      expect([mail.to].flat().flatMap((to) => to?.value ?? [])).toHaveLength(1);
      expect([...mail.headers.keys()].filter((name) => !KNOWN.has(name))).toEqual([]);
    }
    const centre = mails.find(
      ({ replyTo }) => replyTo?.value[0]?.address === 'zhang@example.cn',
    ) as ParsedMail;
    expect(String(centre.html)).toContain('&lt;script');
    expect(centre.text).toContain(attack);
    expect(centre.subject).toContain('<script>alert(1)</script>');
  });

  const KNOWN = new Set([
    'from', 'to', 'reply-to', 'subject', 'message-id', 'date', 'mime-version', 'content-type', 'auto-submitted', 'x-auto-response-suppress',
  ]); // prettier-ignore

  test('every naughty text of ours survives a round through form and page', async () => {
    for (const text of NAUGHTY.filter((each) => each.length < 2_000 && each.isWellFormed())) {
      const answer = await call(`${app.url}/inquire`, {
        method: 'POST',
        body: anInquiryForm({ phone: text, message: text, topic: text }),
      });
      expect([text, answer.status < 500]).toEqual([text, true]);
    }
  });
});
