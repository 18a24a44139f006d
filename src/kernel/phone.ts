import { toHalfWidth } from './text.js';

/** A number one can call. */
export interface Phone {
  readonly kind: 'phone';
  /**
   * For storing and comparing: `13657615475`; `023-62762687`, with extension `023-62762687-801`; `4001234567`,
   * `4001234567-12`; outside the mainland `+85221234567` (E.164).
   */
  readonly canonical: string;
  /** The last four digits of the number itself, never of its extension. */
  readonly lastFour: string;
  /** For people: `136-5761-5475`, `023-6276-2687 转 801`, `400-123-4567`. */
  readonly display: string;
  /** For a link, after `tel:`; a comma is a pause before the extension: `+862362762687,801`. */
  readonly dial: string;
}

export interface PhoneProblem {
  readonly kind: 'problem';
  /** Chinese; says how to mend it. */
  readonly message: string;
}

type Main = Omit<Phone, 'kind'> & { readonly form: 'mobile' | 'landline' | 'service' | 'foreign' };

const MAX_LENGTH = 100;
const MAX_EXTENSION = 6;

const EXAMPLES = '手机（如 136-5761-5475）、带区号的座机（如 023-6276-2687 转 801）或 400 电话';
const MESSAGES = {
  empty: `请填写联系电话：${EXAMPLES}`,
  tooLong: '电话号码太长，请只填一个号码，其他内容写在补充说明里',
  letters: '电话号码请只填数字，称呼等文字写在补充说明里',
  several: '请只填一个号码，其他号码写在补充说明里',
  noAreaCode: '座机号码请加区号，例如 023-6276-2687',
  noPlus: '港澳台及国外号码请以 + 和地区代码开头，例如 +852 2123 4567',
  mobileExtension: '手机号码后面不用填分机号，请去掉后重新填写',
  foreignExtension: '港澳台及国外号码的分机号请写在补充说明里',
  longExtension: `分机号最多 ${MAX_EXTENSION} 位，请核对`,
  unknown: `没有认出这个号码，请填写${EXAMPLES}`,
};

