import { columnPath } from '../links.view.js';
import type { SiteContext } from '../site-context.view.js';

/** Works on a phone as it is: the entries wrap into even rows. */
export function SiteNav({ site }: { site: SiteContext }) {
  const entries = [
    { href: '/', name: '首页' },
    { href: '/courses', name: '培训课程' },
    ...site.columns.map((column) => ({ href: columnPath(column), name: column.name })),
    { href: '/contact', name: '联系我们' },
  ];
  const [here = '/'] = site.path.split('?');
  return (
    <nav class="site-nav" aria-label="主导航">
      <ul class="plain wrap">
        {entries.map(({ href, name }) => (
          <li key={href}>
            <a href={href} aria-current={currency(href, here)}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** `page` on the page itself, `true` on a page below it. */
function currency(href: string, here: string): 'page' | 'true' | undefined {
  if (href === here) return 'page';
  if (href === '/') return undefined;
  return here.startsWith(href.endsWith('/') ? href : `${href}/`) ? 'true' : undefined;
}
