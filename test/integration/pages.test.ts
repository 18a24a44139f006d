import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SECURITY_HEADERS } from '../../src/platform/http/security-headers.js';
import { startApp, PUBLIC_URL, type TestApp } from '../support/app.js';
import { anInquiry } from '../support/builders.js';
import { attribute, tags, textIn } from '../support/html.js';
import { call, submit } from '../support/http.js';

let app: TestApp;
let reference: string;

beforeAll(async () => {
  app = await startApp({ RATE_LIMITS: 'off' });
  reference = (await submit(app.url, anInquiry())).json<{ reference: string }>().reference;
});
afterAll(() => app.close());

/** Path, and the entry of the navigation that must be marked, with how. */
const PAGES: [path: string, current: string | null, mark: 'page' | 'true' | null][] = [
  ['/', '首页', 'page'],
  ['/courses', '培训课程', 'page'],
  ['/courses?category=quyu-kaifang', '培训课程', 'page'],
  ['/courses/chengyu-shuangcheng', '培训课程', 'true'],
  ['/xyxs/', '头条新闻', 'page'],
  ['/zcjd/', '政策解读', 'page'],
  ['/xyxs/26394.html', '头条新闻', 'true'],
  ['/contact', '联系我们', 'page'],
  ['/inquire', null, null],
  ['/inquire?course=chengyu-shuangcheng', null, null],
  ['/inquire?news=26394', null, null],
  ['/inquire/status', null, null],
  ['/privacy', null, null],
  ['/api/docs', null, null],
];

describe.each(PAGES)('%s', (path, current, mark) => {
  test('is a whole page: title, one heading, language, canonical address, navigation', async () => {
    const answer = await call(app.url + path);
    const html = answer.text;
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(html).toMatch(/^<!doctype html><html lang="zh-CN">/);
    expect(textIn(html, 'title')).toMatch(/重庆工商大学干部培训中心/);
    expect(tags(html, 'title')).toHaveLength(1);
    expect(tags(html, 'h1')).toHaveLength(1);
    expect(textIn(html, 'h1')).not.toBe('');
    expect(tags(html, 'main')).toHaveLength(1);
    const description = tags(html, 'meta').find((tag) => tag.includes('name="description"'));
    expect(attribute(description ?? '', 'content')).toMatch(/\p{Script=Han}{8}/u);
    const canonical = tags(html, 'link').find((tag) => tag.includes('rel="canonical"'));
    expect(attribute(canonical ?? '', 'href')).toBe(PUBLIC_URL + path);
    const nav = /<nav class="site-nav".*?<\/nav>/s.exec(html)?.[0] ?? '';
    const marked = tags(nav, 'a').filter((tag) => tag.includes('aria-current'));
    expect(marked).toHaveLength(current === null ? 0 : 1);
    if (current !== null) {
      expect(attribute(marked[0] ?? '', 'aria-current')).toBe(mark);
      expect(nav).toContain(`${marked[0]}${current}</a>`);
    }
  });

  test('holds nothing inline and nothing from elsewhere, one style sheet and only our own pictures', async () => {
    const html = (await call(app.url + path)).text;
    const links = tags(html, 'link');
    expect(links.filter((tag) => tag.includes('rel="stylesheet"'))).toHaveLength(1);
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
    for (const script of tags(html, 'script'))
      expect(attribute(script, 'src')).toMatch(/^\/assets\/[\w.-]+\.js$/);
    const addresses = [
      ...links.filter((tag) => !tag.includes('canonical')),
      ...tags(html, 'script'),
      ...tags(html, 'img'),
    ].flatMap((tag) => [attribute(tag, 'href'), attribute(tag, 'src'), attribute(tag, 'srcset')]);
    expect(addresses.filter((address) => address !== null && !/^\/(?!\/)/.test(address))).toEqual([]);
    expect(tags(html, 'iframe').concat(tags(html, 'object'), tags(html, 'embed'))).toEqual([]);
    for (const file of addresses.filter((address) => address !== null)) {
      expect((await call(app.url + file)).status).toBe(200);
    }
  });

  test('every link on it leads somewhere', async () => {
    const html = (await call(app.url + path)).text;
    const targets = new Set(tags(html, 'a').map((tag) => attribute(tag, 'href') ?? ''));
    for (const target of targets) {
      if (/^(?:https?:|tel:|mailto:)/.test(target)) continue;
      if (target.startsWith('#')) expect(html).toContain(` id="${target.slice(1)}"`);
      else expect([target, (await call(app.url + target)).status]).toEqual([target, 200]);
    }
  });

  test('is not disturbed by what campaigns and WeChat add to its address', async () => {
    const plain = await call(app.url + path);
    const and = path.includes('?') ? '&' : '?';
    for (const more of [
      'from=singlemessage&isappinstalled=0',
      'utm_source=a&utm_source=b',
      'page=9%00',
      'page[]=1',
      'x=%F0%9F%98%80',
      '%',
    ]) {
      const answer = await call(app.url + path + and + more);
      expect([more, answer.status]).toEqual([more, 200]);
      const key = /name="idempotencyKey" value="[^"]*"/;
      expect(answer.text.replace(key, '')).toBe(plain.text.replace(key, ''));
    }
  });
});

