import { Injectable } from '@nestjs/common';

/** What one message says. How it is addressed and encoded is the business of `compose.ts`. */
export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
  /** Whom the reader answers. Left out of the message unless the address is plain and valid. */
  replyTo?: { name: string; address: string };
  /** True for an acknowledgement to somebody outside: asks other mail systems not to answer it automatically. */
  automatic?: boolean;
  /** Sent instead, once, when the server refuses the content: no details, no links beyond one. */
  minimal?: { subject: string; text: string };
}

/**
 * Reads the subject afresh and says what the message says now. Runs once for each attempt, so it must not have effects.
 *
 * @returns null when the subject is gone; the row is parked then
 */
export type MailRenderer = (subjectId: string) => Promise<RenderedMail | null>;

/** The kinds of mail there are. Filled at boot by whoever knows the subjects; the mail feature knows none. */
@Injectable()
export class MailRenderers {
  readonly #byKind = new Map<string, MailRenderer>();

  /** @throws Error when the kind is taken: two renderers for one kind are a mistake in the code. */
  register(kind: string, renderer: MailRenderer): void {
    if (this.#byKind.has(kind)) throw new Error(`mail kind ${kind} is registered twice`);
    this.#byKind.set(kind, renderer);
  }

  find(kind: string): MailRenderer | undefined {
    return this.#byKind.get(kind);
  }
}
