import { describe, expect, it } from '@jest/globals';
import { DomainError, InvalidFields } from './errors.js';

class CourseNotFound extends DomainError {
  constructor(slug: string, options?: { cause?: unknown }) {
    super('course_not_found', 'not_found', `没有找到课程 ${slug}`, options);
  }
}

describe('DomainError', () => {
  it('carries code, kind, message and the name of its subclass', () => {
    const error = new CourseNotFound('chengyu');
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'CourseNotFound',
      code: 'course_not_found',
      kind: 'not_found',
      message: '没有找到课程 chengyu',
    });
    expect(error.stack).toContain('errors.spec');
  });

  it('keeps a cause only when there is one', () => {
    const cause = new Error('unique violation');
    expect(new CourseNotFound('a', { cause }).cause).toBe(cause);
    expect('cause' in new CourseNotFound('a')).toBe(false);
  });
});

describe('InvalidFields', () => {
  it('reports every field at once', () => {
    const errors = [
      { field: 'phone', message: '请填写联系电话' },
      { field: 'source.newsId', message: '文章编号有误' },
    ];
    const error = new InvalidFields(errors);
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ name: 'InvalidFields', code: 'invalid_fields', kind: 'invalid', errors });
    expect(error.message).not.toBe('');
  });
});
