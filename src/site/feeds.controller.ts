import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Config } from '../config/config.js';
import { ContactService } from '../contact/contact.service.js';
import { CoursesService } from '../courses/courses.service.js';
import { newsPath } from '../news/news.js';
import { NewsService } from '../news/news.service.js';
import { ContentCache } from '../platform/database/content-cache.js';
import { CONFIG } from '../platform/tokens.js';
import { columnPath, coursePath } from './links.view.js';
import { atomFeed, sitemap } from './feeds.view.js';

const NEWS_A_FEED = 20;
/** One sitemap file; the protocol allows 50,000 addresses. */
const NEWS_A_SITEMAP = 5_000;

/** What machines read: robots, sitemap, feed. */
@ApiExcludeController()
@Controller()
export class FeedsController {
  constructor(
    private readonly courses: CoursesService,
    private readonly news: NewsService,
    private readonly contact: ContactService,
    private readonly cache: ContentCache,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('robots.txt')
  @Header('content-type', 'text/plain; charset=utf-8')
  robots(): string {
    const { publicUrl } = this.config.http;
    return `User-agent: *\nDisallow: /console/\nDisallow: /inquire/\nAllow: /\n\nSitemap: ${publicUrl}/sitemap.xml\n`;
  }

  @Get('sitemap.xml')
  sitemap(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.type('application/xml; charset=utf-8').header('cache-control', 'no-cache');
    return this.cache.get('page:/sitemap.xml', async () => {
      const [courses, columns, news] = await Promise.all([
        this.courses.published(),
        this.news.columns(),
        this.news.page({}, { page: 1, pageSize: NEWS_A_SITEMAP }),
      ]);
      return sitemap(this.config.http.publicUrl, [
        ...['/', '/courses', '/contact', '/inquire', '/privacy'].map((path) => ({ path })),
        ...courses.map((course) => ({ path: coursePath(course), changed: course.updatedAt })),
        ...columns.map((column) => ({ path: columnPath(column) })),
        ...news.items.map((piece) => ({ path: newsPath(piece), changed: piece.publishedAt })),
      ]);
    });
  }

  @Get('feed.xml')
  feed(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.type('application/atom+xml; charset=utf-8').header('cache-control', 'no-cache');
    return this.cache.get('page:/feed.xml', async () => {
      const [contact, news] = await Promise.all([
        this.contact.current(),
        this.news.page({}, { page: 1, pageSize: NEWS_A_FEED }),
      ]);
      return atomFeed(this.config.http.publicUrl, contact.centreName, news.items);
    });
  }
}
