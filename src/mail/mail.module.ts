import { join } from 'node:path';
import { Module } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { CONFIG, LOGGER } from '../platform/tokens.js';
import { DeliveryBell } from './delivery-bell.js';
import { DeliveryLifecycle } from './delivery.lifecycle.js';
import { type DeliverySettings, deliverySettings } from './delivery.settings.js';
import { DeliveryWorker } from './delivery.worker.js';
import { FileTransport } from './file.transport.js';
import { MailRepository } from './mail.repository.js';
import { MailService } from './mail.service.js';
import { DELIVERY_SETTINGS, MAIL_TRANSPORT } from './mail.tokens.js';
import { MailRenderers } from './renderers.js';
import { SmtpTransport } from './smtp.transport.js';
import type { MailTransport } from './transport.js';

/**
 * The outbox and its delivery. Other features append with `outbox.ts` in their own statement, ring the bell after the
 * commit, and register what their kinds of mail say. Needs a DataSource and the platform.
 */
@Module({
  providers: [
    DeliveryBell,
    DeliveryLifecycle,
    MailRenderers,
    MailRepository,
    MailService,
    { provide: DELIVERY_SETTINGS, useFactory: deliverySettings, inject: [CONFIG] },
    {
      provide: MAIL_TRANSPORT,
      useFactory: ({ mail, varDir }: Config): MailTransport =>
        mail.smtp === null ? new FileTransport(join(varDir, 'mail')) : new SmtpTransport(mail.smtp),
      inject: [CONFIG],
    },
    {
      provide: DeliveryWorker,
      useFactory: (
        mails: MailRepository,
        renderers: MailRenderers,
        transport: MailTransport,
        settings: DeliverySettings,
        log: Logger,
      ) => new DeliveryWorker(mails, renderers, transport, settings, log),
      inject: [MailRepository, MailRenderers, MAIL_TRANSPORT, DELIVERY_SETTINGS, LOGGER],
    },
  ],
  exports: [DeliveryBell, DeliveryWorker, MailRenderers, MailService],
})
export class MailModule {}
