import { type Page, pageWindow } from '../../kernel/pagination.js';

interface PagerProps {
  list: Pick<Page<unknown>, 'page' | 'pages'>;
  href: (page: number) => string;
}

/** Pages of a list; nothing when there is only one. */
export function Pager({ list: { page, pages }, href }: PagerProps) {
  if (pages <= 1) return null;
  return (
    <nav class="pager" aria-label="分页">
      <ul class="plain">
        {page > 1 && (
          <li>
            <a href={href(page - 1)} rel="prev">
              上一页
            </a>
          </li>
        )}
        {pageWindow(page, pages).map((entry, index) => (
          <li key={index} class="pager-number">
            {entry === 'gap' ? (
              <span aria-hidden="true">…</span>
            ) : (
              <a
                href={href(entry)}
                aria-label={`第 ${entry} 页`}
                aria-current={entry === page ? 'page' : undefined}
              >
                {entry}
              </a>
            )}
          </li>
        ))}
        {page < pages && (
          <li>
            <a href={href(page + 1)} rel="next">
              下一页
            </a>
          </li>
        )}
      </ul>
    </nav>
  );
}
