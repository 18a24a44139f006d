import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { BadRequestException } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  LogController,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../../config/config.js';
import { randomToken } from '../../kernel/ids.js';
import { isNestedTooDeeply } from './nesting.js';
import { FrontDoor } from './front-door.js';
import { detailOf, titleOf } from './problem.js';
import { rawSecurityHeaders, setSecurityHeaders } from './security-headers.js';

/** Bytes of a request body. The largest honest request is some 20 KB of Chinese text. */
const BODY_LIMIT = 64 * 1024;
/** A browser's form writes one Chinese character in nine bytes; too long a text must come back with its error. */
const FORM_LIMIT = 256 * 1024;

/** Times in milliseconds, sizes in bytes: all set on purpose, because Fastify's own defaults include "for ever". */
const LIMITS = {
  /** The whole request, headers and body, must have arrived by then. */
  requestTimeout: 15_000,
  headersTimeout: 10_000,
  /** A socket on which nothing moves is closed. */
  connectionTimeout: 30_000,
  /** Longer than a usual proxy's 60 s, so that the proxy closes first and no request meets a closing socket. */
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1024,
};

/** The HTTP server under Nest: limits, request ids, security headers, one log line a request. */
export function createHttpAdapter(
  config: Config,
  logger: Logger,
  frontDoor = new FrontDoor(),
): FastifyAdapter {
  const adapter = new FastifyAdapter({
    skipMiddie: true,
    logger: false,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIds(),
    trustProxy: trustedProxies(config.http.trustProxy),
    bodyLimit: BODY_LIMIT,
    requestTimeout: LIMITS.requestTimeout,
    connectionTimeout: LIMITS.connectionTimeout,
    keepAliveTimeout: LIMITS.keepAliveTimeout,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true, caseSensitive: true },
    // While stopping, requests on open connections are still answered; new connections are refused.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      const status = error.code === 'FST_ERR_BAD_URL' ? 400 : 404;
      setSecurityHeaders(request.raw, reply.raw);
      reply
        .code(status)
        .headers({ 'cache-control': 'no-store', 'x-request-id': request.id })
        .type('application/problem+json; charset=utf-8')
        .send(JSON.stringify(plainProblem(status, request.id)));
    },
    http: { headersTimeout: LIMITS.headersTimeout, maxHeaderSize: LIMITS.maxHeaderSize },
  });
  adapter.useBodyParser('application/x-www-form-urlencoded', false, { bodyLimit: FORM_LIMIT });
  const server: FastifyInstance = adapter.getInstance();
  // Fastify takes it by itself; nothing of ours does, and a page elsewhere may send it without asking (415).
  server.removeContentTypeParser('text/plain');
  server.addHook('onRequest', (request, reply, done) => {
    if (frontDoor.answer(request, reply)) return;
    setSecurityHeaders(request.raw, reply.raw);
    reply.raw.setHeader('x-request-id', request.id);
    done();
  });
  server.addHook('preValidation', (request, _reply, done) => {
    done(isNestedTooDeeply(request.body) ? new BadRequestException() : undefined);
  });
  server.addHook('onSend', (request, reply, payload, done) => {
    logAnswer(logger, request, reply);
    if (request.method !== 'GET' && request.method !== 'HEAD') return done(null, payload);
    if (reply.statusCode !== 200) return done(null, payload);
    let etag = reply.getHeader('etag');
    if (etag === undefined && typeof payload === 'string' && request.url.startsWith('/api/v1/')) {
      etag = `"${createHash('sha1').update(payload).digest('base64url')}"`;
      reply.header('etag', etag);
    }
    if (etag === undefined || !matches(request.headers['if-none-match'], String(etag)))
      return done(null, payload);
    reply.code(304).removeHeader('content-length');
    return done(null, null);
  });
  return adapter;
}

/**
 * One line an answer, from onSend: an onResponse hook would make Fastify watch every response, also those the front
 * door has sent. The route's pattern, never the address: what visitors search or look up stays out of the log.
 */
function logAnswer(logger: Logger, request: FastifyRequest, reply: FastifyReply): void {
  const status = reply.statusCode;
  if (status < 400 && !logger.isLevelEnabled('debug')) return;
  const line = {
    requestId: request.id,
    method: request.method,
    route: request.routeOptions.url ?? 'none',
    status,
    ms: Math.round(reply.elapsedTime),
  };
  if (status >= 500) logger.error(line, 'request failed');
  else if (status >= 400) logger.info(line, 'request refused');
  else logger.debug(line, 'request');
}

/** Unique across processes and restarts, and cheap: random once, counted from there. */
function requestIds(): () => string {
  const process = randomToken(6);
  let count = 0;
  return () => `${process}-${(count += 1).toString(36)}`;
}

/** A number of hops is written as a function, the form in which Fastify takes it. */
function trustedProxies(setting: Config['http']['trustProxy']) {
  return typeof setting === 'number' ? (_address: string, hop: number) => hop < setting : setting;
}

function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const weak = (tag: string) => tag.trim().replace(/^W\//, '');
  return header.trim() === '*' || header.split(',').some((tag) => weak(tag) === weak(etag));
}

function plainProblem(status: number, requestId: string) {
  return {
    type: 'about:blank',
    title: titleOf(status),
    status,
    detail: detailOf(status),
    code: `http_${status}`,
    requestId,
  };
}

/** Answers bytes that are no HTTP request, in the same shape as every other error, and closes. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy();
  const status =
    error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const body = JSON.stringify(plainProblem(status, randomToken(9)));
  socket.end(
    `HTTP/1.1 ${status} ${status === 431 ? 'Request Header Fields Too Large' : status === 408 ? 'Request Timeout' : 'Bad Request'}\r\n` +
      `content-type: application/problem+json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      `${rawSecurityHeaders()}connection: close\r\n\r\n${body}`,
  );
}
