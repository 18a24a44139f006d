import { Controller, ForbiddenException, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { timingSafeEqual } from 'node:crypto';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import type { Config } from '../../config/config.js';
import { poolOf } from '../database/hot-sql.js';
import { CONFIG } from '../tokens.js';

/** Prometheus figures, for the machine itself or for whoever holds METRICS_TOKEN. */
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  readonly #registry = new Registry();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    dataSource: DataSource,
  ) {
    collectDefaultMetrics({ register: this.#registry });
    const pool = new Gauge({
      name: 'training_database_connections',
      help: 'Connections of the pool by state',
      labelNames: ['state'],
      registers: [this.#registry],
      collect: () => {
        const { totalCount, idleCount, waitingCount } = poolOf(dataSource);
        pool.set({ state: 'open' }, totalCount);
        pool.set({ state: 'idle' }, idleCount);
        pool.set({ state: 'waited_for' }, waitingCount);
      },
    });
    const owed = new Gauge({
      name: 'training_mails',
      help: 'Messages of the outbox by state, sent ones left out',
      labelNames: ['state'],
      registers: [this.#registry],
      collect: async () => {
        const rows = (await dataSource.query(
          `select state, count(*)::int as count from mail where state <> 'sent' group by state`,
        )) as { state: string; count: number }[];
        owed.reset();
        for (const { state, count } of rows) owed.set({ state }, count);
      },
    });
  }

  @Get()
  async metrics(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    if (!this.mayRead(request)) throw new ForbiddenException();
    reply.type(this.#registry.contentType).header('cache-control', 'no-store');
    return this.#registry.metrics();
  }

  /** The socket's own address counts: behind a proxy on this machine only the token opens the door. */
  private mayRead(request: FastifyRequest): boolean {
    const token = this.config.http.metricsToken;
    const given = request.headers.authorization;
    if (token !== null && given !== undefined) {
      const [a, b] = [Buffer.from(given), Buffer.from(`Bearer ${token}`)];
      return a.length === b.length && timingSafeEqual(a, b);
    }
    const address = request.socket.remoteAddress ?? '';
    const forwarded =
      request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined;
    return (
      !forwarded &&
      token === null &&
      this.config.http.trustProxy === false &&
      /^(?:127\.|::1$|::ffff:127\.)/.test(address)
    );
  }
}
