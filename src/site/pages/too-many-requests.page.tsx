import { MessagePage } from '../components/message-page.js';
import type { SiteContext } from '../site-context.view.js';

export interface TooManyRequestsPageProps {
  site: SiteContext;
  /** How long to wait, when known. */
  retryAfterSeconds: number | null;
}

export function TooManyRequestsPage({ site, retryAfterSeconds }: TooManyRequestsPageProps) {
  return (
    <MessagePage site={site} title="操作过于频繁">
      <p>
        为防范恶意提交，短时间内的操作次数有限制。
        {retryAfterSeconds === null ? '请稍后再试。' : `请在${waitingTime(retryAfterSeconds)}后再试。`}
        着急办理时，请直接来电。
      </p>
    </MessagePage>
  );
}

/** Seconds below two minutes, then minutes, rounded up: nobody is asked back too early. */
function waitingTime(seconds: number): string {
  return seconds < 120 ? ` ${Math.max(1, Math.ceil(seconds))} 秒` : ` ${Math.ceil(seconds / 60)} 分钟`;
}
