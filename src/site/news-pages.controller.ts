import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CoursesService } from '../courses/courses.service.js';
import { newsPath } from '../news/news.js';
import { NewsNotFound } from '../news/news.errors.js';
import { NewsService } from '../news/news.service.js';
import { freshForm, groupCourses, suggestedTopic } from './inquiry-form.view.js';
import { columnPath } from './links.view.js';
import { pageNumber } from './page-query.js';
import { ArticlePage } from './pages/article.page.js';
import { ColumnPage } from './pages/column.page.js';
import { PagesService } from './pages.service.js';

const PIECES_A_PAGE = 15;
const FITTING_COURSES = 3;

/** Columns and articles. Their addresses can be anything, so this controller is registered last. */
@ApiExcludeController()
@Controller()
export class NewsPagesController {
  constructor(
    private readonly pages: PagesService,
    private readonly courses: CoursesService,
    private readonly news: NewsService,
  ) {}

  /** A column's own address ends in a slash, as on the old site; the router takes both forms. */
  @Get(':column')
  async column(
    @Param('column') slug: string,
    @Query('page') pageText: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer | undefined> {
    const column = await this.news.column(slug);
    const page = pageNumber(pageText);
    if (!/^[^?]*\/(?:\?|$)/.test(request.url)) {
      reply.code(301).header('location', columnPath(column, page));
      return undefined;
    }
    return this.pages.cached(reply, columnPath(column, page), async (site) => {
      const news = await this.news.page({ column: slug }, { page, pageSize: PIECES_A_PAGE });
      if (page > news.pages) throw new NewsNotFound();
      return ColumnPage({ site, column, news });
    });
  }

  @Get(':column/:file')
  article(
    @Param('column') slug: string,
    @Param('file') file: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const id = /^([1-9]\d{0,9})\.html$/.exec(file)?.[1];
    if (id === undefined) throw new NewsNotFound();
    const path = newsPath({ id: Number(id), column: { slug } });
    return this.pages.cached(reply, path, async (site) => {
      const piece = await this.news.withSurroundings(Number(id));
      if (piece.column.slug !== slug) throw new NewsNotFound();
      const [courses, all] = await Promise.all([
        this.courses.fitting(piece.tags, FITTING_COURSES),
        this.courses.published(),
      ]);
      const form = freshForm(groupCourses(all), {
        newsId: piece.id,
        values: { topic: suggestedTopic(piece) },
      });
      return ArticlePage({ site, piece, around: piece, courses, form });
    });
  }
}
