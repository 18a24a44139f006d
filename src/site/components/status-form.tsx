import type { Contact } from '../../contact/contact.js';
import type { LookupProblem, LookupRefusal, LookupValues } from '../status-words.view.js';
import { CallLine } from './call-line.js';

interface StatusFormProps {
  values: LookupValues;
  problems: LookupProblem[];
  refusal: LookupRefusal | null;
  contact: Contact;
}

const REFUSALS: Record<LookupRefusal, string> = {
  'not-found': '没有查到。请核对编号和电话后四位，电话是提交时填写的那一个。',
  'too-many': '查询次数过多，请稍后再试。',
};

/** Sent by POST: a reference and part of a phone number do not belong into an address. */
export function StatusForm({ values, problems, refusal, contact }: StatusFormProps) {
  return (
    <>
      <Problems problems={problems} refusal={refusal} contact={contact} />
      <form action="/inquire/status" method="post" class="status-form">
        <Line
          name="reference"
          label="需求编号"
          hint="提交成功时显示，形如 PX-26-7K3M95"
          value={values.reference}
          problems={problems}
          input={{ autoCapitalize: 'characters', maxLength: 200 }}
        />
        <Line
          name="phoneLastFour"
          label="电话后四位"
          hint="提交时填写的联系电话，不含分机号"
          value={values.phoneLastFour}
          problems={problems}
          input={{ inputMode: 'numeric', maxLength: 40 }}
        />
        <p class="form-actions">
          <button type="submit" class="button large">
            查询
          </button>
        </p>
      </form>
    </>
  );
}

function Problems({ problems, refusal, contact }: Omit<StatusFormProps, 'values'>) {
  if (problems.length === 0 && refusal === null) return null;
  return (
    <div class="error-summary" role="alert" tabIndex={-1} autofocus>
      <p class="error-title">{refusal === null ? '请核对以下内容后重新查询' : REFUSALS[refusal]}</p>
      {problems.length > 0 && (
        <ul>
          {problems.map(({ field, message }) => (
            <li key={field}>
              <a href={`#status-${field}`}>{message}</a>
            </li>
          ))}
        </ul>
      )}
      {refusal !== null && <CallLine contact={contact} before="着急办理，或仍然查不到时，请来电：" />}
    </div>
  );
}

interface LineProps {
  name: keyof LookupValues;
  label: string;
  hint: string;
  value: string;
  problems: LookupProblem[];
  input: { autoCapitalize?: 'characters'; inputMode?: 'numeric'; maxLength: number };
}

function Line({ name, label, hint, value, problems, input }: LineProps) {
  const id = `status-${name}`;
  const message = problems.find(({ field }) => field === name)?.message;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
      <p class="field-error" id={`${id}-error`}>
        {message}
      </p>
      <input
        {...input}
        type="text"
        id={id}
        name={name}
        value={value}
        required
        autocomplete="off"
        spellcheck={false}
        aria-describedby={`${id}-hint ${id}-error`}
        aria-invalid={message === undefined ? undefined : 'true'}
      />
    </div>
  );
}
