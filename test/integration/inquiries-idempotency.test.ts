import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { startApp, type TestApp } from '../support/app.js';
import { aFullInquiry, anInquiry } from '../support/builders.js';
import { submit, type Answer, type ProblemBody } from '../support/http.js';

let app: TestApp;
let other: TestApp;

beforeAll(async () => {
  app = await startApp({ RATE_LIMITS: 'off' });
  other = await startApp({ RATE_LIMITS: 'off' }, app.database);
});
afterEach(() => app.sql('truncate inquiry, mail'));
afterAll(async () => {
  await other.close();
  await app.close();
});

const withKey = (key: string) => ({ 'idempotency-key': key });
const rows = () => app.sql('select * from inquiry');
const mails = () => app.sql('select * from mail');
const referenceOf = (answer: Answer) => answer.json<{ reference: string }>().reference;

describe('a replay under the same Idempotency-Key', () => {
  test('is answered with the first answer, by any instance, and stores nothing', async () => {
    const first = await submit(app.url, aFullInquiry(), withKey('replayed'));
    const second = await submit(app.url, aFullInquiry(), withKey('replayed'));
    const third = await submit(other.url, aFullInquiry(), withKey('replayed'));
    expect([first.status, second.status, third.status]).toEqual([201, 201, 201]);
    expect(second.text).toBe(first.text);
    expect(third.text).toBe(first.text);
    expect(await rows()).toHaveLength(1);
    expect(await mails()).toHaveLength(2);
  });

  test('may differ in spelling that does not change what is asked', async () => {
    const first = await submit(app.url, anInquiry({ phone: '023-62762687' }), withKey('spelling'));
    const again = await submit(
      app.url,
      anInquiry({ phone: '(023) 6276 2687', email: '' }),
      withKey('spelling'),
    );
    expect(again.text).toBe(first.text);
  });

  test('with another body is 422 and changes nothing', async () => {
    const first = await submit(app.url, anInquiry(), withKey('other-body'));
    const answer = await submit(other.url, anInquiry({ message: '又想起一件事' }), withKey('other-body'));
    expect(answer.status).toBe(422);
    expect(answer.json<ProblemBody>()).toMatchObject({ code: 'idempotency_mismatch', status: 422 });
    expect(answer.text).not.toContain(referenceOf(first));
    expect(await rows()).toEqual([expect.objectContaining({ message: null })]);
  });
});

describe('requests at the same time', () => {
  test('100 with one key on two instances become one row; whoever was told to wait gets the same answer', async () => {
    const send = (index: number) =>
      submit(index % 2 ? app.url : other.url, aFullInquiry(), withKey('parallel'));
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => send(index)));
    const accepted = answers.filter(({ status }) => status === 201);
    const waiting = answers.filter(({ status }) => status === 409);
    expect(accepted.length + waiting.length).toBe(100);
    expect(new Set(accepted.map(({ text }) => text)).size).toBe(1);
    for (const answer of waiting) {
      expect(answer.json<ProblemBody>().code).toBe('submission_in_flight');
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    const later = await Promise.all(waiting.map((_, index) => send(index)));
    expect(new Set([...later, ...accepted].map(({ text }) => text)).size).toBe(1);
    expect(await rows()).toHaveLength(1);
    expect(await mails()).toHaveLength(2);
  });

  test('100 with one key and two bodies: one body wins, the other is refused', async () => {
    const bodies = [anInquiry({ message: '甲' }), anInquiry({ message: '乙' })];
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        submit(index % 3 ? app.url : other.url, bodies[index % 2], withKey('two-bodies')),
      ),
    );
    const [row, ...more] = await rows();
    expect(more).toEqual([]);
    const winner = row?.['message'] === '甲' ? 0 : 1;
    const statuses = (remainder: number) =>
      new Set(answers.filter((_, index) => index % 2 === remainder).map(({ status }) => status));
    expect([...statuses(winner)].every((status) => status === 201 || status === 409)).toBe(true);
    expect([...statuses(1 - winner)].every((status) => status === 422 || status === 409)).toBe(true);
  });

  test('while the first is not committed the second is told to wait, and nothing of it is stored', async () => {
    const holder = new pg.Client({ connectionString: app.database.url });
    await holder.connect();
    try {
      await holder.query('begin');
      await holder.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', ['in-flight']);
      const answer = await submit(app.url, anInquiry(), withKey('in-flight'));
      expect(answer.status).toBe(409);
      expect(answer.json<ProblemBody>()).toMatchObject({ code: 'submission_in_flight' });
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(await rows()).toEqual([]);
      await holder.query('rollback');
      expect((await submit(app.url, anInquiry(), withKey('in-flight'))).status).toBe(201);
    } finally {
      await holder.end();
    }
  });

  test('a row with the key that somebody else has not committed yet is waited for, then answered', async () => {
    const first = await submit(app.url, anInquiry(), withKey('locked-row'));
    const holder = new pg.Client({ connectionString: app.database.url });
    await holder.connect();
    try {
      await holder.query('begin');
      await holder.query("select from inquiry where idempotency_key = 'locked-row' for update");
      expect((await submit(other.url, anInquiry(), withKey('locked-row'))).text).toBe(first.text);
    } finally {
      await holder.end();
    }
  });
});

describe('keys', () => {
  test.each([
    ['empty', ''],
    ['with a space inside', 'a b'],
    ['256 characters', 'x'.repeat(256)],
    ['beyond ASCII', 'cl\u00e9'],
    ['a tab', 'a\tb'],
  ])('%s is 400', async (_name, key) => {
    const answer = await submit(app.url, anInquiry(), withKey(key));
    expect(answer.status).toBe(400);
    expect(answer.json<ProblemBody>().errors).toEqual([
      { field: 'Idempotency-Key', message: '应为 1–255 个可见 ASCII 字符，不含空格' },
    ]);
    expect(await rows()).toEqual([]);
  });

  test.each([['x'], ['x'.repeat(255)], ['"8e03978e-40d5-43dd-bc93-6894a57f9324"'], ['!~%00;--']])(
    '%s is taken',
    async (key) => {
      const first = await submit(app.url, anInquiry(), withKey(key));
      expect(first.status).toBe(201);
      expect((await submit(app.url, anInquiry(), withKey(key))).text).toBe(first.text);
    },
  );

  test('without a key, or with different ones, equal requests are different requests: resembling is no reason', async () => {
    const answers = [
      await submit(app.url, anInquiry()),
      await submit(app.url, anInquiry()),
      await submit(app.url, anInquiry(), withKey('one')),
      await submit(other.url, anInquiry(), withKey('two')),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map(referenceOf)).size).toBe(4);
    expect(await rows()).toHaveLength(4);
  });
});
