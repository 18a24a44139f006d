import { Injectable } from '@nestjs/common';
import type { VNode } from 'preact';
import { CoursesService } from '../courses/courses.service.js';
import { DomainError } from '../kernel/errors.js';
import { newsPath } from '../news/news.js';
import { NewsService } from '../news/news.service.js';
import {
  freshForm,
  groupCourses,
  suggestedTopic,
  type InquiryFormData,
  type InquiryFormProblem,
} from './inquiry-form.view.js';
import { coursePath } from './links.view.js';
import { InquirePage, type InquirePageProps } from './pages/inquire.page.js';
import type { SiteContext } from './site-context.view.js';
import { carriedOn, type SubmittedForm } from './submitted-form.js';

/** What the standalone form is about: one published course, one published article, or neither. */
export interface FormOrigin {
  course?: string | undefined;
  news?: number | undefined;
}

/** Fills the standalone request form: fresh, or as it was sent. */
@Injectable()
export class InquireForms {
  constructor(
    private readonly courses: CoursesService,
    private readonly news: NewsService,
  ) {}

  /** Checks what the address says; what is not published is passed over in silence. */
  async about(course: unknown, news: unknown): Promise<FormOrigin> {
    if (typeof course === 'string' && (await this.courses.bySlug(course).catch(orNull)) !== null)
      return { course };
    const id = typeof news === 'string' && /^[1-9]\d{0,9}$/.test(news) ? Number(news) : 0;
    return (await this.news.byId(id).catch(orNull)) === null ? {} : { news: id };
  }

  async empty(site: SiteContext, about: FormOrigin): Promise<VNode> {
    const groups = groupCourses(await this.courses.published());
    if (about.course !== undefined) {
      const form = freshForm(groups, { values: { courseSlug: about.course } });
      return InquirePage({ site, form, origin: await this.origin(about) });
    }
    if (about.news === undefined) return InquirePage({ site, form: freshForm(groups), origin: null });
    const piece = await this.news.byId(about.news);
    const form = freshForm(groups, { newsId: piece.id, values: { topic: suggestedTopic(piece) } });
    return InquirePage({ site, form, origin: await this.origin(about) });
  }

  async filled(
    site: SiteContext,
    submitted: SubmittedForm,
    problems: InquiryFormProblem[],
    notice: string | null,
  ): Promise<VNode> {
    const { values } = submitted;
    const about = await this.about(undefined, submitted.hidden.newsId);
    const form: InquiryFormData = {
      courseGroups: groupCourses(await this.courses.published()),
      values,
      problems,
      newsId: about.news ?? null,
      hidden: carriedOn(submitted),
      notice,
    };
    return InquirePage({ site, form, origin: await this.origin(about) });
  }

  private async origin({ course, news }: FormOrigin): Promise<InquirePageProps['origin']> {
    if (course !== undefined) {
      const found = await this.courses.bySlug(course);
      return { kind: '课程', title: found.title, href: coursePath(found) };
    }
    if (news === undefined) return null;
    const piece = await this.news.byId(news);
    return { kind: '文章', title: piece.title, href: newsPath(piece) };
  }
}

function orNull(error: unknown): null {
  if (error instanceof DomainError && error.kind === 'not_found') return null;
  throw error;
}
