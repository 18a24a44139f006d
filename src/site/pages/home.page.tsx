import { CallLine } from '../components/call-line.js';
import type { CourseCategory, CourseSummary } from '../../courses/course.js';
import { newsPath, type NewsColumn, type NewsSummary } from '../../news/news.js';
import { ContactFacts } from '../components/contact-facts.js';
import { CourseTitles } from '../components/course-list.js';
import { Day } from '../components/day.js';
import { Layout } from '../components/layout.js';
import { NewsTitles } from '../components/news-list.js';
import { ProcessSteps } from '../components/process-steps.js';
import { RiverLines } from '../components/river-lines.js';
import { columnPath, courseListPath } from '../links.view.js';
import type { SiteContext } from '../site-context.view.js';

export interface HomePageProps {
  site: SiteContext;
  /** Every category with some of its courses, in order; one without courses is not shown. */
  catalogue: { category: CourseCategory; courses: CourseSummary[] }[];
  /** The report that opens the news; not repeated in its column's digest. */
  headline: NewsSummary | null;
  /** The latest of each column; one without pieces is not shown. */
  digests: { column: Pick<NewsColumn, 'slug' | 'name'>; pieces: NewsSummary[] }[];
}

export function HomePage({ site, catalogue, headline, digests }: HomePageProps) {
  const { contact } = site;
  const sections = catalogue.filter(({ courses }) => courses.length > 0);
  const columns = digests
    .map(({ column, pieces }) => ({ column, pieces: pieces.filter(({ id }) => id !== headline?.id) }))
    .filter(({ pieces }) => pieces.length > 0);
  return (
    <Layout
      site={site}
      title=""
      description={`${contact.centreName}接受单位委托举办干部培训班：课程目录、办班流程、培训资讯，在线提交培训需求。`}
      bar
    >
      <div class="opening">
        <div class="wrap">
          <RiverLines />
          <h1>
            <span>接受单位委托，</span>
            <span>按需求设计和举办培训班</span>
          </h1>
          <p class="lead">
            请从课程目录中选一个主题，也可以只写下您的想法。提交需求后，工作人员与您电话沟通，再提供培训方案和报价。
          </p>
          <p class="opening-actions">
            <a class="button large" href="/inquire">
              提交培训需求
            </a>
            <a class="button quiet large" href="/courses">
              查看培训课程
            </a>
          </p>
          <CallLine contact={contact} before="电话咨询：" />
        </div>
      </div>
      {sections.length > 0 && (
        <section class="wrap band" aria-labelledby="home-courses">
          <SectionHead id="home-courses" title="培训课程" href="/courses" more="全部课程" />
          {sections.map(({ category, courses }) => (
            <div class="catalogue-row" key={category.slug}>
              <div>
                <h3>
                  <a href={courseListPath({ category: category.slug })}>{category.name}</a>
                </h3>
                <p>{category.summary}</p>
              </div>
              <CourseTitles courses={courses} />
            </div>
          ))}
        </section>
      )}
      {(headline !== null || columns.length > 0) && (
        <section class="wrap band" aria-labelledby="home-news">
          <SectionHead id="home-news" title="资讯与案例" />
          {headline !== null && <Headline piece={headline} />}
          <div class="digests">
            {columns.map(({ column, pieces }) => (
              <div key={column.slug}>
                <h3>
                  <a href={columnPath(column)}>{column.name}</a>
                </h3>
                <NewsTitles pieces={pieces} />
              </div>
            ))}
          </div>
        </section>
      )}
      <section class="wrap band" aria-labelledby="home-process">
        <SectionHead id="home-process" title="办班流程" />
        <ProcessSteps />
      </section>
      <section class="wrap band" aria-labelledby="home-contact">
        <SectionHead id="home-contact" title="联系我们" />
        <ContactFacts contact={contact} />
      </section>
    </Layout>
  );
}

function SectionHead({ id, title, href, more }: { id: string; title: string; href?: string; more?: string }) {
  return (
    <div class="section-head">
      <h2 id={id}>{title}</h2>
      {href !== undefined && <a href={href}>{more}</a>}
    </div>
  );
}

function Headline({ piece }: { piece: NewsSummary }) {
  return (
    <article class="headline">
      <p class="kicker">
        <a href={columnPath(piece.column)}>{piece.column.name}</a>
      </p>
      <h3>
        <a href={newsPath(piece)}>{piece.title}</a>
      </h3>
      <div>
        <p>{piece.summary}</p>
        <p class="meta">
          <Day date={piece.publishedAt} />
          {piece.source !== null && <span>来源：{piece.source}</span>}
        </p>
      </div>
    </article>
  );
}
