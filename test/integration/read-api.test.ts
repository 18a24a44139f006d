import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import { call } from '../support/http.js';
import { until } from '../support/until.js';

let app: TestApp;
let other: TestApp;

beforeAll(async () => {
  app = await startApp({ RATE_LIMITS: 'off' });
  other = await startApp({ RATE_LIMITS: 'off' }, app.database);
});
afterAll(async () => {
  await other.close();
  await app.close();
});

interface List {
  items: Record<string, unknown>[];
  page: number;
  pageSize: number;
  total: number;
  pages: number;
}
const list = async (path: string): Promise<List> => {
  const answer = await call(`${app.url}/api/v1/${path}`);
  expect(answer.status).toBe(200);
  return answer.json<List>();
};
const get = async (path: string) => (await call(`${app.url}/api/v1/${path}`)).json();

describe('lists', () => {
  test('news: newest first, in pages that together are everything once', async () => {
    const all = await list('news?pageSize=100');
    expect(all).toMatchObject({ page: 1, pageSize: 100, total: 12, pages: 1 });
    const dates = all.items.map(({ publishedAt }) => String(publishedAt));
    expect(dates).toEqual(dates.toSorted().toReversed());
    const parts = await Promise.all([1, 2, 3].map((page) => list(`news?pageSize=5&page=${page}`)));
    expect(parts.flatMap(({ items }) => items)).toEqual(all.items);
    expect(parts[2]).toMatchObject({ page: 3, pageSize: 5, total: 12, pages: 3 });
    expect(await list('news?pageSize=5&page=4')).toMatchObject({ items: [], page: 4, total: 12, pages: 3 });
  });

  test('news by column and by tag', async () => {
    const column = await list('news?column=xyxs');
    expect(new Set(column.items.map((item) => (item['column'] as { slug: string }).slug))).toEqual(
      new Set(['xyxs']),
    );
    const piece = await get('news/26394');
    const tag = (piece['tags'] as string[])[0] ?? '';
    const tagged = await list(`news?tag=${encodeURIComponent(tag)}`);
    expect(tagged.items.map(({ id }) => id)).toContain(26394);
    expect(tagged.items.every((item) => (item['tags'] as string[]).includes(tag))).toBe(true);
    expect(await list('news?column=nothing')).toMatchObject({ items: [], total: 0, pages: 1 });
  });

  test('courses: in the order of the centre, by category and tag', async () => {
    const all = await list('courses');
    const rows = await app.sql<{ slug: string }>(
      "select slug from course where status = 'published' order by position, id",
    );
    expect(all.items.map(({ slug }) => slug)).toEqual(rows.map(({ slug }) => slug));
    const some = await list('courses?category=quyu-kaifang&pageSize=2');
    expect(some.items).toHaveLength(2);
    expect(some.total).toBeGreaterThan(2);
  });

  test('show what they promise and nothing of the inside', async () => {
    const [piece] = (await list('news?pageSize=1')).items;
    expect(Object.keys(piece ?? {}).toSorted()).toEqual([
      'column',
      'id',
      'path',
      'publishedAt',
      'source',
      'summary',
      'tags',
      'title',
      'views',
    ]);
    expect(Object.keys(await get('contact')).toSorted()).toEqual([
      'address',
      'centreName',
      'email',
      'icpNumber',
      'noticeVersion',
      'phones',
      'psbNumber',
      'slogan',
      'wechatQr',
    ]);
    expect(Object.keys(await get('courses/chengyu-shuangcheng'))).not.toContain('status');
  });
});

describe('drafts', () => {
  test('are nowhere: not in lists, pages, feeds, neighbours nor under their address', async () => {
    await app.sql(`insert into news (id, column_slug, title, published_at, summary, body_html, tags)
      select 30001, 'xyxs', '秘密草稿', now(), '秘密草稿', '', tags from news where id = 26394`);
    await app.sql(`insert into course (slug, title, category_slug, summary, audience, days, class_hours)
      values ('secret-course', '秘密课程', 'quyu-kaifang', '', '', 1, 8)`);
    for (const path of ['news/30001', 'courses/secret-course']) {
      expect((await call(`${app.url}/api/v1/${path}`)).status).toBe(404);
    }
    const paths = [
      '/',
      '/xyxs/',
      '/xyxs/26394.html',
      '/courses',
      '/courses/chengyu-shuangcheng',
      '/sitemap.xml',
      '/feed.xml',
      '/api/v1/news?pageSize=100',
      '/api/v1/courses?pageSize=100',
      '/inquire',
    ];
    for (const path of paths)
      expect((await call(app.url + path)).text).not.toMatch(/秘密|secret-course|30001/);
    expect((await call(`${app.url}/xyxs/30001.html`)).status).toBe(404);
  });
});

describe('copies in between', () => {
  test.each(['contact', 'news?page=1', 'news/26394', 'courses', 'courses/chengyu-shuangcheng'])(
    '%s: 304 for who has it',
    async (path) => {
      const first = await call(`${app.url}/api/v1/${path}`);
      const etag = first.headers.get('etag') ?? '';
      expect(etag).toMatch(/^"[\w-]{27}"$/);
      expect(first.headers.get('cache-control')).toBe('no-cache');
      for (const header of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const answer = await call(`${app.url}/api/v1/${path}`, { headers: { 'if-none-match': header } });
        expect([header, answer.status, answer.text, answer.headers.get('etag')]).toEqual([
          header,
          304,
          '',
          etag,
        ]);
      }
      expect(
        (await call(`${app.url}/api/v1/${path}`, { headers: { 'if-none-match': '"other"' } })).status,
      ).toBe(200);
    },
  );

  test('a change made by plain SQL is on every instance within a second, pages included', async () => {
    const read = async (origin: string) => {
      const page = await call(`${origin}/xyxs/26394.html`);
      const api = await call(`${origin}/api/v1/news/26394`);
      return [
        page.text.includes('改过的标题'),
        api.text.includes('改过的标题'),
        page.headers.get('etag'),
      ] as const;
    };
    const [before] = await Promise.all([read(app.url), read(other.url)]);
    expect(before.slice(0, 2)).toEqual([false, false]);
    await app.sql(`update news set title = '改过的标题' where id = 26394`);
    const changed = performance.now();
    for (const origin of [app.url, other.url]) {
      await until(async () => (await read(origin)).slice(0, 2).every(Boolean), 1_000);
      expect((await read(origin))[2]).not.toBe(before[2]);
    }
    expect(performance.now() - changed).toBeLessThan(1_000);
  });

  test('a withdrawn course is gone from the lists, but a form that still knows it is taken', async () => {
    await app.sql("update course set status = 'draft' where slug = 'gongwen-xiezuo'");
    await until(async () => (await call(`${other.url}/courses/gongwen-xiezuo`)).status === 404, 1_000);
    expect((await call(`${other.url}/inquire`)).text).not.toContain('gongwen-xiezuo');
  });

  test('contact facts changed by SQL are on the next page, for instance the phone', async () => {
    await app.sql(`update contact set phones = '[{"label":"座机","number":"023-1234-5678"}]'`);
    await until(async () => (await call(`${other.url}/contact`)).text.includes('tel:+862312345678'), 1_000);
  });
});
