import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { CourseCategoryEntity, CourseEntity } from './course.entity.js';

/** Everything here reads published courses only, but for {@link CoursesRepository.findTitle}. */
@Injectable()
export class CoursesRepository {
  constructor(
    @InjectRepository(CourseEntity) private readonly courses: Repository<CourseEntity>,
    @InjectRepository(CourseCategoryEntity) private readonly categories: Repository<CourseCategoryEntity>,
  ) {}

  findCategories(): Promise<CourseCategoryEntity[]> {
    return this.categories.find({ order: { position: 'asc', slug: 'asc' } });
  }

  /** All of them in the order staff gave them: a centre offers tens of courses, not thousands. */
  findPublished(): Promise<CourseEntity[]> {
    return this.courses.find({
      where: { status: 'published' },
      relations: { category: true },
      order: { position: 'asc', id: 'asc' },
      take: 1_000,
    });
  }

  /** Title of a course in any state: a visitor may still hold a page of one that was withdrawn since. */
  async findTitle(slug: string): Promise<string | null> {
    const course = await this.courses.findOne({ where: { slug }, select: { id: true, title: true } });
    return course?.title ?? null;
  }
}
