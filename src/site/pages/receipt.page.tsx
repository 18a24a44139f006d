import { Layout } from '../components/layout.js';
import { InquiryReceipt, type ReceiptFacts } from '../components/receipt.js';
import type { SiteContext } from '../site-context.view.js';

export interface ReceiptPageProps {
  site: SiteContext;
  receipt: ReceiptFacts;
}

/** Right after sending without JavaScript. */
export function ReceiptPage({ site, receipt }: ReceiptPageProps) {
  return (
    <Layout
      site={site}
      title={`已收到您的培训需求（${receipt.reference}）`}
      description="培训需求已提交。"
      above={[]}
      here="提交成功"
      hidden
      script
    >
      <div class="wrap page narrow">
        <InquiryReceipt contact={site.contact} receipt={receipt} />
        <p class="after-receipt">
          <a href="/courses">继续查看培训课程</a>
          <a href="/">返回首页</a>
        </p>
      </div>
    </Layout>
  );
}
