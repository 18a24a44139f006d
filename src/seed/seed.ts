import type pg from 'pg';
import { contactFacts } from './contact-facts.js';
import { demoCategories, demoCourses } from './demo-courses.js';
import { demoColumns, demoNews } from './demo-news.js';

/**
 * First content: how the centre is reached, always; demo courses and news into a database that has none.
 * Runs under the migration lock, in one transaction, and changes nothing that is already there.
 *
 * @returns what was added, for the start-up line; empty on every later start
 */
export async function seed(client: pg.Client, mode: 'demo' | 'none'): Promise<string[]> {
  const found = await client.query<{ contact: boolean; content: boolean }>(
    `select exists (select from contact) as contact,
            exists (select from course_category) or exists (select from news_column) as content`,
  );
  const { contact, content } = found.rows[0] ?? { contact: true, content: true };
  const added: string[] = [];
  if (contact && (content || mode === 'none')) return added;
  await client.query('begin');
  try {
    if (!contact) {
      await insertContact(client);
      added.push('联系方式');
    }
    if (!content && mode === 'demo') {
      await insertCourses(client);
      await insertNews(client);
      added.push(`${demoCourses.length} 门示例课程`, `${demoNews.length} 篇示例文章`);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
  return added;
}

async function insertContact(client: pg.Client): Promise<void> {
  const facts = contactFacts;
  await client.query(
    `insert into contact (centre_name, slogan, phones, email, address, wechat_qr, icp_number, psb_number, notice_version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      facts.centreName,
      facts.slogan,
      JSON.stringify(facts.phones),
      facts.email,
      facts.address,
      facts.wechatQr,
      facts.icpNumber,
      facts.psbNumber,
      facts.noticeVersion,
    ],
  );
}

async function insertCourses(client: pg.Client): Promise<void> {
  for (const category of demoCategories) {
    await client.query(
      'insert into course_category (slug, name, summary, position) values ($1, $2, $3, $4)',
      [category.slug, category.name, category.summary, category.position],
    );
  }
  for (const course of demoCourses) {
    await client.query(
      `insert into course (slug, title, category_slug, summary, audience, objectives, days, class_hours, modules,
         teaching_methods, teaching_points, fee_note, tags, status, position)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'published', $14)`,
      [
        course.slug,
        course.title,
        course.category,
        course.summary,
        course.audience,
        course.objectives,
        course.days,
        course.classHours,
        JSON.stringify(course.modules),
        course.teachingMethods,
        JSON.stringify(course.teachingPoints),
        course.feeNote,
        course.tags,
        course.position,
      ],
    );
  }
}

async function insertNews(client: pg.Client): Promise<void> {
  for (const column of demoColumns) {
    await client.query('insert into news_column (slug, name, summary, position) values ($1, $2, $3, $4)', [
      column.slug,
      column.name,
      column.summary,
      column.position,
    ]);
  }
  for (const piece of demoNews) {
    await client.query(
      `insert into news (id, column_slug, title, source, author, published_at, summary, body_html, tags, views, status)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'published')`,
      [
        piece.id,
        piece.column,
        piece.title,
        piece.source,
        piece.author,
        piece.publishedAt,
        piece.summary,
        piece.bodyHtml,
        piece.tags,
        piece.views,
      ],
    );
  }
  // New pieces get numbers above those that came with an address.
  await client.query(`select setval(pg_get_serial_sequence('news', 'id'), (select max(id) from news))`);
}
