import { MessagePage } from '../components/message-page.js';
import type { SiteContext } from '../site-context.view.js';

export interface RefusedPageProps {
  site: SiteContext;
  title: string;
  detail: string;
}

/** A request the server cannot work with: malformed, too large, of an unknown kind. */
export function RefusedPage({ site, title, detail }: RefusedPageProps) {
  return (
    <MessagePage site={site} title={title}>
      <p>{detail}</p>
    </MessagePage>
  );
}
