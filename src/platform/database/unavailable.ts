/**
 * SQLSTATE classes that mean "not now": connection lost, out of resources, shutting down, I/O error; and those with which
 * PostgreSQL lets nobody in: password changed (28), database gone or closed (3D000, 55000).
 */
const UNAVAILABLE_SQLSTATE = /^(?:08|28|53|57|58|3D000$|40001$|40P01$|55000$|55P03$)/;
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
  /permission denied for database|timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a connection error|not queryable|Cannot use a pool after calling end|Connection with Postgres database was terminated/i;

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
