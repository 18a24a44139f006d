import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { Config } from '../config/config.js';
import { ContactService } from '../contact/contact.service.js';
import { beijingYear, type Clock } from '../kernel/clock.js';
import { NewsService } from '../news/news.service.js';
import { ContentCache } from '../platform/database/content-cache.js';
import { FrontDoor } from '../platform/http/front-door.js';
import { CLOCK, CONFIG } from '../platform/tokens.js';
import { AssetStore } from './asset-store.js';
import { renderDocument } from './render.js';
import { RenderedPage } from './rendered-page.js';
import type { SiteContext } from './site-context.view.js';

/** Renders pages once for each version of the content and sends them from memory. */
@Injectable()
export class PagesService implements OnModuleInit {
  constructor(
    private readonly contact: ContactService,
    private readonly news: NewsService,
    private readonly assets: AssetStore,
    private readonly cache: ContentCache,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly frontDoor: FrontDoor,
  ) {}

  onModuleInit(): void {
    this.frontDoor.answer = (request, reply) => this.quickAnswer(request, reply);
  }

  /**
   * A page made of published content only.
   *
   * @param path its canonical path; equal paths must mean equal pages, so build it from checked parameters
   */
  async cached(
    reply: FastifyReply,
    path: string,
    build: (site: SiteContext) => Promise<VNode> | VNode,
  ): Promise<Buffer> {
    const page = await this.cache.get(
      this.key(path),
      async () => new RenderedPage(renderDocument(await build(await this.context(path)))),
    );
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').header('etag', page.etag);
    return page.body();
  }

  /** Sends a page that is ready in memory, if the address is exactly its own. */
  private quickAnswer(request: FastifyRequest, reply: FastifyReply): boolean {
    if (request.method !== 'GET') return false;
    const page = this.cache.peek<RenderedPage>(this.key(request.url));
    if (page === undefined || request.headers['if-none-match'] !== undefined) return false;
    reply.hijack();
    page.send(reply.raw, request.id);
    return true;
  }

  /** A page about one visitor: never stored anywhere. */
  async fresh(
    reply: FastifyReply,
    path: string,
    status: number,
    build: (site: SiteContext) => Promise<VNode> | VNode,
  ): Promise<string> {
    const html = renderDocument(await build(await this.context(path)));
    reply.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-store');
    return html;
  }

  /** The year stands on every page, so a new one begins with new pages. */
  private key(path: string): string {
    return `page:${beijingYear(this.clock.now())}:${path}`;
  }

  async context(path: string): Promise<SiteContext> {
    const [contact, columns] = await Promise.all([this.contact.current(), this.news.columns()]);
    return {
      contact,
      columns: columns.map(({ slug, name }) => ({ slug, name })),
      path,
      assets: this.assets.paths,
      publicUrl: this.config.http.publicUrl,
      year: beijingYear(this.clock.now()),
    };
  }
}
