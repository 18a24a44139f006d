import type { Course, CourseModule, TeachingPoint } from '../../courses/course.js';
import type { NewsSummary } from '../../news/news.js';
import { InquirySection } from '../components/inquiry-section.js';
import { Layout } from '../components/layout.js';
import { NewsTitles } from '../components/news-list.js';
import type { InquiryFormData } from '../inquiry-form.view.js';
import { courseListPath } from '../links.view.js';
import type { SiteContext } from '../site-context.view.js';

export interface CoursePageProps {
  site: SiteContext;
  course: Course;
  related: NewsSummary[];
  /** With this course chosen: `freshForm(groups, { values: { courseSlug: course.slug } })`. */
  form: InquiryFormData;
}

export function CoursePage({ site, course, related, form }: CoursePageProps) {
  const { category } = course;
  return (
    <Layout
      site={site}
      title={course.title}
      description={course.summary}
      above={[
        { name: '培训课程', href: courseListPath() },
        { name: category.name, href: courseListPath({ category: category.slug }) },
      ]}
      form={<InquirySection site={site} form={form} />}
      bar
      script
    >
      <div class="wrap page with-aside">
        <article class="course">
          <h1>{course.title}</h1>
          <p class="lead">{course.summary}</p>
          {course.cover !== null && <img class="cover" src={course.cover} alt="" width="960" height="540" />}
          <CourseFacts course={course} />
          {course.objectives.length > 0 && (
            <section>
              <h2>培训目标</h2>
              <ul>
                {course.objectives.map((objective) => (
                  <li key={objective}>{objective}</li>
                ))}
              </ul>
            </section>
          )}
          {course.modules.length > 0 && <Modules modules={course.modules} total={course.classHours} />}
          {course.teachingPoints.length > 0 && <TeachingPoints points={course.teachingPoints} />}
          {course.feeNote !== '' && (
            <section>
              <h2>费用说明</h2>
              <p>{course.feeNote}</p>
            </section>
          )}
        </article>
        <aside>
          <div class="aside-call">
            <p>内容、天数和现场教学点可以按贵单位的需要调整。</p>
            <a class="button" href="#inquiry">
              提交培训需求
            </a>
          </div>
          {course.tags.length > 0 && (
            <section>
              <h2>相关主题</h2>
              <ul class="plain tags">
                {course.tags.map((tag) => (
                  <li key={tag}>
                    <a href={courseListPath({ tag })}>{tag}</a>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {related.length > 0 && (
            <section>
              <h2>相关文章</h2>
              <NewsTitles pieces={related} />
            </section>
          )}
        </aside>
      </div>
    </Layout>
  );
}

function CourseFacts({ course }: { course: Course }) {
  const facts: [string, string][] = [
    ['培训天数', `${course.days} 天`],
    ['总学时', `${course.classHours} 学时（1 学时 45 分钟）`],
    ['培训对象', course.audience],
    ['教学方式', course.teachingMethods.join('、')],
  ];
  return (
    <dl class="facts ruled">
      {facts
        .filter(([, text]) => text !== '')
        .map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
    </dl>
  );
}

function Modules({ modules, total }: { modules: CourseModule[]; total: number }) {
  return (
    <section>
      <h2 id="modules">课程模块</h2>
      <table class="modules" aria-labelledby="modules">
        <thead>
          <tr>
            <th scope="col">模块与内容</th>
            <th scope="col" class="number">
              学时
            </th>
          </tr>
        </thead>
        <tbody>
          {modules.map((module) => (
            <tr key={module.title}>
              <td>
                <strong>{module.title}</strong>
                {module.topics.length > 0 && (
                  <ul>
                    {module.topics.map((topic) => (
                      <li key={topic}>{topic}</li>
                    ))}
                  </ul>
                )}
              </td>
              <td class="number">{module.hours}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">合计</th>
            <td class="number">{total}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function TeachingPoints({ points }: { points: TeachingPoint[] }) {
  return (
    <section>
      <h2>现场教学点</h2>
      <dl class="points">
        {points.map(({ name, note }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{note}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
