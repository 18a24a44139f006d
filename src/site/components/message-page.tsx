import { CallLine } from './call-line.js';
import type { ComponentChildren } from 'preact';
import type { SiteContext } from '../site-context.view.js';
import { Layout } from './layout.js';

interface MessagePageProps {
  site: SiteContext;
  title: string;
  children: ComponentChildren;
}

/** A page that only says something, with the ways on. */
export function MessagePage({ site, title, children }: MessagePageProps) {
  return (
    <Layout site={site} title={title} description={title} hidden>
      <div class="wrap page narrow message">
        <h1>{title}</h1>
        {children}
        <ul class="plain ways">
          <li>
            <a href="/">返回首页</a>
          </li>
          <li>
            <a href="/courses">查看培训课程</a>
          </li>
          <li>
            <a href="/inquire">提交培训需求</a>
          </li>
        </ul>
        <CallLine contact={site.contact} before="需要帮助，请来电：" />
      </div>
    </Layout>
  );
}
