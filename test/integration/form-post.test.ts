import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import { anInquiryForm } from '../support/builders.js';
import { attribute, fieldValue, tags, unescapeHtml } from '../support/html.js';
import { call, type Answer } from '../support/http.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ RATE_LIMITS: 'off' });
});
afterEach(() => app.sql('truncate inquiry, mail'));
afterAll(() => app.close());

const post = (body: URLSearchParams, headers: Record<string, string> = {}): Promise<Answer> =>
  call(`${app.url}/inquire`, { method: 'POST', body, headers });
const rows = () => app.sql('select * from inquiry order by received_at');

describe('the form without a script', () => {
  test('a good one is answered with 303 to its receipt', async () => {
    const answer = await post(anInquiryForm());
    expect(answer.status).toBe(303);
    const [row] = await rows();
    expect(answer.headers.get('location')).toBe(`/inquire/receipt?reference=${String(row?.['reference'])}`);
    expect(row).toMatchObject({
      channel: 'web',
      consent_notice_version: '2026-11-01',
      client_address: '127.0.0.1',
    });
  });

  test('sent twice, or a hundred times at once, it is one request', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(anInquiryForm())));
    expect(answers.filter(({ status }) => status !== 303 && status !== 409)).toEqual([]);
    const places = answers
      .filter(({ status }) => status === 303)
      .map(({ headers }) => headers.get('location'));
    expect(new Set(places).size).toBe(1);
    const waiting = answers.find(({ status }) => status === 409);
    if (waiting !== undefined) expect(fieldValue(waiting.text, 'organization')).toBe('某区财政局');
    expect(await rows()).toHaveLength(1);
  });

  test('changed and sent again from the same page it is another request, not a 422', async () => {
    await post(anInquiryForm());
    const changed = await post(anInquiryForm({ message: '又想起一件事' }));
    expect(changed.status).toBe(303);
    expect(await rows()).toHaveLength(2);
  });

  test('the same from two pages are two requests', async () => {
    await post(anInquiryForm({ idempotencyKey: 'one-page-key' }));
    await post(anInquiryForm({ idempotencyKey: 'another-page-key' }));
    expect(await rows()).toHaveLength(2);
  });

  test('where it stood and what campaign led there come from the page that held it', async () => {
    const page = `${app.url}/xyxs/26394.html?utm_source=wechat&utm_medium=article&utm_campaign=%E7%A7%8B`;
    await post(anInquiryForm({ newsId: '26394' }), { referer: page });
    await post(anInquiryForm({ idempotencyKey: 'elsewhere-key' }), {
      referer: 'https://evil.example/?utm_source=x',
    });
    expect(await rows()).toEqual([
      expect.objectContaining({
        source_news_id: 26394,
        landing_url: page,
        utm_source: 'wechat',
        utm_campaign: '秋',
      }),
      expect.objectContaining({ landing_url: null, utm_source: null }),
    ]);
  });
});

