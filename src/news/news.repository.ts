import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository, type SelectQueryBuilder } from 'typeorm';
import { NewsColumnEntity, NewsEntity } from './news.entity.js';

export interface NewsFilter {
  column?: string | undefined;
  tag?: string | undefined;
}

/** Everything a list needs; bodies stay where they are. */
const SUMMARY_FIELDS = ['id', 'title', 'source', 'publishedAt', 'summary', 'tags', 'views'].map(
  (f) => `news.${f}`,
);

/** Everything here reads published news only, but for {@link NewsRepository.findTitle}. */
@Injectable()
export class NewsRepository {
  constructor(
    @InjectRepository(NewsEntity) private readonly news: Repository<NewsEntity>,
    @InjectRepository(NewsColumnEntity) private readonly columns: Repository<NewsColumnEntity>,
  ) {}

  findColumns(): Promise<NewsColumnEntity[]> {
    return this.columns.find({ order: { position: 'asc', slug: 'asc' } });
  }

  async countByColumn(): Promise<Map<string, number>> {
    const rows = await this.news
      .createQueryBuilder('news')
      .select(['news.column_slug as slug', 'count(*)::int as pieces'])
      .where(`news.status = 'published'`)
      .groupBy('news.column_slug')
      .getRawMany<{ slug: string; pieces: number }>();
    return new Map(rows.map((row) => [row.slug, row.pieces]));
  }

  findPage(filter: NewsFilter, skip: number, take: number): Promise<[NewsEntity[], number]> {
    return this.filtered(filter)
      .orderBy('news.publishedAt', 'DESC')
      .addOrderBy('news.id', 'DESC')
      .skip(skip)
      .take(take)
      .getManyAndCount();
  }

  findOne(id: number): Promise<NewsEntity | null> {
    return this.news.findOne({ where: { id, status: 'published' }, relations: { column: true } });
  }

  /** The neighbour of a piece in its own column: the next older or the next newer one. */
  findNeighbour(piece: NewsEntity, side: 'older' | 'newer'): Promise<NewsEntity | null> {
    const [comparison, order] = side === 'older' ? (['<', 'DESC'] as const) : (['>', 'ASC'] as const);
    return this.filtered({ column: piece.columnSlug })
      .andWhere(`(news.published_at, news.id) ${comparison} (:at, :id)`, {
        at: piece.publishedAt,
        id: piece.id,
      })
      .orderBy('news.publishedAt', order)
      .addOrderBy('news.id', order)
      .limit(1)
      .getOne();
  }

  /** Pieces that share tags, most shared first, then newest. `exceptId` 0 leaves none out. */
  findSharingTags(tags: string[], exceptId: number, limit: number): Promise<NewsEntity[]> {
    if (tags.length === 0) return Promise.resolve([]);
    return this.filtered({})
      .andWhere('news.tags && :tags and news.id <> :exceptId', { tags, exceptId })
      .addSelect(
        'cardinality(array(select unnest(news.tags) intersect select unnest(:tags::text[])))',
        'shared',
      )
      .orderBy('shared', 'DESC')
      .addOrderBy('news.publishedAt', 'DESC')
      .addOrderBy('news.id', 'DESC')
      .limit(limit)
      .getMany();
  }

  /** Title of a piece in any state: a visitor may still hold a page of one that was withdrawn since. */
  async findTitle(id: number): Promise<string | null> {
    const piece = await this.news.findOne({ where: { id }, select: { id: true, title: true } });
    return piece?.title ?? null;
  }

  private filtered(filter: NewsFilter): SelectQueryBuilder<NewsEntity> {
    const query = this.news
      .createQueryBuilder('news')
      .select(SUMMARY_FIELDS)
      .innerJoinAndSelect('news.column', 'column')
      .where(`news.status = 'published'`);
    if (filter.column !== undefined) query.andWhere('news.column_slug = :column', { column: filter.column });
    if (filter.tag !== undefined) query.andWhere('news.tags @> :tag', { tag: [filter.tag] });
    return query;
  }
}
