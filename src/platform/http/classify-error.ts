import { HttpException } from '@nestjs/common';
import type { Logger } from 'pino';
import { DomainError, InvalidFields, type FieldError } from '../../kernel/errors.js';
import { isUnavailable } from '../database/unavailable.js';
import { detailOf, STATUS_OF_KIND } from './problem.js';
import { RateLimited } from './rate-limiter.js';

/** What an error means to the caller. `bug` errors are logged with their stack, the others are not. */
export interface ClassifiedError {
  status: number;
  code: string;
  detail: string;
  errors?: FieldError[];
  /** Seconds, for the Retry-After header. */
  retryAfter?: number;
  bug: boolean;
}

/**
 * Values PostgreSQL cannot read: a character, a number, a date. Our rules should have said so first, but it is the
 * sender's to mend.
 */
const UNSTORABLE = new Set(['22003', '22007', '22008', '22021', '22P02', '22P05']);

export function classifyError(error: unknown): ClassifiedError {
  if (error instanceof InvalidFields) {
    return { status: 400, code: error.code, detail: error.message, errors: error.errors, bug: false };
  }
  if (error instanceof RateLimited) {
    return { status: 429, code: error.code, detail: error.message, retryAfter: error.retryAfter, bug: false };
  }
  if (error instanceof DomainError) {
    const status = STATUS_OF_KIND[error.kind];
    const wait = error.kind === 'in_flight' ? 1 : error.kind === 'unavailable' ? 5 : undefined;
    return {
      status,
      code: error.code,
      detail: error.message,
      bug: false,
      ...(wait !== undefined && { retryAfter: wait }),
    };
  }
  if (isUnavailable(error)) {
    return { status: 503, code: 'unavailable', detail: detailOf(503), retryAfter: 5, bug: false };
  }
  if (UNSTORABLE.has(String((error as { code?: unknown } | null)?.code))) {
    return { status: 400, code: 'invalid_data', detail: detailOf(400), bug: false };
  }
  const status = error instanceof HttpException ? error.getStatus() : statusOfFastifyError(error);
  if (status !== null)
    return { status, code: `http_${status}`, detail: detailOf(status), bug: status >= 500 };
  return { status: 500, code: 'internal', detail: detailOf(500), bug: true };
}

/** Fastify marks the errors of its own parsing and limits with a 4xx statusCode. */
function statusOfFastifyError(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return null;
  const status = Number(error.statusCode);
  return status >= 400 && status < 500 ? status : null;
}

/** What of a failure belongs in the log: bugs, and that something we depend on is away. */
export function logFailure(logger: Logger, requestId: string, error: ClassifiedError, thrown: unknown): void {
  if (error.bug) logger.error({ requestId, err: thrown }, 'unexpected error');
  else if (error.status === 503) logger.warn({ requestId, err: thrown }, 'a dependency is unavailable');
}
