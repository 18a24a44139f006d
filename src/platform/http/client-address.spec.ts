import { describe, expect, it } from '@jest/globals';
import { parseAddress, subscriberOf } from './client-address.js';

describe('parseAddress', () => {
  it.each([
    ['1.2.3.4', '1.2.3.4'],
    ['1.2.3.4:5678', '1.2.3.4'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['[2001:DB8::1]:443', '2001:db8::1'],
    ['2001:0db8:0:0::1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['unknown', null],
    ['', null],
    ['9'.repeat(9_000), null],
  ])('%s -> %s', (text, address) => expect(parseAddress(text)).toBe(address));
});

describe('subscriberOf', () => {
  it('counts an IPv4 address and an IPv6 /64', () => {
    expect(subscriberOf('1.2.3.4')).toBe('1.2.3.4');
    expect(subscriberOf('2001:db8::1')).toBe('2001:db8:0:0');
    expect(subscriberOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2');
  });
});
