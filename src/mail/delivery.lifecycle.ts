import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Config } from '../config/config.js';
import type { ChangeFeed } from '../platform/database/change-feed.js';
import { CHANGE_FEED, CONFIG } from '../platform/tokens.js';
import { DeliveryWorker } from './delivery.worker.js';
import { MAIL_TRANSPORT } from './mail.tokens.js';
import type { MailTransport } from './transport.js';

/**
 * Runs the worker while the application lives, except where the role is `web`. It stops before the shutdown reaches
 * the connection pool, which TypeORM closes last (onApplicationShutdown).
 */
@Injectable()
export class DeliveryLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CHANGE_FEED) private readonly changeFeed: ChangeFeed,
    @Inject(MAIL_TRANSPORT) private readonly transport: MailTransport,
    private readonly worker: DeliveryWorker,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.role === 'web') return;
    await this.transport.open();
    this.changeFeed.on('mail', () => this.worker.wake());
    this.worker.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.worker.stop();
    await this.transport.close();
  }
}
