import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { randomToken } from '../kernel/ids.js';
import { SECURITY_HEADERS } from '../platform/http/security-headers.js';
import { IDEMPOTENCY_KEY_PLACEHOLDER } from './inquiry-form.view.js';

/** Characters of an idempotency key; the length of a page is known before its key is. */
const KEY_LENGTH = 22;
/** How long one key serves: copying a page for each response would cost as much as all the rest of it. */
const KEY_MS = 20;

/**
 * A page as bytes, ready to be sent many times. Where it holds a form, it also holds an idempotency key, which
 * changes every few milliseconds. Two visitors can meet the same key only in the same instant, and even then their
 * requests are told apart: the form's key is this one and what was typed, and the script takes a key of its own.
 */
export class RenderedPage {
  /** Weak: two responses of one version differ in their key. */
  readonly etag: string;
  readonly #headers: string[];
  readonly #pieces: Buffer[];
  #body: Buffer;
  #freshUntil = 0;

  constructor(html: string) {
    this.etag = `W/"${createHash('sha1').update(html).digest('base64url')}"`;
    this.#pieces = html.split(IDEMPOTENCY_KEY_PLACEHOLDER).map((piece) => Buffer.from(piece));
    const length = this.#pieces.reduce((sum, piece) => sum + piece.length, 0);
    this.#headers = [
      ...Object.entries(SECURITY_HEADERS).flat(),
      'content-type',
      'text/html; charset=utf-8',
      'cache-control',
      'no-cache',
      'etag',
      this.etag,
      'content-length',
      String(length + (this.#pieces.length - 1) * KEY_LENGTH),
      'x-request-id',
      '', // its value, put in for each response
    ];
    this.#body = this.#pieces[0] ?? Buffer.alloc(0);
  }

  /** The bytes of a response sent now. Shared: not to be written to. */
  body(): Buffer {
    if (this.#pieces.length < 2) return this.#body;
    const now = performance.now();
    if (now > this.#freshUntil) {
      const key = Buffer.from(randomToken(16), 'latin1');
      this.#body = Buffer.concat(
        this.#pieces.flatMap((piece, index) => (index === 0 ? [piece] : [key, piece])),
      );
      this.#freshUntil = now + KEY_MS;
    }
    return this.#body;
  }

  /** Answers below the framework, with the headers every answer has. */
  send(response: ServerResponse, requestId: string): void {
    this.#headers[this.#headers.length - 1] = requestId;
    response.writeHead(200, this.#headers).end(this.body());
  }
}
