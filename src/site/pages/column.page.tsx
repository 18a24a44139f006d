import type { Page } from '../../kernel/pagination.js';
import type { NewsColumn, NewsSummary } from '../../news/news.js';
import { Layout } from '../components/layout.js';
import { NewsEntries } from '../components/news-list.js';
import { Pager } from '../components/pager.js';
import { columnPath } from '../links.view.js';
import type { SiteContext } from '../site-context.view.js';

export interface ColumnPageProps {
  site: SiteContext;
  column: Pick<NewsColumn, 'slug' | 'name' | 'summary'>;
  news: Page<NewsSummary>;
}

export function ColumnPage({ site, column, news }: ColumnPageProps) {
  return (
    <Layout
      site={site}
      title={news.page > 1 ? `${column.name}（第 ${news.page} 页）` : column.name}
      description={column.summary || `${column.name}：${site.contact.centreName}`}
      above={[]}
      here={column.name}
      bar
    >
      <div class="wrap page narrow">
        <h1>{column.name}</h1>
        {column.summary !== '' && <p class="lead">{column.summary}</p>}
        {news.items.length > 0 ? (
          <NewsEntries pieces={news.items} />
        ) : (
          <p class="empty">这个栏目暂时没有文章。</p>
        )}
        <Pager list={news} href={(page) => columnPath(column, page)} />
      </div>
    </Layout>
  );
}
