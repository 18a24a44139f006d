import { describe, expect, test } from '@jest/globals';
import { atomFeed, sitemap } from './feeds.view.js';
import { FIELD_MESSAGES, groupCourses, suggestedTopic } from './inquiry-form.view.js';
import {
  columnPath,
  courseListPath,
  coursePath,
  dialHref,
  inquirePath,
  mapHref,
  psbHref,
} from './links.view.js';
import { pageNumber } from './page-query.js';

describe('addresses', () => {
  test('hold what is set, escaped, and one page has one address', () => {
    expect(courseListPath()).toBe('/courses');
    expect(courseListPath({ category: 'a', tag: '双 碳&', page: 2 })).toBe(
      '/courses?category=a&tag=%E5%8F%8C+%E7%A2%B3%26&page=2',
    );
    expect(courseListPath({ category: null, page: 1 })).toBe('/courses');
    expect(columnPath({ slug: 'xyxs' }, 3)).toBe('/xyxs/?page=3');
    expect(coursePath({ slug: 'a/b' })).toBe('/courses/a%2Fb');
    expect(inquirePath({ news: 26394 })).toBe('/inquire?news=26394');
    expect(mapHref('学府大道 19 号')).toMatch(/^https:\/\/uri\.amap\.com\/search\?keyword=%E5/);
  });

  test.each([
    ['023-6276-2687 转 801', 'tel:+862362762687,801'],
    ['138-1234-5475', 'tel:+8613812345475'],
    ['12345', 'tel:12345'],
    ['javascript:alert(1)', 'tel:1'],
  ])('%s is dialled as %s', (number, href) => expect(dialHref(number)).toBe(href));

  test('a record of the police leads to its page, words without digits nowhere', () => {
    expect(psbHref('渝公网安备 50010802001234号')).toBe(
      'https://beian.mps.gov.cn/#/query/webSearch?code=50010802001234',
    );
    expect(psbHref('办理中')).toBeNull();
  });

  test.each([
    ['2', 2], ['999', 999], ['1000', 1], ['0', 1], ['-1', 1], ['1e2', 1], ['2 ', 1], [undefined, 1], [['2'], 1], ['２', 1],
  ])('page %j is %i', (value, page) => expect(pageNumber(value)).toBe(page)); // prettier-ignore
});

describe('the form', () => {
  test('groups courses by category in the order given', () => {
    const course = (slug: string, category: string) => ({
      slug,
      title: slug,
      category: { slug: category, name: category },
    });
    expect(groupCourses([course('a', 'x'), course('b', 'y'), course('c', 'x')])).toEqual([
      {
        name: 'x',
        courses: [
          { slug: 'a', title: 'a' },
          { slug: 'c', title: 'c' },
        ],
      },
      { name: 'y', courses: [{ slug: 'b', title: 'b' }] },
    ]);
  });

  test.each([
    [{ title: 't', tags: ['委托培训', '成渝'] }, '成渝'],
    [{ title: 't', tags: ['现场教学'] }, ''],
    [{ title: '短题', tags: [] }, '短题'],
    [{ title: '长'.repeat(61), tags: [] }, ''],
  ])('suggests from %j the theme %j', (piece, topic) => expect(suggestedTopic(piece)).toBe(topic));

  test('says in the browser what the server would say', () => {
    expect(FIELD_MESSAGES.organization?.missing).toBe('请填写单位名称');
    expect(FIELD_MESSAGES.consent?.missing).toMatch(/同意/);
    for (const texts of Object.values(FIELD_MESSAGES))
      for (const text of Object.values(texts)) expect(text).not.toBe('');
  });
});

describe('feeds', () => {
  const piece = {
    id: 1, column: { slug: 'xyxs', name: 'x' }, title: '<a> & "b"\u0007', source: null, publishedAt: new Date(0), summary: ']]>', tags: [], views: 0,
  }; // prettier-ignore

  test('escape what XML would read, and leave out what it cannot hold', () => {
    const feed = atomFeed('https://x.cn', '中心', [piece]);
    expect(feed).toContain('<title>&lt;a&gt; &amp; &quot;b&quot;</title>');
    expect(feed).toContain('<author><name>中心</name></author>');
    expect(feed).toContain('<summary>]]&gt;</summary>');
  });

  test('an empty feed and sitemap are well-formed', () => {
    expect(atomFeed('https://x.cn', '中心', [])).toContain('<updated>1970-01-01T00:00:00.000Z</updated>');
    expect(sitemap('https://x.cn', [{ path: '/a&b' }])).toContain('<loc>https://x.cn/a&amp;b</loc></url>');
  });
});
