/**
 * Full-width forms of ASCII (U+FF01–FF5E) and the ideographic space become ASCII: `１３６－Ａ` → `136-A`. For fields that
 * are codes (phone, reference, month, numbers) and for search keys; free text is kept as typed. Narrower than NFKC on
 * purpose: that would also turn `①` into 1 and `²` into 2.
 */
export function toHalfWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ');
}

/** Length as people count: 𠮷 is one character, not two UTF-16 units. */
export function codePointLength(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i += 1) {
    if ((text.codePointAt(i) ?? 0) > 0xffff) {
      length -= 1;
      i += 1;
    }
  }
  return length;
}

/** Whether PostgreSQL can store it as text: no NUL, no half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}

/**
 * For single-line fields, after `cleanLine`: controls (C0 with line breaks, DEL, C1), line and paragraph separators, and
 * the bidi controls that can make a name read as something else (UAX #9; CVE-2021-42574).
 */
export function hasControlCharacters(text: string): boolean {
  return /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u.test(text);
}

/**
 * A single-line field as meant: zero-width leftovers of a paste (U+200B, 2060, FEFF, 00AD) go; tabs, ideographic and
 * no-break spaces become spaces; runs of spaces become one; both ends are trimmed. Everything else stays: a joiner may
 * hold an emoji together, and a line break inside is an error to report (`hasControlCharacters`), not to hide.
 */
export function cleanLine(text: string): string {
  return text
    .replace(/[\u200b\u2060\ufeff\u00ad]/g, '')
    .replace(/[\t\u3000\u00a0 ]+/g, ' ')
    .trim();
}

const HAN = String.raw`\p{Script=Han}`;
const DOT_BETWEEN_HAN = new RegExp(`(?<=${HAN}) ?\\. ?(?=${HAN})`, 'gu');
const SHORT_HAN_NAME = new RegExp(`^${HAN}(?: ?${HAN}){1,3}$`, 'u');

/**
 * A person's name with the separator of 民委发〔2016〕33号, U+00B7, whichever of its look-alikes was typed, and without
 * the space people put into a two-character name: `张 三` → `张三`, `买买提•艾力` → `买买提·艾力`. Latin initials
 * (`J. Smith`) stay.
 */
export function normalizePersonName(text: string): string {
  const name = cleanLine(text)
    .replace(/[\u2022\u30fb\uff65\u2027\u0387\u2219\u22c5\uff0e]/g, '\u00b7')
    .replace(DOT_BETWEEN_HAN, '\u00b7')
    .replace(/ ?\u00b7 ?/g, '\u00b7');
  return SHORT_HAN_NAME.test(name) ? name.replaceAll(' ', '') : name;
}

/**
 * What is wrong with a contact's name (normalized before), in Chinese, or null. Generous on purpose: one-part names, all
 * Han extensions, names in other scripts and titles such as 李主任(办公室) pass. 50 characters: 民委发〔2016〕33号.
 */
export function personNameProblem(text: string): string | null {
  return nameProblem(text, '姓名', 1, 50);
}

/** What is wrong with the name of an organisation (cleaned before), in Chinese, or null. 2–100 characters. */
export function unitNameProblem(text: string): string | null {
  return nameProblem(text, '单位名称', 2, 100);
}

function nameProblem(text: string, what: string, min: number, max: number): string | null {
  const length = codePointLength(text);
  if (text.trim() === '') return `请填写${what}`;
  if (length < min) return `${what}至少 ${min} 个字`;
  if (length > max) return `${what}最多 ${max} 个字，现在有 ${length} 个字`;
  if (!isStorable(text) || hasControlCharacters(text))
    return `${what}里有换行或无法识别的字符，请删除后重新填写`;
  if (!/\p{L}/u.test(text)) return `${what}里至少要有一个汉字或字母`;
  return null;
}

// No number or month needs more, and a short input keeps every pattern below cheap.
const MAX_CODE_LENGTH = 40;

function codeOf(text: string): string {
  return text.length > MAX_CODE_LENGTH ? '' : toHalfWidth(text).trim();
}

/** `2027-03` from `2027-03`, `2027/3`, `2027.3`, `2027年3月`, `202703`; null unless a month of 2000–2100. */
export function parseMonth(text: string): string | null {
  const match = /^(\d{4})(?: ?[-–—/.年] ?(\d{1,2}) ?(?:月份?)?|(\d{2}))$/.exec(codeOf(text));
  if (!match) return null;
  const year = Number(match[1]);
  const month = Number(match[2] ?? match[3]);
  if (year < 2000 || year > 2100 || month < 1 || month > 12) return null;
  return `${year}-${String(month).padStart(2, '0')}`;
}

// Units are listed, so that 50万人 or 3个月 is no count of 50 or 3.
const COUNT = /^(?:大约|大概|约)? ?(\d+) ?(?:人次|人|名|位|个)? ?(?:左右)?$/;
const DECIMAL = /^(?:大约|大概|约)? ?(\d+(?:\.(\d+))?) ?(?:天|日|元|学时)? ?(?:左右)?$/;

/** 50 from `50`, `５０`, `约50`, `50 人左右`; null for what is not a whole number of 1…`max`. */
export function parsePositiveInteger(text: string, { max }: { max: number }): number | null {
  return within(Number(COUNT.exec(codeOf(text))?.[1]), max);
}

/** 2.5 from `2.5`, `２．５天`, `约2.5 天`; null unless above 0, at most `max`, with at most `digits` decimals. */
export function parseDecimal(text: string, { max, digits }: { max: number; digits: number }): number | null {
  const match = DECIMAL.exec(codeOf(text));
  const decimals = match?.[2]?.replace(/0+$/, '') ?? '';
  return decimals.length > digits ? null : within(Number(match?.[1]), max);
}

/** NaN fails both comparisons. */
function within(value: number, max: number): number | null {
  return value > 0 && value <= max && Number.isFinite(value) ? value : null;
}

// An ASCII mark counts only where no word goes on: the ? of a URL ends no sentence, the comma of 1,200 no clause.
const SENTENCE_END = /(?:[。！？；]|[!?;](?![\w/=&%-]))[”’」』）)》]*/gu;
const CLAUSE_END = /[，、：—…]|[,:](?![\w/])/gu;

/**
 * The beginning of a plain text, at most `max` (≥ 1) code points, white space collapsed: whole sentences if one ends in
 * time, else whole clauses and `…`, else as many characters as fit and `…`. For summaries and meta descriptions.
 */
export function firstSentences(text: string, max: number): string {
  const whole = text.replace(/\s+/g, ' ').trim();
  if (codePointLength(whole) <= max) return whole;
  const characters = Array.from(whole.slice(0, max * 2)).slice(0, max);
  const limit = characters.join('').length;
  // One more character is looked at, since the cut could hide that a word goes on.
  const sentence = [...whole.slice(0, limit + 1).matchAll(SENTENCE_END)]
    .map((match) => match.index + match[0].length)
    .findLast((end) => end <= limit);
  if (sentence !== undefined) return whole.slice(0, sentence);
  const room = characters.slice(0, -1).join('');
  const clause = [...whole.slice(0, limit).matchAll(CLAUSE_END)].findLast(({ index }) => index > 0)?.index;
  return `${room.slice(0, clause).trimEnd()}…`;
}
