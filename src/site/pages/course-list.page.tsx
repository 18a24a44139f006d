import type { CourseCategory, CourseSummary } from '../../courses/course.js';
import type { Page } from '../../kernel/pagination.js';
import { CourseTable } from '../components/course-list.js';
import { Layout } from '../components/layout.js';
import { Pager } from '../components/pager.js';
import { courseListPath } from '../links.view.js';
import type { SiteContext } from '../site-context.view.js';

export interface CourseListPageProps {
  site: SiteContext;
  /** All categories, in order. */
  categories: CourseCategory[];
  /** Tags to filter by, in order; may be empty. */
  tags: string[];
  filter: { category: CourseCategory | null; tag: string | null };
  courses: Page<CourseSummary>;
}

export function CourseListPage({ site, categories, tags, filter, courses }: CourseListPageProps) {
  const { category, tag } = filter;
  const title = [category?.name, tag].filter((part) => part != null).join('、') || '培训课程';
  const filtered = category !== null || tag !== null;
  return (
    <Layout
      site={site}
      title={courses.page > 1 ? `${title}（第 ${courses.page} 页）` : title}
      description={
        category?.summary ?? '干部培训课程目录：按类别和主题比较培训对象、天数和学时，在线提交培训需求。'
      }
      above={filtered ? [{ name: '培训课程', href: courseListPath() }] : []}
      here={title}
      bar
    >
      <div class="wrap page">
        <h1>{title}</h1>
        <p class="lead">
          {category?.summary ??
            '以下课程可以直接选用，也可以按贵单位的对象、时间和重点调整。1\u00a0学时为\u00a045\u00a0分钟。'}
        </p>
        <nav class="filter" aria-label="按类别筛选">
          <ul class="plain">
            <li>
              <a href={courseListPath({ tag })} aria-current={category === null ? 'true' : undefined}>
                全部类别
              </a>
            </li>
            {categories.map(({ slug, name, courses: count }) => (
              <li key={slug}>
                <a
                  href={courseListPath({ category: slug })}
                  aria-current={slug === category?.slug ? 'true' : undefined}
                >
                  {name} <span class="figures muted">{count}</span>
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <TagFilter tags={tags} category={category?.slug ?? null} current={tag} />
        <p class="count muted">
          共 <span class="figures">{courses.total}</span> 门课程
        </p>
        {courses.items.length > 0 ? (
          <CourseTable courses={courses.items} caption={`${title}列表`} />
        ) : (
          <NoCourses />
        )}
        <Pager list={courses} href={(page) => courseListPath({ category: category?.slug, tag, page })} />
      </div>
    </Layout>
  );
}

interface TagFilterProps {
  tags: string[];
  category: string | null;
  current: string | null;
}

/** Folded: the categories come first. */
function TagFilter({ tags, category, current }: TagFilterProps) {
  if (tags.length === 0) return null;
  return (
    <div class="tag-filter">
      <details>
        <summary>{current === null ? '按主题筛选' : `主题：${current}`}</summary>
        <ul class="plain tags">
          {tags.map((tag) => (
            <li key={tag}>
              <a href={courseListPath({ category, tag })} aria-current={tag === current ? 'true' : undefined}>
                {tag}
              </a>
            </li>
          ))}
        </ul>
      </details>
      {current !== null && (
        <a class="tap" href={courseListPath({ category })}>
          不限主题
        </a>
      )}
    </div>
  );
}

function NoCourses() {
  return (
    <div class="empty">
      <p>没有符合条件的课程。</p>
      <p>
        目录以外的主题也可以办班：<a href="/inquire">写下您的培训主题</a>，或
        <a href="/courses">查看全部课程</a>。
      </p>
    </div>
  );
}
