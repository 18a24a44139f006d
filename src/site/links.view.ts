import { parsePhone } from '../kernel/phone.js';

/** `?a=1&b=2` of what is set, or nothing. */
function query(parameters: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

/** The first page of a list has no number in its address: one page, one address. */
function numbered(page: number | undefined): number | undefined {
  return page === undefined || page <= 1 ? undefined : page;
}

export function coursePath(course: { slug: string }): string {
  return `/courses/${encodeURIComponent(course.slug)}`;
}

export interface CourseListPlace {
  category?: string | null | undefined;
  tag?: string | null | undefined;
  page?: number | undefined;
}

export function courseListPath({ category, tag, page }: CourseListPlace = {}): string {
  return `/courses${query({ category, tag, page: numbered(page) })}`;
}

export function columnPath(column: { slug: string }, page?: number): string {
  return `/${column.slug}/${query({ page: numbered(page) })}`;
}

/** The standalone request form, with the course or the article it is about. */
export function inquirePath(about: { course?: string | undefined; news?: number | undefined } = {}): string {
  return `/inquire${query(about)}`;
}

/** `tel:` with the number as a telephone wants it; a text that is no number is dialled as it stands. */
export function dialHref(number: string): string {
  const phone = parsePhone(number);
  return `tel:${phone.kind === 'phone' ? phone.dial : number.replace(/[^\d+]/g, '')}`;
}

/** A search on AMap (高德地图): opens the app on a phone, the web map elsewhere. A link only, never an embed. */
export function mapHref(keyword: string): string {
  return `https://uri.amap.com/search${query({ keyword })}`;
}

/** The address of a 公安备案 record; null when the text holds no digits. */
export function psbHref(psbNumber: string): string | null {
  const code = psbNumber.replace(/\D/g, '');
  return code === '' ? null : `https://beian.mps.gov.cn/#/query/webSearch?code=${code}`;
}
