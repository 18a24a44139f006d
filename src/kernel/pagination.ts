/** One page of a list. `page` counts from 1; `pages` is at least 1, so page 1 of an empty list exists. */
export interface Page<T> {
  items: T[];
  page: number;
  pageSize: number;
  total: number;
  pages: number;
}

/** Wraps the rows of one page; `total` counts the whole list. */
export function pageOf<T>(
  items: T[],
  total: number,
  { page, pageSize }: { page: number; pageSize: number },
): Page<T> {
  return { items, page, pageSize, total, pages: Math.max(1, Math.ceil(total / pageSize)) };
}

/**
 * What a pager shows: first, last, the page and its neighbours, with `'gap'` for a run of two or more left out:
 * `pageWindow(6, 20)` is `[1, 'gap', 5, 6, 7, 'gap', 20]`. A page outside 1…`pages` counts as the nearest inside.
 */
export function pageWindow(page: number, pages: number): (number | 'gap')[] {
  const last = Math.max(1, pages);
  const current = Math.min(Math.max(1, page), last);
  const wanted = [1, current - 1, current, current + 1, last].filter((n) => n >= 1 && n <= last);
  const window: (number | 'gap')[] = [];
  let previous = 0;
  for (const number of new Set(wanted)) {
    // A gap that stands for a single page takes the room of that page and helps less.
    if (number - previous === 2) window.push(number - 1);
    else if (number - previous > 2) window.push('gap');
    window.push(number);
    previous = number;
  }
  return window;
}
