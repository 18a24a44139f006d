import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import { anInquiry } from '../support/builders.js';
import { submit, type ProblemBody } from '../support/http.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ RATE_LIMITS: 'off' });
});
afterEach(() => app.sql('truncate inquiry, mail'));
afterAll(() => app.close());

/** Field and message of every problem; the request must have been refused and nothing stored. */
async function refused(body: unknown): Promise<{ field: string; message: string }[]> {
  const answer = await submit(app.url, body);
  expect([answer.status, answer.text]).toEqual([400, expect.any(String)]);
  const problem = answer.json<ProblemBody>();
  expect(problem).toMatchObject({ code: 'invalid_fields', title: '请求内容有误' });
  const [{ count } = { count: -1 }] = await app.sql<{ count: number }>(
    'select count(*)::int as count from inquiry',
  );
  expect(count).toBe(0);
  return problem.errors ?? [];
}

const OPTIONAL_TEXT = ['position', 'email', 'courseSlug', 'audience', 'preferredMonth', 'format', 'message'];

describe('each rule answers 400 with a Chinese message beside its field', () => {
  test.each<[string, unknown, RegExp]>([
    ['organization', undefined, /^请填写单位名称$/],
    ['organization', ' \u3000\u200b', /^请填写单位名称$/],
    ['organization', '局', /至少 2 个字/],
    ['organization', '局'.repeat(101), /最多 100 个字，现在有 101 个字/],
    ['organization', '某区\n财政局', /换行/],
    ['organization', '某区\u202e财政局', /无法识别的字符/],
    ['organization', '12345', /至少要有一个汉字或字母/],
    ['contactName', undefined, /^请填写联系人$/],
    ['contactName', '𠮷'.repeat(51), /最多 50 个字，现在有 51 个字/],
    ['contactName', '……', /汉字或字母/],
    ['phone', undefined, /^请填写联系电话/],
    ['phone', '12345', /没有认出|区号|请/],
    ['phone', '62762687', /请加区号/],
    ['phone', '13657615475 或 13657615476', /只填一个号码/],
    ['phone', '13657615475 张老师', /只填数字/],
    ['phone', '1'.repeat(101), /太长/],
    ['topic', undefined, /请选择意向课程，或填写想要的培训主题/],
    ['topic', '题'.repeat(201), /培训主题最多 200 个字，现在有 201 个字/],
    ['topic', '第一行\r\n第二行', /换行/],
    ['position', '长'.repeat(51), /职务最多 50 个字/],
    ['position', 'a\u0000b', /无法识别的字符/],
    ['email', 'zhang@', /形如 name@example.cn/],
    ['email', '张@example.cn', /形如 name@example.cn/],
    ['email', 'a@example.cn\nBcc: b@evil.example', /形如/],
    ['email', 'a@example.cn, b@evil.example', /形如/],
    ['email', '"x@y.com, evil@z.com" <u@example.cn>', /形如/],
    ['email', `${'a'.repeat(65)}@example.cn`, /形如/],
    ['email', `a@${'bbb.'.repeat(62)}cn.cn`, /形如/],
    ['email', `a@${'b'.repeat(64)}.cn`, /形如/],
    ['email', 'a@-b.cn', /形如/],
    ['email', 'a@127.0.0.1', /形如/],
    ['email', '.a@example.cn', /形如/],
    ['email', 'a..b@example.cn', /形如/],
    ['courseSlug', 'no-such-course', /没有这门课程/],
    ['courseSlug', 'x'.repeat(101), /最多 100 个字/],
    ['audience', '长'.repeat(201), /培训对象最多 200 个字/],
    ['headcount', 0, /1 到 10000 的整数/],
    ['headcount', -1, /1 到 10000 的整数/],
    ['headcount', 10_001, /1 到 10000 的整数/],
    ['headcount', 2.5, /1 到 10000 的整数/],
    ['headcount', '50万人', /1 到 10000 的整数/],
    ['headcount', 2 ** 31, /1 到 10000 的整数/],
    ['headcount', 2 ** 53, /1 到 10000 的整数/],
    ['headcount', '9'.repeat(400), /1 到 10000 的整数/],
    ['headcount', 'NaN', /1 到 10000 的整数/],
    ['days', 0, /不超过 365 的天数/],
    ['days', 366, /不超过 365 的天数/],
    ['days', 2.55, /不超过 365 的天数/],
    ['days', '1e2', /不超过 365 的天数/],
    ['days', '9'.repeat(400), /不超过 365 的天数/],
    ['preferredMonth', '2027-13', /2027-03/],
    ['preferredMonth', '下个月', /2027-03/],
    ['format', 'video', /线下面授、线上、线上线下结合/],
    ['format', 'constructor', /线下面授/],
    ['format', '__proto__', /线下面授/],
    ['lodging', 'true', /“是”或“否”/],
    ['lodging', 1, /“是”或“否”/],
    ['budgetPerPersonDay', -450, /不超过 100000 的金额/],
    ['budgetPerPersonDay', 100_001, /不超过 100000 的金额/],
    ['budgetPerPersonDay', 0.001, /不超过 100000 的金额/],
    ['message', '字'.repeat(2_001), /补充说明最多 2000 个字，现在有 2001 个字/],
    ['message', 'a\u0000b', /无法保存的字符/],
    ['source', 'wechat', /来源应为对象/],
    ['consent', undefined, /同意/],
    ['consent', true, /应为对象/],
  ])('%s: %j', async (field, value, message) => {
    expect(await refused(anInquiry({ [field]: value }))).toEqual([
      { field, message: expect.stringMatching(message) },
    ]);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['consent.accepted', { consent: { accepted: false, noticeVersion: '2026-11-01' } }, /请阅读并同意/],
    ['consent.accepted', { consent: { accepted: 'true', noticeVersion: '2026-11-01' } }, /请阅读并同意/],
    ['consent.noticeVersion', { consent: { accepted: true } }, /刷新页面/],
    ['consent.noticeVersion', { consent: { accepted: true, noticeVersion: 'x'.repeat(33) } }, /刷新页面/],
    ['source.newsId', { source: { newsId: 0 } }, /正整数/],
    ['source.newsId', { source: { newsId: 2 ** 31 } }, /正整数/],
    ['source.newsId', { source: { newsId: '26394' } }, /正整数/],
    ['source.utmSource', { source: { utmSource: ['a'] } }, /应为文字/],
    ['source.referrer', { source: { referrer: 'a\u0000' } }, /应为文字/],
    ['source.secret', { source: { secret: 1 } }, /没有这个字段/],
    ['status', { status: 'won' }, /没有这个字段/],
    ['reference', { reference: 'PX-26-222222' }, /没有这个字段/],
    ['idempotencyKey', { idempotencyKey: 'x' }, /没有这个字段/],
    ['constructor', { constructor: { prototype: { admin: true } } }, /./],
  ])('%s: %j', async (field, overrides, message) => {
    const body = anInquiry(overrides);
    const errors = field === 'constructor' ? [] : await refused(body);
    if (field === 'constructor') expect((await submit(app.url, body)).status).toBe(400);
    else expect(errors).toEqual([{ field, message: expect.stringMatching(message) }]);
  });

  test('all problems come at once', async () => {
    const errors = await refused({ phone: '1', headcount: 0, extra: 1 });
    expect(errors.map(({ field }) => field).toSorted()).toEqual(
      ['consent', 'contactName', 'extra', 'headcount', 'organization', 'phone', 'topic'].toSorted(),
    );
  });
});

