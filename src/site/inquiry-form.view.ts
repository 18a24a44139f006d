import type { CourseSummary } from '../courses/course.js';
import type { InquiryFormField, InquiryFormValues } from '../inquiries/inquiry-form.js';
import { INQUIRY_RULES, type Rule } from '../inquiries/inquiry-rules.js';
import { codePointLength } from '../kernel/text.js';
import type { NewsSummary } from '../news/news.js';

/** The form's hidden fields; their values are text as well. */
export const INQUIRY_HIDDEN_FIELDS = [
  'idempotencyKey',
  'newsId',
  'fromPath',
  'noticeVersion',
  'landingUrl',
  'referrer',
  'utmSource',
  'utmMedium',
  'utmCampaign',
] as const;

export type InquiryHiddenField = (typeof INQUIRY_HIDDEN_FIELDS)[number];

/** Stands in rendered (cached) pages where each response gets its own key. */
export const IDEMPOTENCY_KEY_PLACEHOLDER = '%IDEMPOTENCY_KEY%';

/** One course category of the select, in the order of the catalogue. */
export interface CourseGroup {
  name: string;
  courses: Pick<CourseSummary, 'slug' | 'title'>[];
}

export interface InquiryFormProblem {
  field: InquiryFormField;
  message: string;
}

/** What the form shows. `values` come back exactly as typed; `notice` is about the whole form, such as a limit reached. */
export interface InquiryFormData {
  courseGroups: CourseGroup[];
  values: InquiryFormValues;
  problems: InquiryFormProblem[];
  newsId: number | null;
  /** What a form that was sent brings back of its hidden fields; a fresh one has its own. */
  hidden: Partial<Record<InquiryHiddenField, string | undefined>>;
  notice: string | null;
}

/** An empty form, or one that already knows its course, topic or article. */
export function freshForm(
  courseGroups: CourseGroup[],
  about: { values?: InquiryFormValues; newsId?: number } = {},
): InquiryFormData {
  return {
    courseGroups,
    values: about.values ?? {},
    problems: [],
    newsId: about.newsId ?? null,
    hidden: {},
    notice: null,
  };
}

/** Published courses by category, both in the order given. */
export function groupCourses(courses: Pick<CourseSummary, 'slug' | 'title' | 'category'>[]): CourseGroup[] {
  const groups = new Map<string, CourseGroup>();
  for (const { slug, title, category } of courses) {
    const group = groups.get(category.slug) ?? { name: category.name, courses: [] };
    group.courses.push({ slug, title });
    groups.set(category.slug, group);
  }
  return [...groups.values()];
}

const LONGEST_TOPIC = 60;
/** Tags about training itself (委托培训, 现场教学) name no theme of a class. */
const ABOUT_TRAINING = /培训|教学/u;

/** The theme a request from an article starts with: its first tag that names a theme, else a short title, else none. */
export function suggestedTopic(piece: Pick<NewsSummary, 'title' | 'tags'>): string {
  const tag = piece.tags.find((text) => !ABOUT_TRAINING.test(text));
  if (tag !== undefined) return tag;
  const { title } = piece;
  return piece.tags.length === 0 && codePointLength(title) <= LONGEST_TOPIC ? title : '';
}

/** What the browser says about a field before the server does: the server's own words. */
export const FIELD_MESSAGES: Partial<Record<InquiryFormField, { missing?: string; invalid?: string }>> = {
  organization: { missing: words(INQUIRY_RULES.organization, '') },
  contactName: { missing: words(INQUIRY_RULES.contactName, '') },
  phone: { missing: words(INQUIRY_RULES.phone, ''), invalid: words(INQUIRY_RULES.phone, '0') },
  topic: { missing: words(INQUIRY_RULES.topic, '') },
  email: { invalid: words(INQUIRY_RULES.email, '@') },
  consent: { missing: words(INQUIRY_RULES.accepted, false) },
};

function words(rule: Rule, value: unknown): string {
  return rule(value, {}) ?? '';
}

export function fieldId(field: InquiryFormField): string {
  return `inquiry-${field}`;
}
