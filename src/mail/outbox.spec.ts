import { describe, expect, it } from '@jest/globals';
import { outboxInsert, outboxParameters } from './outbox.js';

describe('outboxInsert', () => {
  it('numbers its parameters from where the caller stopped', () => {
    expect(outboxInsert('i', 24)).toMatch(
      /from i cross join unnest\(\$24::uuid\[\], \$25::text\[\], \$26::text\[\]\)/,
    );
  });

  it.each([
    ['i; drop table mail', 1],
    ['I', 1],
    ['i', 0],
    ['i', 1.5],
  ])('refuses %j, %d', (source, first) => {
    expect(() => outboxInsert(source, first)).toThrow(RangeError);
  });

  it('turns rows into columns', () => {
    const mails = [
      { id: 'a', kind: 'x', recipient: 'r1' },
      { id: 'b', kind: 'y', recipient: 'r2' },
    ];
    expect(outboxParameters(mails)).toEqual([
      ['a', 'b'],
      ['x', 'y'],
      ['r1', 'r2'],
    ]);
  });
});
