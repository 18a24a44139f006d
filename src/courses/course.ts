import type { CourseModule, TeachingPoint } from './course.entity.js';

/** A course category (课程类别) with the number of published courses in it. */
export interface CourseCategory {
  slug: string;
  name: string;
  summary: string;
  courses: number;
}

/** What a list of courses shows. `days` and `classHours` are plain numbers; one class hour is 45 minutes. */
export interface CourseSummary {
  slug: string;
  title: string;
  category: { slug: string; name: string };
  summary: string;
  audience: string;
  days: number;
  classHours: number;
  tags: string[];
  cover: string | null;
}

/** Everything a course page shows. */
export interface Course extends CourseSummary {
  objectives: string[];
  modules: CourseModule[];
  teachingMethods: string[];
  teachingPoints: TeachingPoint[];
  feeNote: string;
  updatedAt: Date;
}

export type { CourseModule, TeachingPoint };
