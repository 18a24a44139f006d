import { Catch, Inject, Optional, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { LOGGER } from '../tokens.js';
import { classifyError, logFailure, type ClassifiedError } from './classify-error.js';
import { titleOf, type Problem } from './problem.js';

/** How the public site shows an error to a person; programs get a problem instead. */
export interface ErrorPages {
  render(error: ClassifiedError & { title: string; requestId: string; path: string }): Promise<string>;
}
export const ERROR_PAGES = Symbol('ErrorPages');

/** The last stop of every error: programs get RFC 9457, people get a page, bugs get a log line with a stack. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    @Optional() @Inject(ERROR_PAGES) private readonly pages?: ErrorPages,
  ) {}

  async catch(thrown: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const error = classifyError(thrown);
    const requestId = request.id;
    logFailure(this.logger, requestId, error, thrown);
    if (reply.sent) return;

    reply.code(error.status).header('cache-control', 'no-store');
    if (error.retryAfter !== undefined) reply.header('retry-after', error.retryAfter);
    const title = titleOf(error.status);
    if (this.pages !== undefined && wantsPage(request)) {
      const page = await this.pages
        .render({ ...error, title, requestId, path: request.url })
        .catch(() => null);
      if (page !== null) return void reply.type('text/html; charset=utf-8').send(page);
    }
    const problem: Problem = {
      type: 'about:blank',
      title,
      status: error.status,
      detail: error.detail,
      code: error.code,
      requestId,
      ...(error.errors && { errors: error.errors }),
    };
    reply.type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
  }
}

function wantsPage(request: FastifyRequest): boolean {
  return !/^\/(?:api\/v1|health|metrics)(?:[/?]|$)/.test(request.url);
}