// 13–19 are all in use and the lists of allotted prefixes go stale, so no prefix is listed.
const MOBILE = /^0?(1[3-9]\d{9})$/;
const LANDLINE = /^(010|02\d|0[3-9]\d{2})(\d{7,8})$/;
const SERVICE = /^[48]00\d{7}$/;
const FOREIGN = /^(?:\+|00)(?!86)([1-9]\d{6,14})$/;
const MAINLAND_PREFIX = /^(?:\+|00)86/;
// Hong Kong, Macau and Taiwan, the ones most often typed without their plus.
const LACKS_PLUS = /^\(?(?:852|853|886)(?:\D|\d+$)/;
const LOCAL = /^[2-9]\d{6,7}$/;
const WORDED_EXTENSION =
  /^(.*?)(?:转|轉|分机|分機|extension|ext|x|#)(?:分机|分機)?[号號]?[\s\-.:(]*(\d+)[\s)]*$/iu;
const HYPHENED_EXTENSION = /^(.*)-[\s(]*(\d{1,6})[\s)]*$/u;

/**
 * Reads what a person typed as one telephone number. Takes full-width forms, +86 / 0086 / 86, spaces, dots, brackets and
 * every kind of dash; extensions after 转, 分机, ext, x, # or a hyphen. Sees shapes only: a well-formed number that was
 * never allotted passes. Answers in time linear in the input.
 */
export function parsePhone(text: string): Phone | PhoneProblem {
  if (text.length > MAX_LENGTH) return problem(MESSAGES.tooLong);
  const tidied = tidy(text);
  if (tidied === '') return problem(MESSAGES.empty);
  const [, worded, extension = ''] = WORDED_EXTENSION.exec(tidied) ?? [];
  if (worded !== undefined) {
    const number = readMain(worded);
    if (number) return withExtension(number, extension);
    return problem(explain(extension.length > MAX_EXTENSION ? tidied : worded));
  }
  // Before the number as a whole: 0874-3123456-8 has a seven-digit number and an extension, not eight digits.
  const [, hyphened = '', short = ''] = HYPHENED_EXTENSION.exec(tidied) ?? [];
  const beforeHyphen = readMain(hyphened);
  if (beforeHyphen?.form === 'landline' || beforeHyphen?.form === 'service') {
    return withExtension(beforeHyphen, short);
  }
  const number = readMain(tidied);
  return number ? phone(number) : problem(explain(tidied));
}

/** One alphabet for what people type: ASCII digits, `-` for dashes, round brackets, single spaces, nothing invisible. */
function tidy(text: string): string {
  return (
    toHalfWidth(text)
      // Contact lists wrap a copied number in direction marks (U+202D … U+202C).
      .replace(/\p{Cf}/gu, '')
      .replace(/[【〔[{]/g, '(')
      .replace(/[】〕\]}]/g, ')')
      // 一 and ー are what a Chinese or Japanese keyboard gives for a dash.
      .replace(/[\p{Pd}\u2212_~]|(?<=\d\s?)[一ー](?=\s?\d)/gu, '-')
      .replace(/\s+/g, ' ')
      // Punctuation around the number, the apostrophe of an Excel text cell among it.
      .replace(/^[ '"“”‘’,;:、。]+|[ '"“”‘’,;:、。]+$/g, '')
  );
}

function compact(text: string): string {
  return text.replace(/[\s\-.()]/g, '');
}

function readMain(text: string): Main | null {
  // +44 (0)20…: the trunk zero that is dialled only inside the country.
  const digits = compact(/^\(?(?:\+|00)/.test(text) ? text.replace('(0)', '') : text);
  if (MAINLAND_PREFIX.test(digits)) return readMainland(digits.replace(MAINLAND_PREFIX, ''), true);
  const foreign = FOREIGN.exec(digits)?.[1];
  if (foreign !== undefined) return numberOf('foreign', `+${foreign}`, `+${foreign}`, `+${foreign}`);
  return (
    readMainland(digits, false) ?? (digits.startsWith('86') ? readMainland(digits.slice(2), true) : null)
  );
}

/** @param afterPrefix behind +86 the area code has no 0: +86 23 6276 2687. */
function readMainland(digits: string, afterPrefix: boolean): Main | null {
  const mobile = MOBILE.exec(digits)?.[1];
  if (mobile !== undefined) {
    return numberOf('mobile', mobile, mobile.replace(/^(\d{3})(\d{4})/, '$1-$2-'), `+86${mobile}`);
  }
  if (SERVICE.test(digits)) {
    return numberOf('service', digits, digits.replace(/^(\d{3})(\d{3})/, '$1-$2-'), digits);
  }
  const [, area, local] = LANDLINE.exec(digits) ?? (afterPrefix ? LANDLINE.exec(`0${digits}`) : null) ?? [];
  if (area === undefined || local === undefined) return null;
  const display = `${area}-${local.slice(0, -4)}-${local.slice(-4)}`;
  return numberOf('landline', `${area}-${local}`, display, `+86${area.slice(1)}${local}`);
}

function numberOf(form: Main['form'], canonical: string, display: string, dial: string): Main {
  return { form, canonical, lastFour: canonical.slice(-4), display, dial };
}

function withExtension(number: Main, extension: string): Phone | PhoneProblem {
  if (extension.length > MAX_EXTENSION) {
    return problem(looksLikeNumber(extension) ? MESSAGES.several : MESSAGES.longExtension);
  }
  if (number.form === 'mobile') return problem(MESSAGES.mobileExtension);
  if (number.form === 'foreign') return problem(MESSAGES.foreignExtension);
  return phone({
    ...number,
    canonical: `${number.canonical}-${extension}`,
    display: `${number.display} 转 ${extension}`,
    dial: `${number.dial},${extension}`,
  });
}

function phone({ canonical, lastFour, display, dial }: Main): Phone {
  return { kind: 'phone', canonical, lastFour, display, dial };
}

function problem(message: string): PhoneProblem {
  return { kind: 'problem', message };
}

/** The most helpful message for a text that is no number. */
function explain(text: string): string {
  if (holdsSeveral(text)) return MESSAGES.several;
  if (/\p{L}/u.test(text)) return MESSAGES.letters;
  const digits = compact(text).replace(/^(?:(?:\+|00)86|86(?=1[3-9]))/, '');
  if (LACKS_PLUS.test(text) && /^\d{11,12}$/.test(digits)) return MESSAGES.noPlus;
  const beforeHyphen = HYPHENED_EXTENSION.exec(text)?.[1] ?? '';
  if (LOCAL.test(digits) || LOCAL.test(compact(beforeHyphen))) return MESSAGES.noAreaCode;
  if (/^1[3-9]\d*$/.test(digits) && digits.length !== 11) {
    return `手机号码应为 11 位，您填的是 ${digits.length} 位，请核对`;
  }
  return MESSAGES.unknown;
}

function looksLikeNumber(text: string): boolean {
  return readMain(text) !== null || LOCAL.test(compact(text));
}

function holdsSeveral(text: string): boolean {
  const runs = text.split(/[^\d+\-\s().]+/u).filter((run) => /\d/.test(run));
  const numbers = runs.filter(looksLikeNumber).length;
  // 62762687/88 stands for two lines of one office.
  if (numbers > 1 || (numbers === 1 && /\d ?[/、,;|&] ?\d/.test(text))) return true;
  return runs.some(isPair);
}

/** Two numbers with only a space, dash or bracket between them, or two mobiles with nothing. */
function isPair(run: string): boolean {
  if (/^1[3-9]\d{9}1[3-9]\d{9}$/.test(compact(run))) return true;
  return [...run.matchAll(/[\s\-()]/g)].some(
    ({ index }) => looksLikeNumber(run.slice(0, index)) && looksLikeNumber(run.slice(index + 1)),
  );
}
