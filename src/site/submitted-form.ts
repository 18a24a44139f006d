import { createHash } from 'node:crypto';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { flattenErrors } from '../platform/http/validation.js';
import { CreateInquiryDto } from '../inquiries/inquiries.dto.js';
import {
  INQUIRY_FORM_FIELDS,
  type InquiryFormField,
  type InquiryFormValues,
} from '../inquiries/inquiry-form.js';
import { randomToken } from '../kernel/ids.js';
import {
  INQUIRY_HIDDEN_FIELDS,
  type InquiryFormData,
  type InquiryFormProblem,
  type InquiryHiddenField,
} from './inquiry-form.view.js';

/** A form as a browser without our script sends it: text only, nothing checked yet. */
export interface SubmittedForm {
  values: InquiryFormValues;
  hidden: Partial<Record<InquiryHiddenField, string>>;
}

/**
 * Reads the fields we know from a urlencoded body; of a field sent twice the first value counts.
 *
 * @param pageUrl where the form stood, as the browser told; without a script the only trace of a campaign
 */
export function readForm(body: unknown, pageUrl: string | null): SubmittedForm {
  const given = new Map(Object.entries(typeof body === 'object' && body !== null ? body : {}));
  const text = (name: string): string | undefined => {
    const value: unknown = given.get(name);
    const first: unknown = Array.isArray(value) ? value[0] : value;
    return typeof first === 'string' ? first : undefined;
  };
  const pick = <Name extends string>(names: readonly Name[]) => {
    const found: Partial<Record<Name, string>> = {};
    for (const name of names) {
      const value = text(name);
      // A browser sends line breaks as CRLF, whatever was typed.
      if (value !== undefined) found[name] = name === 'message' ? value.replaceAll('\r\n', '\n') : value;
    }
    return found;
  };
  const hidden = pick(INQUIRY_HIDDEN_FIELDS);
  const page = pageUrl === null ? null : URL.parse(pageUrl);
  const utm = (name: string) => page?.searchParams.get(name) ?? '';
  const visit = {
    landingUrl: hidden.landingUrl || (pageUrl ?? ''),
    utmSource: hidden.utmSource || utm('utm_source'),
    utmMedium: hidden.utmMedium || utm('utm_medium'),
    utmCampaign: hidden.utmCampaign || utm('utm_campaign'),
  };
  return { values: pick(INQUIRY_FORM_FIELDS), hidden: { ...hidden, ...visit } };
}

/** The same request as the API takes it. */
export function toDto({ values, hidden }: SubmittedForm): CreateInquiryDto {
  const { consent, lodging, ...fields } = values;
  const newsId = /^[1-9]\d{0,9}$/.test(hidden.newsId ?? '') ? Number(hidden.newsId) : undefined;
  const source = withoutEmpty({
    newsId: newsId !== undefined && newsId <= 2_147_483_647 ? newsId : undefined,
    landingUrl: hidden.landingUrl,
    referrer: hidden.referrer,
    utmSource: hidden.utmSource,
    utmMedium: hidden.utmMedium,
    utmCampaign: hidden.utmCampaign,
  });
  const plain = {
    ...withoutEmpty(fields),
    ...(lodging === 'true' || lodging === 'false'
      ? { lodging: lodging === 'true' }
      : withoutEmpty({ lodging })),
    source,
    consent: { accepted: consent === 'true', noticeVersion: hidden.noticeVersion ?? '' },
  };
  return plainToInstance(CreateInquiryDto, plain);
}

/** Every problem of the form, each beside a field that people can see. */
export async function problemsOf(dto: CreateInquiryDto): Promise<InquiryFormProblem[]> {
  const errors = await validate(dto, { stopAtFirstError: true, forbidUnknownValues: true });
  return flattenErrors(errors).map(({ field, message }) => ({ field: visibleField(field), message }));
}

export function visibleField(field: string): InquiryFormField {
  return INQUIRY_FORM_FIELDS.find((name) => name === field) ?? 'consent';
}

/** What a form that comes back carries on: the key of its page, and where the visit began. */
export function carriedOn({ hidden }: SubmittedForm): InquiryFormData['hidden'] {
  const { landingUrl, referrer, utmSource, utmMedium, utmCampaign } = hidden;
  return { idempotencyKey: pageKey(hidden), landingUrl, referrer, utmSource, utmMedium, utmCampaign };
}

/**
 * The page's own key together with what was typed: pressing the button twice sends one request, changing
 * something and sending again sends another one. Nobody without a script can react to a 422.
 */
export function formKey({ values, hidden }: SubmittedForm): string {
  const typed = createHash('sha256').update(JSON.stringify(Object.entries(values).sort()));
  return `${pageKey(hidden)}.${typed.digest('base64url').slice(0, 22)}`;
}

function pageKey({ idempotencyKey = '' }: SubmittedForm['hidden']): string {
  return /^[\x21-\x7e]{8,128}$/.test(idempotencyKey) ? idempotencyKey : randomToken(16);
}

function withoutEmpty<T extends object>(object: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined && value !== ''),
  ) as Partial<T>;
}
