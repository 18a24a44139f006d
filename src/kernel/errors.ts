/**
 * What went wrong, in terms a caller can act on. One table in `platform/http` turns kinds into HTTP statuses:
 * - `invalid`: the input breaks a rule; mend it and send again
 * - `not_found`: no such thing, or none this caller may know of
 * - `conflict`: the thing has changed or is in a state that forbids the step
 * - `in_flight`: the same request is being worked on right now; ask again shortly
 * - `mismatch`: the same idempotency key came with another body
 * - `rate_limited`: too many attempts; wait
 * - `unavailable`: something we depend on is down; the same request may succeed later
 * - `forbidden`: known caller, missing right
 * - `unauthenticated`: unknown caller
 */
export type ErrorKind =
  | 'invalid'
  | 'not_found'
  | 'conflict'
  | 'in_flight'
  | 'mismatch'
  | 'rate_limited'
  | 'unavailable'
  | 'forbidden'
  | 'unauthenticated';

/**
 * The base of every error a service throws on purpose. Features subclass it (`class CourseNotFound extends
 * DomainError`). Not for bugs: those stay plain errors and become a 500 with a request id.
 */
export class DomainError extends Error {
  /** Stable, snake_case, for programs and logs: `course_not_found`. */
  readonly code: string;
  readonly kind: ErrorKind;

  /** @param message Chinese, shown to people: no internals, no personal data. */
  constructor(code: string, kind: ErrorKind, message: string, options?: { cause?: unknown }) {
    super(message, options);
    // The subclass's name, so that a log line says more than "Error".
    this.name = new.target.name;
    this.code = code;
    this.kind = kind;
  }
}

/** One bad field: `field` is its path in the input (`source.newsId`), `message` is Chinese and says how to mend it. */
export interface FieldError {
  field: string;
  message: string;
}

/** Input that breaks rules of one or more fields; all of them are reported at once. */
export class InvalidFields extends DomainError {
  readonly errors: FieldError[];

  constructor(errors: FieldError[], message = '填写的内容有误，请按提示修改') {
    super('invalid_fields', 'invalid', message);
    this.errors = errors;
  }
}
