import { Injectable } from '@nestjs/common';
import { pageOf, type Page } from '../kernel/pagination.js';
import { ContentCache } from '../platform/database/content-cache.js';
import type { CourseEntity } from './course.entity.js';
import type { Course, CourseCategory, CourseSummary } from './course.js';
import { CourseNotFound } from './courses.errors.js';
import { CoursesRepository } from './courses.repository.js';

export interface CourseFilter {
  category?: string | undefined;
  tag?: string | undefined;
}

/** Reads published courses. They are few, so all of them are kept in memory until one changes. */
@Injectable()
export class CoursesService {
  constructor(
    private readonly repository: CoursesRepository,
    private readonly cache: ContentCache,
  ) {}

  /** Categories with at least one published course, in their order. */
  async categories(): Promise<CourseCategory[]> {
    return this.cache.get('courses:categories', async () => {
      const [categories, courses] = await Promise.all([this.repository.findCategories(), this.published()]);
      return categories
        .map(({ slug, name, summary }) => ({
          slug,
          name,
          summary,
          courses: courses.filter((course) => course.category.slug === slug).length,
        }))
        .filter((category) => category.courses > 0);
    });
  }

  /** Every published course, in order. */
  published(): Promise<Course[]> {
    return this.cache.get('courses:published', async () =>
      (await this.repository.findPublished()).map(toCourse),
    );
  }

  async page(filter: CourseFilter, paging: { page: number; pageSize: number }): Promise<Page<CourseSummary>> {
    const matching = (await this.published()).filter(
      (course) =>
        (filter.category === undefined || course.category.slug === filter.category) &&
        (filter.tag === undefined || course.tags.includes(filter.tag)),
    );
    const start = (paging.page - 1) * paging.pageSize;
    return pageOf(matching.slice(start, start + paging.pageSize), matching.length, paging);
  }

  /** @throws CourseNotFound */
  async bySlug(slug: string): Promise<Course> {
    const course = (await this.published()).find((candidate) => candidate.slug === slug);
    if (course === undefined) throw new CourseNotFound();
    return course;
  }

  /** Courses that share most tags with a piece of news, best first. */
  async fitting(tags: string[], limit: number): Promise<CourseSummary[]> {
    const wanted = new Set(tags);
    return (await this.published())
      .map((course) => ({ course, shared: course.tags.filter((tag) => wanted.has(tag)).length }))
      .filter(({ shared }) => shared > 0)
      .sort((a, b) => b.shared - a.shared)
      .slice(0, limit)
      .map(({ course }) => course);
  }

  /** Title to record with a request for this course, or null when there never was such a course. */
  async titleForRequest(slug: string): Promise<string | null> {
    const published = (await this.published()).find((course) => course.slug === slug);
    return published?.title ?? this.repository.findTitle(slug);
  }
}

function toCourse(entity: CourseEntity): Course {
  return {
    slug: entity.slug,
    title: entity.title,
    category: { slug: entity.category.slug, name: entity.category.name },
    summary: entity.summary,
    audience: entity.audience,
    days: Number(entity.days),
    classHours: Number(entity.classHours),
    tags: entity.tags,
    cover: entity.cover,
    objectives: entity.objectives,
    modules: entity.modules,
    teachingMethods: entity.teachingMethods,
    teachingPoints: entity.teachingPoints,
    feeNote: entity.feeNote,
    updatedAt: entity.updatedAt,
  };
}
