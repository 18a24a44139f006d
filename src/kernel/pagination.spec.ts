import { describe, expect, it } from '@jest/globals';
import { pageOf, pageWindow } from './pagination.js';

describe('pageOf', () => {
  it.each([
    [0, 20, 1],
    [1, 20, 1],
    [20, 20, 1],
    [21, 20, 2],
    [1_000_001, 20, 50_001],
  ])('%d rows by %d make %d pages', (total, pageSize, pages) => {
    expect(pageOf(['a'], total, { page: 1, pageSize })).toEqual({
      items: ['a'],
      page: 1,
      pageSize,
      total,
      pages,
    });
  });
});

describe('pageWindow', () => {
  it.each<[number, number, (number | 'gap')[]]>([
    [1, 1, [1]],
    [1, 0, [1]],
    [1, 2, [1, 2]],
    [2, 3, [1, 2, 3]],
    [1, 5, [1, 2, 'gap', 5]],
    [3, 5, [1, 2, 3, 4, 5]],
    [4, 7, [1, 2, 3, 4, 5, 6, 7]],
    [5, 20, [1, 'gap', 4, 5, 6, 'gap', 20]],
    [4, 20, [1, 2, 3, 4, 5, 'gap', 20]],
    [17, 20, [1, 'gap', 16, 17, 18, 19, 20]],
    [20, 20, [1, 'gap', 19, 20]],
    [99, 20, [1, 'gap', 19, 20]],
    [-3, 20, [1, 2, 'gap', 20]],
    [500_000, 1_000_000, [1, 'gap', 499_999, 500_000, 500_001, 'gap', 1_000_000]],
  ])('page %d of %d', (page, pages, window) => {
    expect(pageWindow(page, pages)).toEqual(window);
  });

  it('ascends, leaves no page out without a gap, and never gaps one page', () => {
    for (let pages = 1; pages <= 15; pages += 1) {
      for (let page = 1; page <= pages; page += 1) {
        const window = pageWindow(page, pages);
        expect(window).toContain(page);
        window.forEach((entry, i) => {
          const [before, after] = [window[i - 1], window[i + 1]];
          if (entry === 'gap') expect(Number(after) - Number(before)).toBeGreaterThan(2);
          else if (typeof before === 'number') expect(entry).toBe(before + 1);
        });
      }
    }
  });
});
