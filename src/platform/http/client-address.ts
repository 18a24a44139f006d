import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

/**
 * The client's address in one spelling. Proxies write ports, brackets and zones around it, or no address at all;
 * then the socket's own counts. A request is never lost for what stands in a header.
 */
export function clientAddress(request: FastifyRequest): string {
  return parseAddress(request.ip) ?? parseAddress(request.socket.remoteAddress ?? '') ?? '0.0.0.0';
}

/** Whose allowance is counted: one IPv6 subscriber holds a whole /64. Takes what {@link clientAddress} gives. */
export function subscriberOf(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}

/** An address out of `1.2.3.4:80`, `[2001:db8::1]:443`, `fe80::1%eth0`, `::ffff:1.2.3.4`; null when there is none. */
export function parseAddress(text: string): string | null {
  const bare = text
    .slice(0, 100)
    .trim()
    .replace(/^\[([^\]]*)\](?::\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIP(bare);
  if (family !== 6) return family === 4 ? bare : null;
  return URL.parse(`http://[${bare}]/`)?.hostname.slice(1, -1) ?? null;
}
