import { Injectable } from '@nestjs/common';
import { pageOf, type Page } from '../kernel/pagination.js';
import { ContentCache } from '../platform/database/content-cache.js';
import type { NewsEntity } from './news.entity.js';
import { ColumnNotFound, NewsNotFound } from './news.errors.js';
import type { NewsColumn, NewsPiece, NewsSummary, NewsSurroundings } from './news.js';
import { NewsRepository, type NewsFilter } from './news.repository.js';

/** The largest id a piece can have: PostgreSQL's integer. */
const MAX_ID = 2_147_483_647;

/** Reads published news. */
@Injectable()
export class NewsService {
  constructor(
    private readonly repository: NewsRepository,
    private readonly cache: ContentCache,
  ) {}

  /** All columns in their order, also empty ones. */
  columns(): Promise<NewsColumn[]> {
    return this.cache.get('news:columns', async () => {
      const [columns, pieces] = await Promise.all([
        this.repository.findColumns(),
        this.repository.countByColumn(),
      ]);
      return columns.map(({ slug, name, summary }) => ({
        slug,
        name,
        summary,
        pieces: pieces.get(slug) ?? 0,
      }));
    });
  }

  /** @throws ColumnNotFound */
  async column(slug: string): Promise<NewsColumn> {
    const column = (await this.columns()).find((candidate) => candidate.slug === slug);
    if (column === undefined) throw new ColumnNotFound();
    return column;
  }

  async page(filter: NewsFilter, paging: { page: number; pageSize: number }): Promise<Page<NewsSummary>> {
    const skip = (paging.page - 1) * paging.pageSize;
    const [items, total] = await this.repository.findPage(filter, skip, paging.pageSize);
    return pageOf(items.map(toSummary), total, paging);
  }

  /** @throws NewsNotFound */
  async byId(id: number): Promise<NewsPiece> {
    return toPiece(await this.entity(id));
  }

  /** A piece with what stands around it on its page. @throws NewsNotFound */
  async withSurroundings(id: number): Promise<NewsPiece & NewsSurroundings> {
    const entity = await this.entity(id);
    const [previous, next, related, latest] = await Promise.all([
      this.repository.findNeighbour(entity, 'older'),
      this.repository.findNeighbour(entity, 'newer'),
      this.repository.findSharingTags(entity.tags, id, 5),
      this.repository.findPage({}, 0, 7),
    ]);
    return {
      ...toPiece(entity),
      previous: previous && toSummary(previous),
      next: next && toSummary(next),
      related: related.map(toSummary),
      latest: latest[0]
        .filter((piece) => piece.id !== id)
        .slice(0, 6)
        .map(toSummary),
    };
  }

  /** News about the same things as a course, for its page. */
  async sharingTags(tags: string[], limit: number): Promise<NewsSummary[]> {
    return (await this.repository.findSharingTags(tags, 0, limit)).map(toSummary);
  }

  /** Title to record with a request sent from this piece, or null when there never was such a piece. */
  titleForRequest(id: number): Promise<string | null> {
    if (!isId(id)) return Promise.resolve(null);
    return this.cache.get(`news:title:${id}`, () => this.repository.findTitle(id));
  }

  private async entity(id: number): Promise<NewsEntity> {
    const entity = isId(id) ? await this.repository.findOne(id) : null;
    if (entity === null) throw new NewsNotFound();
    return entity;
  }
}

function isId(id: number): boolean {
  return Number.isInteger(id) && id > 0 && id <= MAX_ID;
}

function toSummary(entity: NewsEntity): NewsSummary {
  return {
    id: entity.id,
    column: { slug: entity.column.slug, name: entity.column.name },
    title: entity.title,
    source: entity.source,
    publishedAt: entity.publishedAt,
    summary: entity.summary,
    tags: entity.tags,
    views: entity.views,
  };
}

function toPiece(entity: NewsEntity): NewsPiece {
  return {
    ...toSummary(entity),
    author: entity.author,
    bodyHtml: entity.bodyHtml,
    updatedAt: entity.updatedAt,
  };
}
