import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SmtpSettings } from '../config/smtp-url.js';
import type { SendFailure } from './reply-class.js';
import type { OutgoingMail } from './transport.js';

/** Numbers a test may want smaller. */
export interface SmtpLimits {
  connectMs: number;
  /** Silence in the middle of a conversation. */
  socketMs: number;
  /** A warm connection nobody used is closed after this long. */
  idleMs: number;
  maxMessages: number;
}

/** An attempt ended by us rather than by the server. */
class AttemptAborted extends Error implements SendFailure {
  constructor(
    readonly code: 'ETIMEDOUT' | 'EPROTOCOL' | 'ECONNECTION',
    message: string,
  ) {
    super(message);
    this.name = 'AttemptAborted';
  }
}

/** What a server may say in one step (connecting with login, or sending one message). Real ones say about 1 KB. */
const MAX_HEARD = 16_384;

/**
 * nodemailer bounds the size of one reply but not how many come unasked: 10 MB of empty lines keep it busy for minutes.
 * Its own method is overridden, since an upgraded socket cannot be watched from outside; a test notices if it moves.
 */
class MeteredConnection extends SMTPConnection {
  heard = 0;

  _onData(chunk: Buffer): void {
    this.heard += chunk.length;
    if (this.heard > MAX_HEARD) {
      this.emit('error', new AttemptAborted('EPROTOCOL', 'Server talks too much'));
      return this.close();
    }
    // oxlint-disable-next-line no-underscore-dangle
    (SMTPConnection.prototype as unknown as { _onData(chunk: Buffer): void })._onData.call(this, chunk);
  }
}

type Done = (error?: Error | null, reply?: string) => void;

/** An SMTPConnection whose every step ends: with an answer, an error, or the deadline. */
export class WarmConnection {
  sent = 0;
  readonly ended: Promise<void>;
  readonly #connection: MeteredConnection;
  #lastUse = 0;
  #dirty = false;
  #failed: Error | null = null;
  #fail: ((error: Error) => void) | null = null;

  constructor(
    private readonly smtp: SmtpSettings,
    ca: string | undefined,
    limits: SmtpLimits,
  ) {
    this.#connection = new MeteredConnection({
      host: smtp.host,
      port: smtp.port,
      secure: smtp.tls === 'implicit',
      requireTLS: smtp.tls === 'starttls',
      // Explicit, because NODE_TLS_REJECT_UNAUTHORIZED=0 would otherwise switch verification off.
      tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
      connectionTimeout: limits.connectMs,
      greetingTimeout: limits.connectMs,
      dnsTimeout: limits.connectMs,
      socketTimeout: limits.socketMs,
      socketCloseTimeout: 0, // closing means destroying: a silent server must not keep the socket
      logger: false,
    });
    // nodemailer reports a lost connection here and not to the step that waits for an answer.
    this.#connection.on('error', (error: Error) => this.#lost(error));
    this.ended = new Promise((resolve) => {
      this.#connection.once('end', () => {
        resolve();
        // After a 421 nodemailer ends the connection first and hands over what the server said right after.
        setImmediate(() => this.#lost(new AttemptAborted('ECONNECTION', 'Connection closed')));
      });
    });
  }

  get usable(): boolean {
    return this.#failed === null && !this.#connection.destroyed;
  }

  async open(withinMs: number): Promise<void> {
    const { user, password: pass } = this.smtp;
    await this.#step(withinMs, (done) => {
      this.#connection.connect((error) => {
        if (error !== undefined || user === undefined) return done(error);
        this.#connection.login({ user, pass }, (failure) => done(failure));
      });
    });
    this.#lastUse = performance.now();
  }

  /** RSET: proves that the server is there and clears what a refused message left behind. Free right after a success. */
  async probe(withinMs: number): Promise<boolean> {
    if (!this.#dirty && performance.now() - this.#lastUse < 1_000) return true;
    return this.#step(withinMs, (done) => this.#connection.reset((error) => done(error))).then(
      () => true,
      () => false,
    );
  }

  async send(mail: OutgoingMail, withinMs: number): Promise<string> {
    this.#dirty = true;
    const reply = await this.#step(withinMs, (done) => {
      this.#connection.send({ from: mail.from, to: [mail.to] }, mail.raw, (error, info) => {
        done(error, error === null ? info.response : undefined);
      });
    });
    this.sent += 1;
    this.#dirty = false;
    this.#lastUse = performance.now();
    return reply;
  }

  quit(): void {
    if (this.usable) this.#connection.quit();
  }

  destroy(): void {
    this.#connection.close();
  }

  #lost(error: Error): void {
    this.#failed ??= error;
    this.#fail?.(error);
  }

  /** nodemailer bounds each silence; the whole step is bounded here. */
  async #step(withinMs: number, start: (done: Done) => void): Promise<string> {
    const late = (): void => {
      this.#lost(new AttemptAborted('ETIMEDOUT', 'Attempt took too long'));
      this.destroy();
    };
    const timer = setTimeout(late, Math.max(withinMs, 1));
    this.#connection.heard = 0;
    try {
      return await new Promise<string>((resolve, reject) => {
        this.#fail = reject;
        if (this.#failed !== null) return reject(this.#failed);
        start((error, reply) => (error ? reject(error) : resolve(typeof reply === 'string' ? reply : '')));
      });
    } finally {
      this.#fail = null;
      clearTimeout(timer);
    }
  }
}
