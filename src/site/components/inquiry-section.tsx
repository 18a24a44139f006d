import { CallLine } from './call-line.js';
import type { SiteContext } from '../site-context.view.js';
import type { InquiryFormData } from '../inquiry-form.view.js';
import { InquiryForm } from './inquiry-form.js';

interface InquirySectionProps {
  site: SiteContext;
  form: InquiryFormData;
  /** The heading's level follows the page: 1 on the form's own page. */
  level?: 1 | 2;
  /** The course or article the request comes from, where the page does not show it. */
  origin?: { kind: '课程' | '文章'; title: string; href: string } | null;
}

/** The form with what to expect from it beside it. */
export function InquirySection({ site, form, level = 2, origin = null }: InquirySectionProps) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <section class="inquiry-section" id="inquiry" aria-labelledby="inquiry-heading">
      <div class="wrap">
        <div class="inquiry-intro">
          <Heading id="inquiry-heading">提交培训需求</Heading>
          {origin !== null && (
            <p>
              您从{origin.kind}
              <a href={origin.href}>《{origin.title}》</a>
              进入本页，提交后我们会看到这一来源。
            </p>
          )}
          <p>
            由单位填写，只需几项。提交后您会得到一个编号，工作人员按您留下的电话与您沟通，再提供培训方案和报价。
          </p>
          <p>提交需求不产生费用，也不构成签约。网站不收取任何款项。</p>
          <CallLine contact={site.contact} before="也可以直接来电：" />
        </div>
        <InquiryForm site={site} form={form} />
      </div>
    </section>
  );
}
