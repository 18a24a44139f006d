import { DomainError } from '../kernel/errors.js';

export class CourseNotFound extends DomainError {
  constructor() {
    super('course_not_found', 'not_found', '没有这门课程，或它已经下架。');
  }
}
