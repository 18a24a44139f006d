import type { ComponentChildren } from 'preact';
import {
  INQUIRY_FIELD_LABELS,
  type InquiryFormField,
  type InquiryFormValues,
} from '../../inquiries/inquiry-form.js';
import { FIELD_MESSAGES, fieldId, type InquiryFormProblem } from '../inquiry-form.view.js';

/** What a control takes over from its field. The `data-` texts are the browser's messages. */
export interface ControlAttributes {
  id: string;
  name: InquiryFormField;
  value: string;
  required: boolean;
  'aria-describedby': string;
  'aria-invalid': 'true' | undefined;
  'data-missing': string | undefined;
  'data-invalid': string | undefined;
}

export interface FormState {
  values: InquiryFormValues;
  problems: InquiryFormProblem[];
}

interface FieldProps {
  name: InquiryFormField;
  form: FormState;
  hint?: string;
  required?: boolean;
  /** Takes the whole row where fields stand side by side. */
  wide?: boolean;
  children: (control: ControlAttributes) => ComponentChildren;
}

/** Label, hint, message and control, tied together. The empty message is there for the browser to fill. */
export function Field({ name, form, hint, required = false, wide = false, children }: FieldProps) {
  const id = fieldId(name);
  const message = problemOf(name, form.problems);
  return (
    <div class={`field${wide ? ' wide' : ''}`}>
      <label for={id}>
        {INQUIRY_FIELD_LABELS[name]}
        {required && <span class="required">必填</span>}
      </label>
      <FieldNotes id={id} hint={hint} message={message} />
      {children(controlOf(name, form, hint, required, message))}
    </div>
  );
}

interface ChoicesProps {
  name: InquiryFormField;
  form: FormState;
  choices: Record<string, string>;
}

/** One of a few, as radio buttons. The first button bears the field's id, where an error leads. */
export function Choices({ name, form, choices }: ChoicesProps) {
  const id = fieldId(name);
  const message = problemOf(name, form.problems);
  const control = controlOf(name, form, undefined, false, message);
  return (
    <fieldset class="field" aria-describedby={control['aria-describedby']}>
      <legend>{INQUIRY_FIELD_LABELS[name]}</legend>
      <FieldNotes id={id} message={message} />
      <div class="choices">
        {Object.entries(choices).map(([value, label], index) => (
          <label key={value} class="choice">
            <input
              type="radio"
              id={index === 0 ? id : `${id}-${value}`}
              name={name}
              value={value}
              checked={form.values[name] === value}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function FieldNotes({
  id,
  hint,
  message,
}: {
  id: string;
  hint?: string | undefined;
  message: string;
}) {
  return (
    <>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <p class="field-error" id={`${id}-error`}>
        {message}
      </p>
    </>
  );
}

export function problemOf(name: InquiryFormField, problems: InquiryFormProblem[]): string {
  return problems.find((problem) => problem.field === name)?.message ?? '';
}

export function controlOf(
  name: InquiryFormField,
  form: FormState,
  hint: string | undefined,
  required: boolean,
  message: string,
): ControlAttributes {
  const id = fieldId(name);
  return {
    id,
    name,
    value: form.values[name] ?? '',
    required,
    'aria-describedby': hint === undefined ? `${id}-error` : `${id}-hint ${id}-error`,
    'aria-invalid': message === '' ? undefined : 'true',
    'data-missing': FIELD_MESSAGES[name]?.missing,
    'data-invalid': FIELD_MESSAGES[name]?.invalid,
  };
}
