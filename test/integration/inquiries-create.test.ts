import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import { aFullInquiry, anInquiry } from '../support/builders.js';
import { submit } from '../support/http.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ RATE_LIMITS: 'off' });
});
afterAll(() => app.close());

/** Sends a request and reads back its row. */
async function stored(body: Record<string, unknown>): Promise<Record<string, unknown>> {
  const answer = await submit(app.url, body);
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  const [row] = await app.sql('select * from inquiry where reference = $1', [answer.json()['reference']]);
  return row ?? {};
}

describe('POST /api/v1/inquiries', () => {
  test('answers 201 with the reference, the time and where to look it up, and nothing else', async () => {
    const before = Date.now();
    const answer = await submit(app.url, anInquiry());
    expect(answer.status).toBe(201);
    const body = answer.json<{ reference: string; receivedAt: string; statusUrl: string }>();
    expect(body).toEqual({
      reference: expect.stringMatching(/^PX-\d\d-[2-9A-HJKMNP-Z]{6}$/),
      receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      statusUrl: `https://px.example.test/inquire/status?reference=${body.reference}`,
    });
    expect(Math.abs(Date.parse(body.receivedAt) - before)).toBeLessThan(60_000);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('location')).toBeNull();
  });

  test('stores every field, with the titles of course and article as they are now', async () => {
    const row = await stored(aFullInquiry());
    const [course] = await app.sql("select title from course where slug = 'chengyu-shuangcheng'");
    const [piece] = await app.sql('select title from news where id = 26394');
    expect(row).toMatchObject({
      status: 'new',
      channel: 'api',
      organization: '某区财政局',
      contact_name: '张老师',
      phone: '13812345475',
      position: '教育科科长',
      email: 'zhang@example.cn',
      course_slug: 'chengyu-shuangcheng',
      course_title: course?.['title'],
      topic: '成渝地区双城经济圈建设专题培训',
      audience: '乡镇分管负责同志',
      headcount: 50,
      days: '2.5',
      preferred_month: '2027-03',
      format: 'onsite',
      lodging: true,
      budget_per_person_day: '450.00',
      message: '希望安排两个现场教学点。',
      source_news_id: 26394,
      source_news_title: piece?.['title'],
      landing_url: 'https://px.example.test/xyxs/26394.html?utm_source=wechat',
      referrer: 'https://mp.weixin.qq.com/',
      utm_source: 'wechat',
      utm_medium: 'article',
      utm_campaign: 'autumn',
      consent_notice_version: '2026-11-01',
      client_address: '127.0.0.1',
    });
    expect(row['consented_at']).toEqual(row['received_at']);
  });

  test('leaves everything optional empty when it is not given', async () => {
    const row = await stored(anInquiry());
    const empty = Object.entries(row).filter(([, value]) => value === null);
    expect(empty.map(([name]) => name).toSorted()).toEqual(
      [
        'audience', 'budget_per_person_day', 'course_slug', 'course_title', 'days', 'email', 'format', 'headcount',
        'idempotency_key', 'landing_url', 'lodging', 'message', 'position', 'preferred_month', 'referrer',
        'source_news_id', 'source_news_title', 'utm_campaign', 'utm_medium', 'utm_source',
      ], // prettier-ignore
    );
  });

  test.each([
    ['phone', '１３６ ５７６１ ５４７５', '13657615475'],
    ['phone', '+86 136-5761-5475', '13657615475'],
    ['phone', '0086 13657615475', '13657615475'],
    ['phone', '023-6276-2687 转 801', '023-62762687-801'],
    ['phone', '（023）62762687－801', '023-62762687-801'],
    ['phone', '+86 23 6276 2687', '023-62762687'],
    ['phone', '400-123-4567', '4001234567'],
    ['phone', '+852 2123 4567', '+85221234567'],
    ['contactName', '买买提•艾力', '买买提·艾力'],
    ['contactName', '买买提・艾力', '买买提·艾力'],
    ['contactName', '买买提．艾力', '买买提·艾力'],
    ['contactName', '买买提.艾力', '买买提·艾力'],
    ['contactName', '买买提‧艾力', '买买提·艾力'],
    ['contactName', '张　三', '张三'],
    ['contactName', '𠮷田𠀋', '𠮷田𠀋'],
    ['contactName', '𮧵𰻞𱁬', '𮧵𰻞𱁬'],
    ['contactName', '李', '李'],
    ['contactName', 'J. Smith', 'J. Smith'],
    ['organization', '  某区　财政局\u200b ', '某区 财政局'],
    ['organization', '𠮷林省😀局', '𠮷林省😀局'],
    ['email', 'ｚhang＠example．cn', 'zhang@example.cn'],
    ['preferredMonth', '2027年3月', '2027-03'],
    ['headcount', '约５０人', 50],
    ['headcount', 50, 50],
    ['days', '2.5 天', '2.5'],
    ['budgetPerPersonDay', '４５０元', '450.00'],
  ])('%s %j is stored as %j', async (field, typed, kept) => {
    const columns: Record<string, string> = {
      contactName: 'contact_name',
      preferredMonth: 'preferred_month',
      budgetPerPersonDay: 'budget_per_person_day',
    };
    const row = await stored(anInquiry({ [field]: typed }));
    expect(row[columns[field] ?? field]).toBe(kept);
  });

  test.each([
    ['spaces around and inside', '  前面两个空格，  中间也有  '],
    ['line breaks of Windows', '第一行\r\n第二行\r\n\r\n第四行'],
    ['a leading line break and a leading dot', '\n.\n..两点'],
    ['tabs and other controls', '甲\t乙\u0007\u001b[31m'],
    ['emoji, joined and flagged', '👩‍👩‍👧‍👦 🇨🇳 👍🏽'],
    ['characters beyond the BMP', '𠮷𠮷𠮷 𰻞'],
    ['a line longer than mail allows', 'x'.repeat(1_500)],
    ['full-width forms, which in free text mean themselves', '（ＡＢＣ）①：１２３'],
    ['decomposed and composed letters', 'e\u0301 é ﬁ'],
    ['markup and templates', '</script><!-- {{7*7}} ${7*7} <%= 7*7 %>'],
    ['SQL', `'; drop table inquiry; --`],
    ['bidi controls', 'a\u202eb\u202c'],
    ['the longest there may be', '𠮷'.repeat(2_000)],
  ])('free text is kept byte for byte: %s', async (_name, text) => {
    const row = await stored(anInquiry({ message: text }));
    expect(row['message']).toBe(text);
    const [bytes] = await app.sql(
      "select encode(convert_to(message, 'UTF8'), 'hex') as hex from inquiry where id = $1",
      [row['id']],
    );
    expect(bytes?.['hex']).toBe(Buffer.from(text).toString('hex'));
  });

  test('provenance is never a reason to refuse: what is too long is cut at a whole character', async () => {
    const long = `https://px.example.test/?q=${'𠮷'.repeat(3_000)}`;
    const row = await stored(anInquiry({ source: { landingUrl: long, newsId: 2_147_483_647 } }));
    expect(String(row['landing_url']).length).toBeLessThanOrEqual(2_000);
    expect(String(row['landing_url']).isWellFormed()).toBe(true);
    expect(row).toMatchObject({ source_news_id: 2_147_483_647, source_news_title: null });
  });

  test('a request sent by a page of ours counts as from the web, any other origin as from a program', async () => {
    const send = async (origin: string) => {
      const answer = await submit(app.url, anInquiry(), { origin });
      const [row] = await app.sql('select channel from inquiry where reference = $1', [
        answer.json()['reference'],
      ]);
      return row?.['channel'];
    };
    expect(await send(app.url)).toBe('web');
    expect(await send('https://evil.example')).toBe('api');
    expect(await send('null')).toBe('api');
  });
});
