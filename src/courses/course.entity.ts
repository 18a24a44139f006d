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

@Entity('course_category')
export class CourseCategoryEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'course_category_pkey' })
  slug!: string;

  @Column('text')
  name!: string;

  @Column('text', { default: '' })
  summary!: string;

  @Column('int')
  position!: number;
}

/** One block of a programme: its hours are class hours (1 学时 = 45 minutes). */
export interface CourseModule {
  title: string;
  hours: number;
  topics: string[];
}

/** A place of on-site teaching (现场教学点) and what is taught there. */
export interface TeachingPoint {
  name: string;
  note: string;
}

@Entity('course')
@Check('course_status_known', `"status" in ('draft', 'published')`)
@Check('course_hours_positive', `"days" > 0 and "class_hours" > 0`)
@Index('course_published_order', ['position', 'id'], { where: `"status" = 'published'` })
export class CourseEntity {
  @PrimaryGeneratedColumn('identity', { primaryKeyConstraintName: 'course_pkey' })
  id!: number;

  @Column('text')
  @Index('course_slug_key', { unique: true })
  slug!: string;

  @Column('text')
  title!: string;

  @ManyToOne(() => CourseCategoryEntity, { nullable: false })
  @JoinColumn({ name: 'category_slug', foreignKeyConstraintName: 'course_category_slug_fkey' })
  category!: CourseCategoryEntity;

  @Column('text', { name: 'category_slug' })
  @Index('course_category_slug_idx')
  categorySlug!: string;

  @Column('text')
  summary!: string;

  @Column('text')
  audience!: string;

  @Column('text', { array: true, default: [] })
  objectives!: string[];

  @Column('numeric', { precision: 4, scale: 1 })
  days!: string;

  /** Class hours; one is 45 minutes (学时). */
  @Column('numeric', { name: 'class_hours', precision: 5, scale: 1 })
  classHours!: string;

  @Column('jsonb', { default: [] })
  modules!: CourseModule[];

  @Column('text', { name: 'teaching_methods', array: true, default: [] })
  teachingMethods!: string[];

  @Column('jsonb', { name: 'teaching_points', default: [] })
  teachingPoints!: TeachingPoint[];

  @Column('text', { name: 'fee_note', default: '' })
  feeNote!: string;

  /** Path of the cover picture, or null: a course without one shows no hole. */
  @Column('text', { nullable: true })
  cover!: string | null;

  @Column('text', { array: true, default: [] })
  tags!: string[];

  @Column('text', { default: 'draft' })
  status!: 'draft' | 'published';

  @Column('int', { default: 0 })
  position!: number;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
