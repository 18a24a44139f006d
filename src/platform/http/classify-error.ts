import { HttpException } from '@nestjs/common';
import { DomainError, InvalidFields, type FieldError } from '../../kernel/errors.js';
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

/** SQLSTATE classes that mean "not now": connection lost, out of resources, shutting down, I/O error. */
const UNAVAILABLE_SQLSTATE = /^(?:08|53|57|58|40001$|40P01$|55P03$)/;
const UNAVAILABLE_NODE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
]);
/** node-postgres gives its own failures no code, only these words. */
const UNAVAILABLE_WORDS =
  /timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a connection error|not queryable|Cannot use a pool after calling end|Connection with Postgres database was terminated/i;

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

/** True when the database cannot answer now, in any of the ways node-postgres and TypeORM tell it. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as Error & { code?: unknown };
  if (typeof code === 'string' && (UNAVAILABLE_SQLSTATE.test(code) || UNAVAILABLE_NODE.has(code)))
    return true;
  if (UNAVAILABLE_WORDS.test(error.message)) return true;
  const inner = (error as Error & { driverError?: unknown }).driverError;
  return inner !== undefined && inner !== error && isUnavailable(inner);
}
