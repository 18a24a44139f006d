import { INQUIRY_FIELD_LABELS as LABELS } from '../../inquiries/inquiry-form.js';
import type { Inquiry } from '../../inquiries/inquiry-view.js';
import { TRAINING_FORMATS } from '../../inquiries/inquiry.js';
import { parsePhone } from '../../kernel/phone.js';

/** One line of a request as people read it. */
export interface Fact {
  label: string;
  value: string;
  /** Set where the value is something to tap. */
  href?: string;
}

/** Every answer the visitor gave, in the order of the form; what was left empty is left out. */
export function factsOf(inquiry: Inquiry): Fact[] {
  const phone = parsePhone(inquiry.phone);
  const facts: (Fact | null)[] = [
    { label: LABELS.organization, value: inquiry.organization },
    fact(LABELS.contactName, inquiry.contactName),
    fact(LABELS.position, inquiry.position),
    phone.kind === 'phone'
      ? { label: LABELS.phone, value: phone.display, href: `tel:${phone.dial}` }
      : fact(LABELS.phone, inquiry.phone),
    inquiry.email === null
      ? null
      : { label: LABELS.email, value: inquiry.email, href: mailtoHref(inquiry.email) },
    fact(LABELS.courseSlug, inquiry.course?.title),
    fact(LABELS.topic, inquiry.topic),
    fact(LABELS.audience, inquiry.audience),
    fact(LABELS.headcount, inquiry.headcount, ' 人'),
    fact(LABELS.days, inquiry.days, ' 天'),
    fact(LABELS.preferredMonth, monthText(inquiry.preferredMonth)),
    fact(LABELS.format, inquiry.format && TRAINING_FORMATS[inquiry.format]),
    inquiry.lodging === null ? null : { label: LABELS.lodging, value: inquiry.lodging ? '是' : '否' },
    fact(LABELS.budgetPerPersonDay, inquiry.budgetPerPersonDay, ' 元'),
  ];
  return facts.filter((item) => item !== null);
}

/** A typed address must not bring recipients or texts of its own into the link (RFC 6068). */
function mailtoHref(address: string): string {
  const [local = '', domain = ''] = address.split('@');
  return `mailto:${encodeURIComponent(local)}@${encodeURIComponent(domain)}`;
}

/** Where staff open the request. */
export function consoleUrl(publicUrl: string, reference: string): string {
  return `${publicUrl}/console/inquiries/${reference}`;
}

function fact(label: string, value: string | number | null | undefined, unit = ''): Fact | null {
  return value === null || value === undefined || value === '' ? null : { label, value: `${value}${unit}` };
}

function monthText(month: string | null): string | null {
  const [year, number] = month?.split('-') ?? [];
  return year === undefined || number === undefined ? null : `${year} 年 ${Number(number)} 月`;
}