describe('addresses', () => {
  test.each([
    ['/xyxs', 301, '/xyxs/'],
    ['/xyxs?page=2', 301, '/xyxs/?page=2'],
    ['/xyxs?from=singlemessage', 301, '/xyxs/'],
  ])('%s leads to %s %s', async (path, status, location) => {
    const answer = await call(app.url + path);
    expect([answer.status, answer.headers.get('location')]).toEqual([status, location]);
  });

  test.each([
    '/nothing', '/nothing/', '/xyxs/1.html', '/zcjd/26394.html', '/xyxs/26394', '/xyxs/26394.htm', '/xyxs/026394.html',
    '/xyxs/99999999999.html', '/xyxs/2147483648.html', '/courses/no-such', '/assets/site.css', '/assets/..%2f..%2fpackage.json',
    '/XYXS/', '/%00', '/..%2f..%2fetc%2fpasswd', '/a/b/c', '/wp-login.php', '/.env', '/.git/config',
  ])('%s is the page "not found"', async (path) => {
    const answer = await call(app.url + path);
    expect([path, answer.status]).toEqual([path, 404]);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(textIn(answer.text, 'h1')).toBe('没有找到这个页面');
    expect(answer.text).toContain('name="robots" content="noindex"');
    expect(answer.text).not.toContain('rel="canonical"');
  }); // prettier-ignore

  test('pages about one visitor stay out of stores and search engines', async () => {
    for (const path of [`/inquire/receipt?reference=${reference}`, '/console/']) {
      const answer = await call(app.url + path);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.text).toContain('name="robots" content="noindex"');
    }
    const bogus = await call(`${app.url}/inquire/receipt?reference=PX-26-222222`);
    expect([bogus.status, bogus.headers.get('location')]).toEqual([303, '/inquire/status']);
    expect((await call(`${app.url}/inquire/receipt?reference=a&reference=b`)).status).toBe(303);
  });

  test('the receipt shows the number and nothing that the visitor typed', async () => {
    const { text } = await call(`${app.url}/inquire/receipt?reference=${reference}`);
    expect(text).toContain(reference);
    expect(text).not.toMatch(/某区财政局|张老师|13812345475|138-1234-5475/);
  });
});

describe('every answer carries the security headers', () => {
  test.each([
    ['/'],
    ['/nothing'],
    ['/assets/none.css'],
    ['/robots.txt'],
    ['/api/v1/contact'],
    ['/health/live'],
    ['/xyxs'],
  ])('%s', async (path) => {
    const answer = await call(app.url + path);
    for (const [name, value] of Object.entries(SECURITY_HEADERS))
      expect(answer.headers.get(name)).toBe(value);
    for (const name of ['server', 'x-powered-by', 'access-control-allow-origin', 'set-cookie']) {
      expect([name, answer.headers.get(name)]).toEqual([name, null]);
    }
    expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{10,}$/);
  });

  test('the policy allows no inline code, no framing, no foreign source', () => {
    const policy = SECURITY_HEADERS['content-security-policy'];
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    for (const rule of [
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "default-src 'none'",
    ]) {
      expect(policy).toContain(rule);
    }
  });

  test('pages are revalidated by a weak tag that changes with the content', async () => {
    const first = await call(`${app.url}/contact`);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"[\w-]+"$/);
    const same = await call(`${app.url}/contact`, { headers: { 'if-none-match': etag } });
    expect([same.status, same.text]).toEqual([304, '']);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(same.headers.get(name)).toBe(value);
  });
});
