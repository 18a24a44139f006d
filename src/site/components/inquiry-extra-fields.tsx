import type { InquiryFormField } from '../../inquiries/inquiry-form.js';
import { TRAINING_FORMATS } from '../../inquiries/inquiry.js';
import { Choices, Field, type FormState } from './field.js';

const EXTRA_FIELDS: InquiryFormField[] = [
  'position',
  'email',
  'audience',
  'headcount',
  'days',
  'preferredMonth',
  'format',
  'lodging',
  'budgetPerPersonDay',
  'message',
];

const LODGING = { true: '需要', false: '不需要' };

/** What helps with the programme but keeps nobody from asking. Opens by itself when it holds a value or a problem. */
export function InquiryExtraFields({ form }: { form: FormState }) {
  const open = EXTRA_FIELDS.some(
    (field) => (form.values[field] ?? '') !== '' || form.problems.some((problem) => problem.field === field),
  );
  return (
    <details class="extra" open={open}>
      <summary>补充信息（选填，有助于我们准备方案）</summary>
      <div class="fields">
        <Field name="position" form={form}>
          {(control) => <input {...control} type="text" autocomplete="organization-title" maxLength={200} />}
        </Field>
        <Field name="email" form={form} hint="用于接收回执">
          {(control) => <input {...control} type="email" autocomplete="email" maxLength={320} />}
        </Field>
        <Field name="audience" form={form} hint="例如：乡镇分管负责同志、新录用公务员" wide>
          {(control) => <input {...control} type="text" maxLength={1000} />}
        </Field>
        <Field name="headcount" form={form} hint="单位：人">
          {(control) => <input {...control} type="text" inputMode="numeric" maxLength={40} />}
        </Field>
        <Field name="days" form={form} hint="单位：天，可填 2.5">
          {(control) => <input {...control} type="text" inputMode="decimal" maxLength={40} />}
        </Field>
        <Field name="preferredMonth" form={form} hint="例如：2027-03">
          {(control) => <input {...control} type="month" maxLength={40} />}
        </Field>
        <Field name="budgetPerPersonDay" form={form} hint="单位：元，每人每天">
          {(control) => <input {...control} type="text" inputMode="decimal" maxLength={40} />}
        </Field>
        <Choices name="format" form={form} choices={TRAINING_FORMATS} />
        <Choices name="lodging" form={form} choices={LODGING} />
        <Field name="message" form={form} hint="例如：希望安排的现场教学点、时间上的限制" wide>
          {({ value, ...control }) => (
            // The parser drops one line break after the tag: one typed first would be lost.
            <textarea {...control} rows={5} maxLength={8000}>
              {value.startsWith('\n') ? `\n${value}` : value}
            </textarea>
          )}
        </Field>
      </div>
    </details>
  );
}
