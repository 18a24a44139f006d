import { MessagePage } from '../components/message-page.js';
import type { SiteContext } from '../site-context.view.js';

export interface ErrorPageProps {
  site: SiteContext;
  requestId: string;
}

export function ErrorPage({ site, requestId }: ErrorPageProps) {
  return (
    <MessagePage site={site} title="网站暂时出现问题">
      <p>您的操作没有完成，请稍后再试。如果刚才在提交需求，请返回上一页重新提交：内容相同不会重复登记。</p>
      <p class="muted">
        联系我们时，请提供这个记录号：<span class="figures url">{requestId}</span>
      </p>
    </MessagePage>
  );
}
