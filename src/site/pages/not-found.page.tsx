import { MessagePage } from '../components/message-page.js';
import type { SiteContext } from '../site-context.view.js';

export function NotFoundPage({ site }: { site: SiteContext }) {
  return (
    <MessagePage site={site} title="没有找到这个页面">
      <p>地址可能有误，也可能内容已经下线。您可以从下面几处继续。</p>
    </MessagePage>
  );
}
