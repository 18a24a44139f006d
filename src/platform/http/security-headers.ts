import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * On every answer, whatever its status or type. Constants, so no library is asked to compute them again for
 * every request. No page of ours needs anything from elsewhere, an inline script or an inline style.
 */
export const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; " +
    "frame-ancestors 'none'",
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const;

const ENTRIES = Object.entries(SECURITY_HEADERS);

/** Sets them below the framework, so that they are there even when it answers by itself. */
export function setSecurityHeaders(_request: IncomingMessage, response: ServerResponse): void {
  for (const [name, value] of ENTRIES) response.setHeader(name, value);
}

/** The same as raw text, for answers to requests too broken to be parsed. */
export function rawSecurityHeaders(): string {
  return ENTRIES.map(([name, value]) => `${name}: ${value}\r\n`).join('');
}
