import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import type { Config } from '../../config/config.js';

/**
 * JSON lines on standard output, one per event. Personal data does not belong in a log: log ids, counts and
 * codes, never what a visitor typed. The redaction below is the net under that rule, not the rule.
 */
export function createLogger(level: Config['log']['level']): Logger {
  return pino({
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError },
    redact: {
      paths: [
        'organization',
        'contactName',
        'phone',
        'email',
        'message',
        'recipient',
        'password',
        'req.headers',
        '*.phone',
        '*.email',
      ],
      remove: true,
    },
  });
}

/** Nest's own few lines, in the same stream and shape as ours. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.logger.warn({ context }, String(message));
  }

  error(message: unknown, stack?: string, context?: string): void {
    this.logger.error({ context, stack }, String(message));
  }

  debug(message: unknown, context?: string): void {
    this.logger.trace({ context }, String(message));
  }
}

/**
 * An error as it may stand in a log. PostgreSQL's and TypeORM's errors quote the values of the statement that
 * failed, in their message and beside it, so of those only the codes and our own stack frames are kept.
 */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: typeof error };
  const { code, constraint, table, severity, routine } = error as Error & Record<string, unknown>;
  const frames =
    error.stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12) ?? [];
  const fromDatabase = severity !== undefined || 'driverError' in error;
  return {
    type: error.name,
    ...(!fromDatabase && { message: error.message.slice(0, 500) }),
    ...(code !== undefined && { code }),
    ...(constraint !== undefined && { constraint }),
    ...(table !== undefined && { table }),
    ...(routine !== undefined && { routine }),
    stack: frames.join('\n'),
  };
}
