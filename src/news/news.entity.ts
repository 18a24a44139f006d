import {
  Check,
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from 'typeorm';

/** A column (栏目) of the site. Its slug is part of every address below it and does not follow its name. */
@Entity('news_column')
export class NewsColumnEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'news_column_pkey' })
  slug!: string;

  @Column('text')
  name!: string;

  @Column('text', { default: '' })
  summary!: string;

  @Column('int')
  position!: number;
}

@Entity('news')
@Check('news_status_known', `"status" in ('draft', 'published')`)
@Index('news_published_newest', ['publishedAt', 'id'], { where: `"status" = 'published'` })
@Index('news_published_column', ['columnSlug', 'publishedAt', 'id'], { where: `"status" = 'published'` })
@Index('news_tags', ['tags'], { type: 'gin' })
export class NewsEntity {
  /** The number in the address, such as 26394; pieces brought over from the old site keep theirs. */
  @PrimaryGeneratedColumn('identity', {
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'news_pkey',
  })
  id!: number;

  @ManyToOne(() => NewsColumnEntity, { nullable: false })
  @JoinColumn({ name: 'column_slug', foreignKeyConstraintName: 'news_column_slug_fkey' })
  column!: NewsColumnEntity;

  @Column('text', { name: 'column_slug' })
  columnSlug!: string;

  @Column('text')
  title!: string;

  /** Where the piece was first published (来源), such as a newspaper. Not a person. */
  @Column('text', { nullable: true })
  source!: string | null;

  @Column('text', { nullable: true })
  author!: string | null;

  @Column('timestamptz', { name: 'published_at' })
  publishedAt!: Date;

  /** Plain text that begins and ends on a sentence. */
  @Column('text')
  summary!: string;

  /** Clean HTML: only what the site's article style knows. */
  @Column('text', { name: 'body_html' })
  bodyHtml!: string;

  @Column('text', { array: true, default: [] })
  tags!: string[];

  @Column('int', { default: 0 })
  views!: number;

  @Column('text', { default: 'draft' })
  status!: 'draft' | 'published';

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
