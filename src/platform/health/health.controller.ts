import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { Lifecycle } from './lifecycle.js';

/** For load balancers and supervisors: nothing but "alive" and "ready", no inner detail. */
@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(Lifecycle) private readonly lifecycle: Lifecycle,
  ) {}

  @Get('live')
  @Header('cache-control', 'no-store')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200 while requests can be stored; 503 while stopping or while the database does not answer. */
  @Get('ready')
  @Header('cache-control', 'no-store')
  async ready(
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ status: string; database: string }> {
    const database = await this.dataSource.query('select 1').then(
      () => 'ok',
      () => 'unavailable',
    );
    const ready = database === 'ok' && !this.lifecycle.stopping;
    reply.code(ready ? 200 : 503);
    return { status: ready ? 'ok' : this.lifecycle.stopping ? 'stopping' : 'unavailable', database };
  }
}
