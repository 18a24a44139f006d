import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import type { Config } from '../../config/config.js';
import { DomainError } from '../../kernel/errors.js';
import { poolOf } from '../database/hot-sql.js';
import { CONFIG } from '../tokens.js';
import { clientAddress, subscriberOf } from './client-address.js';

/**
 * What is limited, over all instances together: `points` in `seconds`.
 * - `submit`, `lookup`: by client address. An office behind one address may send many requests in a morning; nobody
 *   honest sends thirty in ten minutes.
 * - `reference`: failed look-ups of one reference, from wherever: four digits must not be guessed by many at once.
 * - `recipient`, `acknowledgements`: receipts by mail to one address, and all together. Anybody can type anybody's
 *   address, and the mailbox that sends them is needed for the requests themselves.
 */
export const LIMITS = {
  submit: { points: 30, seconds: 600 },
  lookup: { points: 20, seconds: 600 },
  reference: { points: 10, seconds: 86_400 },
  recipient: { points: 10, seconds: 86_400 },
  acknowledgements: { points: 200, seconds: 86_400 },
} as const;
export type LimitName = keyof typeof LIMITS;

export class RateLimited extends DomainError {
  constructor(
    /** Seconds until the next attempt may succeed. */
    readonly retryAfter: number,
  ) {
    const minutes = Math.ceil(retryAfter / 60);
    const wait = minutes < 120 ? `${minutes} 分钟` : `${Math.ceil(minutes / 60)} 小时`;
    super('rate_limited', 'rate_limited', `次数过多，请约 ${wait}后再试，或直接电话联系我们。`);
  }
}

/** Counts attempts in PostgreSQL (an unlogged table), so that a limit holds however many instances run. */
@Injectable()
export class RateLimiter {
  readonly #limiters: Map<LimitName, RateLimiterPostgres> | null;

  constructor(@Inject(CONFIG) config: Config, dataSource: DataSource) {
    const names = Object.keys(LIMITS) as LimitName[];
    this.#limiters = config.http.rateLimits
      ? new Map(names.map((name) => [name, limiter(dataSource, name)]))
      : null;
  }

  /**
   * Counts one attempt of a client and tells it where it stands in RateLimit headers.
   *
   * @throws RateLimited when the allowance is used up; any error of the database as it is (fails closed)
   */
  async consume(name: 'submit' | 'lookup', request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const result = await this.#count(name, subscriberOf(clientAddress(request)));
    if (result === null) return;
    const { points, seconds } = LIMITS[name];
    reply.header('RateLimit-Policy', `${points};w=${seconds}`);
    reply.header('RateLimit-Limit', points);
    reply.header('RateLimit-Remaining', Math.max(0, result.remainingPoints));
    reply.header('RateLimit-Reset', Math.max(0, Math.ceil(result.msBeforeNext / 1000)));
    if (result.refused) throw new RateLimited(secondsOf(result));
  }

  /** Counts one attempt under any key. @throws RateLimited */
  async spend(name: LimitName, key: string): Promise<void> {
    const result = await this.#count(name, key);
    if (result?.refused) throw new RateLimited(secondsOf(result));
  }

  /** Counts one attempt under any key. @returns whether it was within the allowance */
  async allows(name: LimitName, key: string): Promise<boolean> {
    return (await this.#count(name, key))?.refused !== true;
  }

  /** Takes an attempt back: it was an honest one. */
  async refund(name: LimitName, key: string): Promise<void> {
    await this.#limiters?.get(name)?.reward(key, 1);
  }

  async #count(name: LimitName, key: string): Promise<(RateLimiterRes & { refused: boolean }) | null> {
    const counter = this.#limiters?.get(name);
    if (counter === undefined) return null;
    try {
      return Object.assign(await counter.consume(key), { refused: false });
    } catch (error) {
      if (error instanceof RateLimiterRes) return Object.assign(error, { refused: true });
      throw error;
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

function secondsOf(result: RateLimiterRes): number {
  return Math.max(1, Math.ceil(result.msBeforeNext / 1000));
}
