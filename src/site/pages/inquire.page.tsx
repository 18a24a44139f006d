import { InquirySection } from '../components/inquiry-section.js';
import { Layout } from '../components/layout.js';
import type { InquiryFormData } from '../inquiry-form.view.js';
import type { SiteContext } from '../site-context.view.js';

export interface InquirePageProps {
  site: SiteContext;
  form: InquiryFormData;
  /** What the visitor came from: `?course=` or `?news=`. */
  origin: { kind: '课程' | '文章'; title: string; href: string } | null;
}

/** The form on its own, fresh or sent back with problems. */
export function InquirePage({ site, form, origin }: InquirePageProps) {
  const rejected = form.problems.length > 0 || form.notice !== null;
  return (
    <Layout
      site={site}
      title={rejected ? '请核对：提交培训需求' : '提交培训需求'}
      description="填写单位、联系人、电话和培训主题即可提交。工作人员电话与您沟通后，提供培训方案和报价。"
      above={[]}
      here="提交培训需求"
      hidden={rejected}
      form={<InquirySection site={site} form={form} level={1} origin={origin} />}
      script
    >
      {null}
    </Layout>
  );
}
