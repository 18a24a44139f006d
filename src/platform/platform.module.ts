import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { systemClock, type Clock } from '../kernel/clock.js';
import type { ChangeFeed } from './database/change-feed.js';
import { ContentCache } from './database/content-cache.js';
import { HealthController } from './health/health.controller.js';
import { Lifecycle } from './health/lifecycle.js';
import { MetricsController } from './health/metrics.controller.js';
import { FrontDoor } from './http/front-door.js';
import { RateLimiter } from './http/rate-limiter.js';
import { JobRunner } from './jobs/job-runner.js';
import { CHANGE_FEED, CLOCK, CONFIG, LOGGER } from './tokens.js';

/** What main opened before Nest came up, and what every feature may ask for. */
export interface PlatformParts {
  config: Config;
  logger: Logger;
  changeFeed: ChangeFeed;
  frontDoor?: FrontDoor;
  clock?: Clock;
}

@Global()
@Module({})
export class PlatformModule {
  static with(parts: PlatformParts): DynamicModule {
    return {
      module: PlatformModule,
      controllers: [HealthController, MetricsController],
      providers: [
        Lifecycle,
        { provide: FrontDoor, useValue: parts.frontDoor ?? new FrontDoor() },
        RateLimiter,
        JobRunner,
        { provide: CONFIG, useValue: parts.config },
        { provide: LOGGER, useValue: parts.logger },
        { provide: CHANGE_FEED, useValue: parts.changeFeed },
        { provide: CLOCK, useValue: parts.clock ?? systemClock },
        { provide: ContentCache, useFactory: () => new ContentCache(parts.changeFeed) },
      ],
      exports: [
        CONFIG,
        LOGGER,
        CHANGE_FEED,
        CLOCK,
        ContentCache,
        FrontDoor,
        RateLimiter,
        JobRunner,
        Lifecycle,
      ],
    };
  }
}
