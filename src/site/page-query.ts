/**
 * The page number of a list, from a query that anybody may have added to (WeChat and campaigns do): what is no
 * number of a page is page one.
 */
export function pageNumber(value: unknown): number {
  return typeof value === 'string' && /^[1-9]\d{0,2}$/.test(value) ? Number(value) : 1;
}
