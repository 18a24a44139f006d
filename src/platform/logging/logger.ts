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
