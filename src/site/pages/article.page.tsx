import type { CourseSummary } from '../../courses/course.js';
import { newsPath, type NewsPiece, type NewsSummary, type NewsSurroundings } from '../../news/news.js';
import { CourseTitles } from '../components/course-list.js';
import { Day } from '../components/day.js';
import { InquirySection } from '../components/inquiry-section.js';
import { Layout } from '../components/layout.js';
import { NewsTitles } from '../components/news-list.js';
import { Permalink } from '../components/permalink.js';
import { RichText } from '../components/rich-text.js';
import type { InquiryFormData } from '../inquiry-form.view.js';
import { columnPath } from '../links.view.js';
import type { SiteContext } from '../site-context.view.js';

export interface ArticlePageProps {
  site: SiteContext;
  piece: NewsPiece;
  around: NewsSurroundings;
  /** Courses that fit the piece's tags. */
  courses: CourseSummary[];
  /** `freshForm(groups, { newsId: piece.id, values: { topic: suggestedTopic(piece) } })`. */
  form: InquiryFormData;
}

export function ArticlePage({ site, piece, around, courses, form }: ArticlePageProps) {
  const latest = around.latest.filter(({ id }) => id !== piece.id);
  return (
    <Layout
      site={site}
      title={piece.title}
      description={piece.summary}
      kind="article"
      above={[{ name: piece.column.name, href: columnPath(piece.column) }]}
      form={<InquirySection site={site} form={form} />}
      bar
      script
    >
      <div class="wrap page with-aside">
        <div>
          <article>
            <header class="article-head">
              <h1>{piece.title}</h1>
              <ArticleMeta piece={piece} />
            </header>
            {piece.summary !== '' && <p class="abstract">{piece.summary}</p>}
            <RichText html={piece.bodyHtml} />
            <footer>
              <Permalink url={site.publicUrl + newsPath(piece)} />
            </footer>
          </article>
          <Neighbours previous={around.previous} next={around.next} />
          {around.related.length > 0 && (
            <section class="after-article">
              <h2>相关文章</h2>
              <NewsTitles pieces={around.related} />
            </section>
          )}
        </div>
        <aside>
          {courses.length > 0 && (
            <section>
              <h2>相关课程</h2>
              <CourseTitles courses={courses} />
              <p>
                <a class="button" href="#inquiry">
                  提交培训需求
                </a>
              </p>
            </section>
          )}
          {latest.length > 0 && (
            <section>
              <h2>最新文章</h2>
              <NewsTitles pieces={latest} />
            </section>
          )}
        </aside>
      </div>
    </Layout>
  );
}

function ArticleMeta({ piece }: { piece: NewsPiece }) {
  return (
    <p class="meta">
      <span>
        点击数：<span class="figures">{piece.views}</span>
      </span>
      <span>
        时间：
        <Day date={piece.publishedAt} />
      </span>
      {piece.source !== null && <span>来源：{piece.source}</span>}
      {piece.author !== null && <span>作者：{piece.author}</span>}
    </p>
  );
}

function Neighbours({ previous, next }: { previous: NewsSummary | null; next: NewsSummary | null }) {
  if (previous === null && next === null) return null;
  return (
    <nav class="neighbours" aria-label="上一篇和下一篇">
      {previous !== null && (
        <a href={newsPath(previous)} rel="prev">
          <span class="muted">上一篇</span>
          <span>{previous.title}</span>
        </a>
      )}
      {next !== null && (
        <a href={newsPath(next)} rel="next">
          <span class="muted">下一篇</span>
          <span>{next.title}</span>
        </a>
      )}
    </nav>
  );
}
