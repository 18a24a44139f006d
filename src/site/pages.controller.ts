import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CoursesService } from '../courses/courses.service.js';
import { NewsService } from '../news/news.service.js';
import { freshForm, groupCourses } from './inquiry-form.view.js';
import { courseListPath, coursePath } from './links.view.js';
import { ConsoleSoonPage } from './pages/console-soon.page.js';
import { ContactPage } from './pages/contact.page.js';
import { CourseListPage } from './pages/course-list.page.js';
import { CoursePage } from './pages/course.page.js';
import { HomePage } from './pages/home.page.js';
import { PrivacyPage } from './pages/privacy.page.js';
import { pageNumber } from './page-query.js';
import { PagesService } from './pages.service.js';

const COURSES_A_PAGE = 20;
const COURSES_A_CATEGORY = 4;
const PIECES_A_COLUMN = 4;

/** The pages of the centre itself and of its courses. */
@ApiExcludeController()
@Controller()
export class PagesController {
  constructor(
    private readonly pages: PagesService,
    private readonly courses: CoursesService,
    private readonly news: NewsService,
  ) {}

  @Get()
  home(@Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    return this.pages.cached(reply, '/', async (site) => {
      const [categories, courses] = await Promise.all([this.courses.categories(), this.courses.published()]);
      const catalogue = categories.map((category) => ({
        category,
        courses: courses
          .filter((course) => course.category.slug === category.slug)
          .slice(0, COURSES_A_CATEGORY),
      }));
      return HomePage({ site, catalogue, ...(await this.digest(site.columns)) });
    });
  }

  @Get('courses')
  async list(
    @Query() query: Record<string, unknown>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const categories = await this.courses.categories();
    const category = categories.find(({ slug }) => slug === query['category']) ?? null;
    const all = await this.courses.published();
    const tags = [...new Set(all.flatMap((course) => course.tags))];
    const tag = tags.find((known) => known === query['tag']) ?? null;
    const page = pageNumber(query['page']);
    const place = { category: category?.slug, tag: tag ?? undefined, page };
    return this.pages.cached(reply, courseListPath(place), async (site) => {
      const courses = await this.courses.page(place, { page, pageSize: COURSES_A_PAGE });
      return CourseListPage({ site, categories, tags, filter: { category, tag }, courses });
    });
  }

  @Get('courses/:slug')
  async course(
    @Param('slug') slug: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const course = await this.courses.bySlug(slug);
    return this.pages.cached(reply, coursePath(course), async (site) => {
      const [all, related] = await Promise.all([
        this.courses.published(),
        this.news.sharingTags(course.tags, 5),
      ]);
      const form = freshForm(groupCourses(all), { values: { courseSlug: course.slug } });
      return CoursePage({ site, course, related, form });
    });
  }

  @Get('contact')
  contact(@Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    return this.pages.cached(reply, '/contact', (site) => ContactPage({ site }));
  }

  @Get('privacy')
  privacy(@Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    return this.pages.cached(reply, '/privacy', (site) => PrivacyPage({ site }));
  }

  @Get(['console', 'console/*'])
  console(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pages.fresh(reply, '/console/', 404, (site) => ConsoleSoonPage({ site }));
  }

  /** The newest piece of the first column opens the news; the others are listed by column. */
  private async digest(columns: { slug: string; name: string }[]) {
    const lists = await Promise.all(
      columns.map(async (column) => ({
        column,
        pieces: (await this.news.page({ column: column.slug }, { page: 1, pageSize: PIECES_A_COLUMN + 1 }))
          .items,
      })),
    );
    const headline = lists[0]?.pieces[0] ?? null;
    const digests = lists.map(({ column, pieces }) => ({
      column,
      pieces: pieces.filter((piece) => piece.id !== headline?.id).slice(0, PIECES_A_COLUMN),
    }));
    return { headline, digests };
  }
}
