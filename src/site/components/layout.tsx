import type { ComponentChildren } from 'preact';
import { ActionBar } from './action-bar.js';
import { Breadcrumb, type Crumb } from './breadcrumb.js';
import { Head, type HeadProps } from './head.js';
import { Masthead } from './masthead.js';
import { SiteFooter } from './site-footer.js';

interface LayoutProps extends HeadProps {
  /** The pages above this one; none on the home page. */
  above?: Crumb[];
  /** The last crumb, where the heading is not name enough. */
  here?: string;
  /** The request form, below everything else of the page. */
  form?: ComponentChildren;
  /** The phone's bar: leads to the form below, or to its own page. Left out where it would be in the way. */
  bar?: boolean;
  children: ComponentChildren;
}

export function Layout({ above, here, form, bar = false, children, ...head }: LayoutProps) {
  const { site } = head;
  return (
    <html lang="zh-CN">
      <Head {...head} />
      <body>
        <a class="skip-link" href="#main">
          跳到正文
        </a>
        <Masthead site={site} />
        {above !== undefined && <Breadcrumb above={above} {...(here === undefined ? {} : { here })} />}
        <main id="main" tabIndex={-1}>
          <div class="before-form">
            {children}
            {bar && <ActionBar contact={site.contact} href={form === undefined ? '/inquire' : '#inquiry'} />}
          </div>
          {form}
        </main>
        <SiteFooter site={site} />
      </body>
    </html>
  );
}
