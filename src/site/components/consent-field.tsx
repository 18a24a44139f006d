import { fieldId } from '../inquiry-form.view.js';
import { controlOf, FieldNotes, type FormState, problemOf } from './field.js';

/** Notice before consent (PIPL art. 14, 17): what for, how long, which rights, and where the whole text is. */
export function ConsentField({ form }: { form: FormState }) {
  const message = problemOf('consent', form.problems);
  const control = controlOf('consent', form, undefined, true, message);
  const id = fieldId('consent');
  return (
    <div class="field wide consent">
      <p class="notice" id={`${id}-notice`}>
        {
          '您填写的单位、联系人和联系方式只用于答复本次需求、准备培训方案和后续联络，保存到最后一次联络后\u00a03\u00a0年。'
        }
        您可以随时查询、更正、删除或撤回同意，办法见
        <a href="/privacy" target="_blank" rel="noopener">
          《个人信息处理告知书》
        </a>
        。
      </p>
      <FieldNotes id={id} message={message} />
      <label class="choice">
        <input
          {...control}
          aria-describedby={`${id}-notice ${control['aria-describedby']}`}
          type="checkbox"
          value="true"
          checked={form.values.consent === 'true'}
        />
        <span>我已阅读并同意中心按上述说明处理我填写的个人信息</span>
      </label>
    </div>
  );
}