describe('a form with mistakes comes back', () => {
  const typed: Record<string, string> = {
    organization: '局',
    contactName: ' 张 "老师" <b>',
    phone: '62762687',
    courseSlug: 'chengyu-shuangcheng',
    topic: `'单引号' & "双引号"`,
    position: '科长\t',
    email: 'zhang@',
    audience: '乡镇 <干部>',
    headcount: '50万人',
    days: '很多',
    preferredMonth: '下个月',
    format: 'hybrid',
    lodging: 'false',
    budgetPerPersonDay: '-1',
    message: '\n\n第三行 </textarea><script>alert(1)</script>\n  末行  ',
    consent: 'true',
    newsId: '26394',
    utmSource: 'wechat',
    landingUrl: 'https://px.example.test/xyxs/26394.html',
  };

  test('with 400, everything typed, each message beside its field and at the top', async () => {
    const answer = await post(anInquiryForm(typed));
    expect(answer.status).toBe(400);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const html = answer.text;
    for (const [name, value] of Object.entries(typed))
      expect([name, fieldValue(html, name)]).toEqual([name, value]);
    const wrong = [
      'organization',
      'phone',
      'email',
      'headcount',
      'days',
      'preferredMonth',
      'budgetPerPersonDay',
    ];
    const summary = /<div class="error-summary".*?<\/div>/s.exec(html)?.[0] ?? '';
    expect(tags(summary, 'a').map((tag) => attribute(tag, 'href'))).toEqual(
      wrong.map((name) => `#inquiry-${name}`),
    );
    expect(attribute(tags(summary, 'div')[0] ?? '', 'hidden')).toBeNull();
    for (const name of wrong) {
      const control = tags(html, 'input').find((tag) => attribute(tag, 'name') === name) ?? '';
      expect([name, attribute(control, 'aria-invalid')]).toEqual([name, 'true']);
      expect(attribute(control, 'aria-describedby')).toContain(`inquiry-${name}-error`);
      const note = new RegExp(`<p class="field-error" id="inquiry-${name}-error">([^<]+)</p>`).exec(
        html,
      )?.[1];
      expect(note).toMatch(/\p{Script=Han}/u);
    }
    expect(attribute(tags(html, 'details')[0] ?? '', 'open')).toBe('');
    expect(html).toContain('name="robots" content="noindex"');
    expect(await rows()).toEqual([]);
  });

  test('mended and sent from there it keeps the key of its page, its article and its campaign', async () => {
    const first = (await post(anInquiryForm({ ...typed, idempotencyKey: 'first-page-key' }))).text;
    expect(fieldValue(first, 'idempotencyKey')).toBe('first-page-key');
    const page = `${app.url}/xyxs/26394.html?utm_source=letter`;
    const second = (await post(anInquiryForm({ phone: '1', newsId: '26394' }), { referer: page })).text;
    const carried = ['idempotencyKey', 'newsId', 'landingUrl', 'utmSource'];
    const more = Object.fromEntries(carried.map((name) => [name, fieldValue(second, name) ?? '']));
    await post(anInquiryForm(more), { referer: `${app.url}/inquire` });
    expect(await rows()).toEqual([
      expect.objectContaining({ source_news_id: 26394, utm_source: 'letter', landing_url: page }),
    ]);
  });

  test('without consent, without a theme, without anything', async () => {
    const { consent: _, ...rest } = Object.fromEntries(anInquiryForm());
    const refused = await post(new URLSearchParams(rest));
    expect(refused.status).toBe(400);
    expect(refused.text).toMatch(/id="inquiry-consent-error">请阅读并同意/);
    expect((await post(anInquiryForm({ topic: '' }))).text).toMatch(
      /id="inquiry-topic-error">请选择意向课程/,
    );
    const empty = await post(new URLSearchParams());
    expect(empty.status).toBe(400);
    expect(empty.text.match(/class="field-error" id="[^"]*">[^<]/g)?.length).toBe(5);
    expect(await rows()).toEqual([]);
  });

  test('a course that is gone, a key or an article that is none, fields sent twice: nothing breaks', async () => {
    const gone = await post(anInquiryForm({ courseSlug: 'withdrawn' }));
    expect(gone.status).toBe(400);
    expect(gone.text).toMatch(/id="inquiry-courseSlug-error">没有这门课程/);
    for (const odd of [
      { idempotencyKey: 'a b' },
      { idempotencyKey: '' },
      { newsId: '9'.repeat(40) },
      { newsId: '-1' },
    ]) {
      expect((await post(anInquiryForm(odd))).status).toBe(303);
    }
    const twice = anInquiryForm();
    twice.append('organization', '后写的单位');
    expect((await post(twice)).status).toBe(303);
    expect(new Set((await rows()).map((row) => row['organization']))).toEqual(new Set(['某区财政局']));
  });

  test('what stands for the key in a page is ordinary text when somebody types it', async () => {
    const answer = await post(anInquiryForm({ phone: '1', message: '%IDEMPOTENCY_KEY%' }));
    expect(fieldValue(answer.text, 'message')).toBe('%IDEMPOTENCY_KEY%');
  });

  test('line breaks of the browser are one character, as in what the script sends', async () => {
    await post(anInquiryForm({ message: '第一行\r\n第二行' }));
    expect((await rows())[0]).toMatchObject({ message: '第一行\n第二行' });
  });

  test('too much text is answered with a page that says so', async () => {
    const answer = await post(anInquiryForm({ message: '字'.repeat(30_000) }));
    expect(answer.status).toBe(413);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(unescapeHtml(answer.text)).not.toMatch(/Error|stack/);
    const long = await post(anInquiryForm({ message: '字'.repeat(2_001) }));
    expect([long.status, fieldValue(long.text, 'message')?.length]).toEqual([400, 2_001]);
  });
});
