import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { InquiriesService } from '../inquiries/inquiries.service.js';
import { JobRunner } from '../platform/jobs/job-runner.js';
import { LOGGER } from '../platform/tokens.js';
import type { Logger } from 'pino';

/** The one list of what happens by the clock (Beijing time). Every job may run twice without harm. */
@Injectable()
export class ScheduledJobs implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: JobRunner,
    private readonly inquiries: InquiriesService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.jobs.schedule('forget-client-addresses', '17 * * * *', async () => {
      const forgotten = await this.inquiries.forgetAddresses();
      if (forgotten > 0) this.logger.info({ forgotten }, 'client addresses forgotten');
    });
  }
}
