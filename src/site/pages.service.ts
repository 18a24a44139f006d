import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import type { Config } from '../config/config.js';
import { ContactService } from '../contact/contact.service.js';
import { beijingYear, type Clock } from '../kernel/clock.js';
import { randomToken } from '../kernel/ids.js';
import { NewsService } from '../news/news.service.js';
import { ContentCache } from '../platform/database/content-cache.js';
import { CLOCK, CONFIG } from '../platform/tokens.js';
import { AssetStore } from './asset-store.js';
import { IDEMPOTENCY_KEY_PLACEHOLDER } from './inquiry-form.view.js';
import { renderDocument } from './render.js';
import type { SiteContext } from './site-context.view.js';

/** A rendered page, cut where each response puts its own idempotency key. */
interface RenderedPage {
  pieces: string[];
  etag: string;
}

/** Renders pages once for each version of the content and sends them from memory. */
@Injectable()
export class PagesService {
  constructor(
    private readonly contact: ContactService,
    private readonly news: NewsService,
    private readonly assets: AssetStore,
    private readonly cache: ContentCache,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * A page made of published content only.
   *
   * @param path its canonical path; equal paths must mean equal pages, so build it from checked parameters
   */
  async cached(
    reply: FastifyReply,
    path: string,
    build: (site: SiteContext) => Promise<VNode> | VNode,
  ): Promise<string> {
    const year = beijingYear(this.clock.now());
    const page = await this.cache.get(`page:${year}:${path}`, async () =>
      cut(renderDocument(await build(await this.context(path)))),
    );
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').header('etag', page.etag);
    return withKey(page.pieces);
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
    return withKey(html.split(IDEMPOTENCY_KEY_PLACEHOLDER));
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

function cut(html: string): RenderedPage {
  // Weak: two responses of one version differ in their idempotency key.
  const etag = `W/"${createHash('sha1').update(html).digest('base64url')}"`;
  return { pieces: html.split(IDEMPOTENCY_KEY_PLACEHOLDER), etag };
}

function withKey(pieces: string[]): string {
  return pieces.length === 1 ? (pieces[0] ?? '') : pieces.join(randomToken(16));
}
