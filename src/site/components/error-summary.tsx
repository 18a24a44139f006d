import { fieldId, type InquiryFormProblem } from '../inquiry-form.view.js';

/**
 * What is wrong, at the top, each point leading to its field. Always there, so that the browser can fill it too. A page
 * that arrives with problems starts here (`autofocus`).
 */
export function ErrorSummary({
  problems,
  notice,
}: {
  problems: InquiryFormProblem[];
  notice: string | null;
}) {
  const needed = problems.length > 0 || notice !== null;
  return (
    <div class="error-summary" role="alert" tabIndex={-1} hidden={!needed} autofocus={needed} data-summary>
      <p class="error-title" data-summary-title>
        {notice ?? '请核对以下内容后重新提交'}
      </p>
      <ul>
        {problems.map(({ field, message }) => (
          <li key={field}>
            <a href={`#${fieldId(field)}`}>{message}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
