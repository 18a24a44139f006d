import { MessagePage } from '../components/message-page.js';
import type { SiteContext } from '../site-context.view.js';

/** `/console/` until the staff console is there. */
export function ConsoleSoonPage({ site }: { site: SiteContext }) {
  return (
    <MessagePage site={site} title="工作台尚未启用">
      <p>这里是中心工作人员的入口，目前还没有启用。访客无需登录：提交需求和查询进度都不用账号。</p>
    </MessagePage>
  );
}
