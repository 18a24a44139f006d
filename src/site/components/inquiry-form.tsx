import type { SiteContext } from '../site-context.view.js';
import {
  type CourseGroup,
  IDEMPOTENCY_KEY_PLACEHOLDER,
  INQUIRY_HIDDEN_FIELDS,
  type InquiryFormData,
} from '../inquiry-form.view.js';
import { ConsentField } from './consent-field.js';
import { ErrorSummary } from './error-summary.js';
import { type ControlAttributes, Field } from './field.js';
import { InquiryExtraFields } from './inquiry-extra-fields.js';
import { ReceiptTemplate } from './receipt.js';

/** The request form. Complete without JavaScript; `assets/inquiry-form.ts` takes over where it can. */
export function InquiryForm({ site, form }: { site: SiteContext; form: InquiryFormData }) {
  const { contact } = site;
  const [pathname = '/'] = site.path.split('?');
  const hidden: InquiryFormData['hidden'] = {
    idempotencyKey: IDEMPOTENCY_KEY_PLACEHOLDER,
    newsId: form.newsId === null ? '' : String(form.newsId),
    fromPath: pathname,
    noticeVersion: contact.noticeVersion,
    ...form.hidden,
  };
  return (
    <div class="inquiry" data-inquiry data-call={contact.phones.map((phone) => phone.number).join(' 或 ')}>
      {/* Not /inquire itself: its POST would throw the stored page away, and Back would bring another key. */}
      <form action="/inquire?send" method="post" class="inquiry-form">
        {INQUIRY_HIDDEN_FIELDS.map((name) => (
          <input key={name} type="hidden" name={name} value={hidden[name] ?? ''} />
        ))}
        <ErrorSummary problems={form.problems} notice={form.notice} />
        <div class="fields">
          <Field name="organization" form={form} required wide>
            {(control) => <input {...control} type="text" autocomplete="organization" maxLength={400} />}
          </Field>
          <Field name="contactName" form={form} required hint="例如：张老师">
            {(control) => <input {...control} type="text" autocomplete="name" maxLength={200} />}
          </Field>
          <Field name="phone" form={form} required hint="手机，或带区号的座机">
            {(control) => (
              <input {...control} type="tel" inputMode="tel" autocomplete="tel" maxLength={200} />
            )}
          </Field>
          <Field name="courseSlug" form={form} hint="可以不选，直接填写主题">
            {(control) => <CourseSelect control={control} groups={form.courseGroups} />}
          </Field>
          <Field name="topic" form={form} hint="没有选定课程时必填">
            {(control) => <input {...control} type="text" maxLength={1000} />}
          </Field>
        </div>
        <InquiryExtraFields form={form} />
        <ConsentField form={form} />
        <p class="form-actions">
          <button type="submit" class="button large">
            提交培训需求
          </button>
        </p>
        <p class="form-status" role="alert" data-status></p>
      </form>
      <output class="visually-hidden" data-live></output>
      <ReceiptTemplate contact={contact} />
    </div>
  );
}

function CourseSelect({ control, groups }: { control: ControlAttributes; groups: CourseGroup[] }) {
  const { value, ...attributes } = control;
  return (
    <select {...attributes}>
      <option value="">尚未确定 / 其他主题</option>
      {groups.map((group) => (
        <optgroup key={group.name} label={group.name}>
          {group.courses.map((course) => (
            <option key={course.slug} value={course.slug} selected={course.slug === value}>
              {course.title}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}
