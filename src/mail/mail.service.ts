import { Inject, Injectable } from '@nestjs/common';
import type { DeliverySettings } from './delivery.settings.js';
import { DeliveryBell } from './delivery-bell.js';
import type { MailState } from './mail.entity.js';
import { MailNotRequeueable } from './mail.errors.js';
import { type ChannelRow, MailRepository, type MailRow } from './mail.repository.js';
import { DELIVERY_SETTINGS } from './mail.tokens.js';
import { OUTCOME_TEXT } from './reply-class.js';

/** A message as staff see it; `explanation` says in Chinese what the last outcome means. */
export interface MailView extends MailRow {
  explanation: string | null;
}

export interface ChannelView extends ChannelRow {
  explanation: string | null;
}

/** What people may see and do about messages: for commands and the console. */
@Injectable()
export class MailService {
  constructor(
    private readonly mails: MailRepository,
    private readonly bell: DeliveryBell,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  counts(): Promise<Record<MailState, number>> {
    return this.mails.counts();
  }

  /** Newest first; every state when none is given. */
  async list({ state, limit }: { state?: MailState; limit: number }): Promise<MailView[]> {
    const rows = await this.mails.list(state ?? null, limit);
    return rows.map((row) => ({ ...row, explanation: explain(row.lastOutcome) }));
  }

  /** How the ways out are doing: pace, pauses and why. */
  async channels(): Promise<ChannelView[]> {
    const rows = await this.mails.channels();
    return rows.map((row) => ({ ...row, explanation: explain(row.pauseReason) }));
  }

  /** Sends a parked or waiting message now, with a fresh budget and the same Message-ID. @throws MailNotRequeueable */
  async requeue(id: string): Promise<void> {
    if (!(await this.mails.requeue(id))) throw new MailNotRequeueable();
    this.bell.ring();
  }

  /** Ends a pause by hand, for instance after the settings were mended. @returns whether there was one */
  resume(): Promise<boolean> {
    return this.mails.clearPause(this.settings.channel);
  }
}

function explain(outcome: string | null): string | null {
  const texts: Readonly<Record<string, string>> = OUTCOME_TEXT;
  return outcome === null ? null : (texts[outcome] ?? null);
}
