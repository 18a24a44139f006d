import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newReference } from '../../src/kernel/reference.js';
import { startApp, type TestApp } from '../support/app.js';
import { anInquiry } from '../support/builders.js';
import { postJson, submit, type ProblemBody } from '../support/http.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ RATE_LIMITS: 'off' });
});
afterAll(() => app.close());

const sent = async (phone: string) =>
  (await submit(app.url, anInquiry({ phone }))).json<{ reference: string; receivedAt: string }>();
const lookup = (reference: unknown, phoneLastFour: unknown) =>
  postJson(`${app.url}/api/v1/inquiries/lookup`, { reference, phoneLastFour });

describe('POST /api/v1/inquiries/lookup', () => {
  test('with reference and last four digits tells where things stand, and nothing else', async () => {
    const { reference, receivedAt } = await sent('13657615475');
    const answer = await lookup(reference, '5475');
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({
      reference,
      status: 'received',
      statusText: '已收到，等待联系',
      receivedAt,
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('etag')).toBeNull();
  });

  test('takes the reference as people write it', async () => {
    const { reference } = await sent('13657615475');
    const typed = [
      reference.toLowerCase(),
      reference.replaceAll('-', ''),
      ` 编号：${reference.replaceAll('-', ' — ')}`,
    ];
    for (const text of typed) expect((await lookup(text, '５４７５')).status).toBe(200);
  });

  test.each([
    ['023-6276-2687 转 801', '2687'],
    ['023-62762687', '2687'],
    ['400-123-4567', '4567'],
    ['+852 2123 4567', '4567'],
  ])('the digits of %s are %s', async (phone, digits) => {
    const { reference } = await sent(phone);
    expect((await lookup(reference, digits)).status).toBe(200);
    expect((await lookup(reference, '0801')).status).toBe(404);
  });

  test('wrong digits and a wrong reference get one and the same answer', async () => {
    const { reference } = await sent('13657615475');
    const wrongDigits = await lookup(reference, '5476');
    const unknown = await lookup(newReference(new Date()), '5475');
    expect([wrongDigits.status, unknown.status]).toEqual([404, 404]);
    const { requestId: _a, ...one } = wrongDigits.json<ProblemBody>();
    const { requestId: _b, ...two } = unknown.json<ProblemBody>();
    expect(one).toEqual(two);
    expect(one).toMatchObject({ code: 'inquiry_not_found', status: 404 });
  });

  test.each([
    ['reference', 'PX-26-000000', '5475'],
    ['reference', 26, '5475'],
    ['reference', undefined, '5475'],
    ['phoneLastFour', 'ok', '547'],
    ['phoneLastFour', 'ok', '54750'],
    ['phoneLastFour', 'ok', 5475],
    ['phoneLastFour', 'ok', '%%%%'],
    ['phoneLastFour', 'ok', ['5475']],
  ])('a bad %s is 400 with words: %j %j', async (field, reference, digits) => {
    const answer = await lookup(reference === 'ok' ? newReference(new Date()) : reference, digits);
    expect(answer.status).toBe(400);
    expect(answer.json<ProblemBody>().errors).toEqual([
      { field, message: expect.stringMatching(/^(?:编号不对|请填写联系电话的后四位)/) },
    ]);
  });

  test.each([
    ['quarantined', 'received'],
    ['contacted', 'in_progress'],
    ['quoted', 'in_progress'],
    ['won', 'agreed'],
    ['on_hold', 'on_hold'],
    ['lost', 'closed'],
    ['duplicate', 'closed'],
  ])('%s is told as %s', async (status, told) => {
    const { reference } = await sent('13657615475');
    await app.sql('update inquiry set status = $2 where reference = $1', [reference, status]);
    const answer = await lookup(reference, '5475');
    expect(answer.json()['status']).toBe(told);
    expect(answer.text).not.toContain('quarantined');
  });
});