describe('wrong types are refused, never converted', () => {
  const wrong: unknown[] = [[], {}, ['某区财政局'], { toString: 'x' }, true, 7, [[[]]]];
  const fields = ['organization', 'contactName', 'phone', 'topic', ...OPTIONAL_TEXT];

  test.each(fields)('%s', async (field) => {
    for (const value of wrong) {
      expect(await refused(anInquiry({ [field]: value }))).toEqual([{ field, message: expect.any(String) }]);
    }
  });

  test.each(['headcount', 'days', 'budgetPerPersonDay', 'lodging'])('%s', async (field) => {
    for (const value of [[], {}, [50], { value: 50 }]) {
      expect(await refused(anInquiry({ [field]: value }))).toEqual([{ field, message: expect.any(String) }]);
    }
  });

  test('lone surrogates are refused in every text', async () => {
    for (const field of fields.filter((name) => name !== 'format')) {
      expect(await refused(anInquiry({ [field]: '某区\ud83d局' }))).toEqual([
        { field, message: expect.any(String) },
      ]);
    }
  });

  test('null and "" mean "not given" where a field is optional', async () => {
    const empty = Object.fromEntries([...OPTIONAL_TEXT, 'headcount', 'days'].map((field) => [field, '']));
    const none = Object.fromEntries(
      [...OPTIONAL_TEXT, 'lodging', 'budgetPerPersonDay'].map((f) => [f, null]),
    );
    for (const body of [anInquiry(empty), anInquiry(none)]) {
      expect((await submit(app.url, body)).status).toBe(201);
    }
  });
});
