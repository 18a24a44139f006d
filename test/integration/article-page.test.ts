import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import { attribute, fieldValue, tags, textIn, unescapeHtml } from '../support/html.js';
import { call } from '../support/http.js';

let app: TestApp;
let html: string;
let piece: {
  title: string;
  views: number;
  source: string;
  published_at: Date;
  summary: string;
  tags: string[];
};

beforeAll(async () => {
  app = await startApp({ RATE_LIMITS: 'off' });
  html = (await call(`${app.url}/xyxs/26394.html`)).text;
  [piece] = (await app.sql('select * from news where id = 26394')) as [typeof piece];
});
afterAll(() => app.close());

const linksIn = (part: string) => tags(part, 'a').map((tag) => attribute(tag, 'href') ?? '');
const section = (heading: string) =>
  new RegExp(`<h2[^>]*>${heading}</h2>.*?</section>`, 's').exec(html)?.[0] ?? '';

describe('/xyxs/26394.html', () => {
  test('shows title, number of views, date, source, summary and its own address', () => {
    expect(textIn(html, 'h1')).toBe(piece.title);
    expect(html).toContain(`点击数：<span class="figures">${piece.views}</span>`);
    expect(html).toMatch(/时间：<time[^>]*>\d{4}-\d\d-\d\d<\/time>/);
    expect(html).toContain(`来源：${piece.source}`);
    expect(unescapeHtml(html)).toContain(piece.summary);
    expect(html).toContain('https://px.example.test/xyxs/26394.html');
    expect(textIn(html, 'title')).toBe(`${piece.title} - 重庆工商大学干部培训中心`);
  });

  test('shows its neighbours in the column by time', async () => {
    const [row] = await app.sql(
      `select (select id from news where column_slug = 'xyxs' and status = 'published' and (published_at, id) < (n.published_at, n.id)
                order by published_at desc, id desc limit 1) as previous,
              (select id from news where column_slug = 'xyxs' and status = 'published' and (published_at, id) > (n.published_at, n.id)
                order by published_at, id limit 1) as next
       from news n where id = 26394`,
    );
    const byRel = (rel: string) =>
      attribute(tags(html, 'a').find((tag) => tag.includes(`rel="${rel}"`)) ?? '', 'href');
    expect(byRel('prev')).toBe(row?.['previous'] ? `/xyxs/${String(row['previous'])}.html` : null);
    expect(byRel('next')).toBe(row?.['next'] ? `/xyxs/${String(row['next'])}.html` : null);
    expect(row?.['previous'] ?? row?.['next']).not.toBeNull();
  });

  test('shows related pieces by shared tags, the latest of all, and fitting courses', async () => {
    const related = await app.sql<{ path: string }>(
      `select '/' || n.column_slug || '/' || n.id || '.html' as path
       from news n cross join (select tags from news where id = 26394) t
       where n.status = 'published' and n.id <> 26394 and n.tags && t.tags
       order by cardinality(array(select unnest(n.tags) intersect select unnest(t.tags))) desc, n.published_at desc, n.id desc
       limit 5`,
    );
    expect(linksIn(section('相关文章'))).toEqual(related.map(({ path }) => path));
    const latest = await app.sql<{ path: string }>(
      `select '/' || column_slug || '/' || id || '.html' as path from news where status = 'published' and id <> 26394
       order by published_at desc, id desc limit 6`,
    );
    expect(linksIn(section('最新文章'))).toEqual(latest.map(({ path }) => path));
    const courses = linksIn(section('相关课程'));
    expect(courses.filter((path) => path.startsWith('/courses/'))).toContain('/courses/chengyu-shuangcheng');
    expect(courses).toContain('#inquiry');
  });

  test('ends in the form, which knows the article, the notice and a theme, with a key of its own each time', async () => {
    expect(fieldValue(html, 'newsId')).toBe('26394');
    expect(fieldValue(html, 'fromPath')).toBe('/xyxs/26394.html');
    expect(fieldValue(html, 'noticeVersion')).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(piece.tags).toContain(fieldValue(html, 'topic'));
    const keys = [html, (await call(`${app.url}/xyxs/26394.html`)).text].map((page) =>
      fieldValue(page, 'idempotencyKey'),
    );
    expect(keys[0]).toMatch(/^[\w-]{22}$/);
    expect(keys[1]).not.toBe(keys[0]);
    expect(tags(html, 'form').map((tag) => attribute(tag, 'method'))).toEqual(['post']);
  });

  test('every control of the form has a label and its notes', () => {
    const form = /<form.*?<\/form>/s.exec(html)?.[0] ?? '';
    const ids = new Set([...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]));
    const labels = new Set([...form.matchAll(/<label for="([^"]+)"/g)].map((match) => match[1]));
    const controls = [...tags(form, 'input'), ...tags(form, 'select'), ...tags(form, 'textarea')].filter(
      (tag) => !/type="(?:hidden|radio|checkbox)"/.test(tag),
    );
    expect(controls.length).toBeGreaterThan(10);
    for (const control of controls) {
      expect(labels).toContain(attribute(control, 'id'));
      const notes = (attribute(control, 'aria-describedby') ?? '').split(' ');
      for (const note of notes) expect(ids).toContain(note);
    }
    expect(new Set([...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1])).size).toBe(
      [...html.matchAll(/\sid="([^"]+)"/g)].length,
    );
  });
});

describe('machines read', () => {
  test('the sitemap: every published page, no draft, well-formed', async () => {
    await app.sql(
      `insert into news (id, column_slug, title, published_at, summary, body_html) values (1, 'xyxs', '草稿', now(), '', '')`,
    );
    const answer = await call(`${app.url}/sitemap.xml`);
    expect(answer.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    const places = [...answer.text.matchAll(/<loc>(.*?)<\/loc>/g)].map((match) => match[1] ?? '');
    expect(places).toContain('https://px.example.test/xyxs/26394.html');
    expect(places).toContain('https://px.example.test/courses/chengyu-shuangcheng');
    expect(places).not.toContain('https://px.example.test/xyxs/1.html');
    expect(new Set(places).size).toBe(places.length);
    for (const place of places) {
      expect([place, (await call(place.replace('https://px.example.test', app.url))).status]).toEqual([
        place,
        200,
      ]);
    }
  });

  test('the feed and robots.txt', async () => {
    const feed = await call(`${app.url}/feed.xml`);
    expect(feed.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    expect(feed.text).toContain('<id>https://px.example.test/xyxs/26394.html</id>');
    expect(feed.text.match(/<entry>/g)?.length).toBe(12);
    const robots = await call(`${app.url}/robots.txt`);
    expect(robots.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(robots.text).toContain('Sitemap: https://px.example.test/sitemap.xml');
  });

  test('static files for a year under names that change, compressed for whoever asks', async () => {
    const [path = ''] = [/\/assets\/site\.[0-9a-f]{10}\.css/.exec(html)?.[0]];
    for (const encoding of ['br', 'gzip', 'identity']) {
      const answer = await call(app.url + path, { headers: { 'accept-encoding': encoding } });
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('content-encoding')).toBe(encoding === 'identity' ? null : encoding);
      expect(answer.headers.get('vary')).toBe('accept-encoding');
      expect(answer.text).toContain('{');
    }
  });
});
