import { parsePhone } from '../kernel/phone.js';
import {
  cleanLine,
  codePointLength,
  hasControlCharacters,
  isStorable,
  normalizePersonName,
  parseDecimal,
  parseMonth,
  parsePositiveInteger,
  personNameProblem,
  toHalfWidth,
  unitNameProblem,
} from '../kernel/text.js';

/** Upper bounds of what a request may say; beyond them a typing mistake is likelier than a class. */
export const INQUIRY_LIMITS = {
  position: 50,
  topic: 200,
  audience: 200,
  message: 2_000,
  email: 254,
  headcount: 10_000,
  days: 365,
  budgetPerPersonDay: 100_000,
  provenance: 2_000,
} as const;

/** A rule of one field: null when the value is fine, else what is wrong and how to mend it, in Chinese. */
export type Rule = (value: unknown, whole: object) => string | null;

const isAbsent = (value: unknown) => value === undefined || value === null || value === '';

/** An optional field: an empty one is no mistake. */
const optional =
  (rule: Rule): Rule =>
  (value, whole) =>
    isAbsent(value) ? null : rule(value, whole);

const asText =
  (label: string, rule: (text: string) => string | null): Rule =>
  (value) => {
    if (isAbsent(value)) return rule('');
    return typeof value === 'string' ? rule(value) : `${label}应为文字`;
  };

const line = (label: string, max: number): Rule =>
  asText(label, (text) => {
    const clean = cleanLine(text);
    if (!isStorable(clean) || hasControlCharacters(clean))
      return `${label}里有换行或无法识别的字符，请删除后重新填写`;
    const length = codePointLength(clean);
    return length > max ? `${label}最多 ${max} 个字，现在有 ${length} 个字` : null;
  });

const freeText = (label: string, max: number): Rule =>
  asText(label, (text) => {
    if (!isStorable(text)) return `${label}里有无法保存的字符，请删除后重新填写`;
    const length = codePointLength(text);
    return length > max ? `${label}最多 ${max} 个字，现在有 ${length} 个字` : null;
  });

/** Numbers come from programs as numbers and from forms as text such as “约 50 人”. */
const number = (label: string, parse: (text: string) => number | null, hint: string): Rule => {
  const message = `${label}${hint}`;
  return (value) => {
    if (typeof value === 'number') return parse(String(value)) === null ? message : null;
    if (typeof value !== 'string') return message;
    return parse(value) === null ? message : null;
  };
};

const oneOf =
  (label: string, allowed: Record<string, string>): Rule =>
  (value) =>
    typeof value === 'string' && Object.hasOwn(allowed, value)
      ? null
      : `${label}请从${Object.values(allowed).join('、')}中选择`;

export const parseHeadcount = (text: string) => parsePositiveInteger(text, { max: INQUIRY_LIMITS.headcount });
export const parseDays = (text: string) => parseDecimal(text, { max: INQUIRY_LIMITS.days, digits: 1 });
export const parseBudget = (text: string) =>
  parseDecimal(text, { max: INQUIRY_LIMITS.budgetPerPersonDay, digits: 2 });
export const normalizeEmail = (text: string) => toHalfWidth(cleanLine(text));

/** One address, ASCII: QQ's servers offer no SMTPUTF8, so nothing else could be written to. Linear. */
const EMAIL =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/;

const email: Rule = asText('电子邮箱', (text) => {
  const address = normalizeEmail(text);
  const [local = ''] = address.split('@');
  const fits = address.length <= INQUIRY_LIMITS.email; // RFC 5321, 4.5.3.1.3
  const fine =
    fits && EMAIL.test(address) && !local.startsWith('.') && !local.endsWith('.') && !local.includes('..');
  return fine ? null : '电子邮箱格式不对，应形如 name@example.cn；不需要邮件回执时可以留空';
});

const phone: Rule = asText('联系电话', (text) => {
  const parsed = parsePhone(text);
  return parsed.kind === 'problem' ? parsed.message : null;
});

const month: Rule = asText('期望月份', (text) =>
  parseMonth(text) === null ? '期望月份应形如 2027-03（年-月）' : null,
);

const topic: Rule = (value, whole) => {
  const problem = line('培训主题', INQUIRY_LIMITS.topic)(value, whole);
  if (problem !== null) return problem;
  const { courseSlug } = whole as { courseSlug?: unknown };
  const hasTopic = typeof value === 'string' && cleanLine(value) !== '';
  return hasTopic || !isAbsent(courseSlug) ? null : '请选择意向课程，或填写想要的培训主题';
};

/** Provenance is not the visitor's doing, so only its type is checked; what is too long is cut when stored. */
const provenance = (label: string): Rule =>
  optional((value) => (typeof value === 'string' && isStorable(value) ? null : `${label}应为文字`));

/** The rules of every field of a request, by its name in the API. */
export const INQUIRY_RULES = {
  organization: asText('单位名称', (text) => unitNameProblem(cleanLine(text))),
  contactName: asText(
    '联系人',
    (text) => personNameProblem(normalizePersonName(text))?.replace('姓名', '联系人') ?? null,
  ),
  phone,
  position: optional(line('职务', INQUIRY_LIMITS.position)),
  email: optional(email),
  courseSlug: optional(line('意向课程', 100)),
  topic,
  audience: optional(freeText('培训对象', INQUIRY_LIMITS.audience)),
  headcount: optional(
    number('预计人数', parseHeadcount, `应为 1 到 ${INQUIRY_LIMITS.headcount} 的整数，例如 50`),
  ),
  days: optional(number('培训天数', parseDays, '应为不超过 365 的天数，可以有半天，例如 3 或 2.5')),
  preferredMonth: optional(month),
  format: optional(oneOf('培训形式', { onsite: '线下面授', online: '线上', hybrid: '线上线下结合' })),
  lodging: optional((value) => (typeof value === 'boolean' ? null : '是否需要住宿请选择“是”或“否”')),
  budgetPerPersonDay: optional(
    number(
      '人均每天预算',
      parseBudget,
      `应为不超过 ${INQUIRY_LIMITS.budgetPerPersonDay} 的金额（元），例如 450`,
    ),
  ),
  message: optional(freeText('补充说明', INQUIRY_LIMITS.message)),
  landingUrl: provenance('来访网址'),
  referrer: provenance('来源网址'),
  utmSource: provenance('推广来源'),
  utmMedium: provenance('推广媒介'),
  utmCampaign: provenance('推广活动'),
  newsId: optional((value) =>
    Number.isInteger(value) && Number(value) > 0 && Number(value) <= 2_147_483_647
      ? null
      : '来源文章编号应为正整数',
  ),
  accepted: (value: unknown) => (value === true ? null : '请阅读并同意个人信息处理告知书后再提交'),
  noticeVersion: (value: unknown) =>
    typeof value === 'string' && /^[0-9A-Za-z._-]{1,32}$/.test(value)
      ? null
      : '缺少告知书的版本，请刷新页面后重新提交',
} satisfies Record<string, Rule>;
