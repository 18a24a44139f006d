import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import type { Config } from '../../config/config.js';
import { DomainError } from '../../kernel/errors.js';
import { poolOf } from '../database/hot-sql.js';
import { CONFIG } from '../tokens.js';

/**
 * What is limited, per client address, over all instances together: `points` in `seconds`. An office behind
 * one address may send many requests in a morning; nobody honest sends thirty in ten minutes.
 */
export const LIMITS = {
  submit: { points: 30, seconds: 600 },
  lookup: { points: 20, seconds: 600 },
} as const;
export type LimitName = keyof typeof LIMITS;

export class RateLimited extends DomainError {
  constructor(
    /** Seconds until the next attempt may succeed. */
    readonly retryAfter: number,
  ) {
    const minutes = Math.ceil(retryAfter / 60);
    super('rate_limited', 'rate_limited', `提交次数过多，请约 ${minutes} 分钟后再试，或直接电话联系我们。`);
  }
}

/** Counts attempts in PostgreSQL (an unlogged table), so that the limit holds however many instances run. */
@Injectable()
export class RateLimiter {
  readonly #limiters: Record<LimitName, RateLimiterPostgres> | null;

  constructor(@Inject(CONFIG) config: Config, dataSource: DataSource) {
    this.#limiters = config.http.rateLimits
      ? { submit: limiter(dataSource, 'submit'), lookup: limiter(dataSource, 'lookup') }
      : null;
  }

  /**
   * Counts one attempt and tells the client where it stands in RateLimit headers.
   *
   * @throws RateLimited when the allowance is used up; any error of the database as it is (fails closed)
   */
  async consume(name: LimitName, address: string, reply: FastifyReply): Promise<void> {
    if (this.#limiters === null) return;
    const { points, seconds } = LIMITS[name];
    try {
      const result = await this.#limiters[name].consume(clientKey(address));
      setHeaders(reply, points, seconds, result);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      setHeaders(reply, points, seconds, error);
      throw new RateLimited(Math.max(1, Math.ceil(error.msBeforeNext / 1000)));
    }
  }
}

function limiter(dataSource: DataSource, name: LimitName): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: poolOf(dataSource),
    tableName: 'rate_limit',
    tableCreated: true,
    keyPrefix: name,
    points: LIMITS[name].points,
    duration: LIMITS[name].seconds,
    inMemoryBlockOnConsumed: LIMITS[name].points + 1,
  });
}

function setHeaders(reply: FastifyReply, limit: number, seconds: number, result: RateLimiterRes): void {
  reply.header('RateLimit-Policy', `${limit};w=${seconds}`);
  reply.header('RateLimit-Limit', limit);
  reply.header('RateLimit-Remaining', Math.max(0, result.remainingPoints));
  reply.header('RateLimit-Reset', Math.max(0, Math.ceil(result.msBeforeNext / 1000)));
}

/** One IPv6 subscriber holds a whole /64, so that is what is counted. */
function clientKey(address: string): string {
  if (!address.includes(':')) return address;
  if (address.startsWith('::ffff:')) return address.slice(7);
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail === undefined ? [] : tail.split(':').filter(Boolean);
  const middle = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...middle, ...right].slice(0, 4).join(':');
}
