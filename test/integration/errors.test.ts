import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SECURITY_HEADERS } from '../../src/platform/http/security-headers.js';
import { startApp, type TestApp } from '../support/app.js';
import { anInquiry } from '../support/builders.js';
import { textIn } from '../support/html.js';
import { call, sendRaw, type Answer, type ProblemBody } from '../support/http.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ RATE_LIMITS: 'off' });
});
afterAll(() => app.close());

const JSON_TYPE = { 'content-type': 'application/json' };
const good = JSON.stringify(anInquiry());

/** Nothing about what we are built of, nor where. */
const INNER =
  /node|fastify|nest|typeorm|postgres|pg|select |insert |stack|\/src\/|\/dist\/|\.ts|\.js|[45]\.\d+\.\d+/i;

function expectProblem(answer: Answer, status: number): ProblemBody {
  expect([answer.status, answer.text.slice(0, 200)]).toEqual([status, expect.any(String)]);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(answer.headers.get(name)).toBe(value);
  const problem = answer.json<ProblemBody>();
  expect(problem).toMatchObject({
    type: 'about:blank',
    status,
    title: expect.stringMatching(/\p{Script=Han}/u),
    detail: expect.stringMatching(/\p{Script=Han}/u),
    code: expect.stringMatching(/^[a-z0-9_]+$/),
    requestId: answer.headers.get('x-request-id'),
  });
  expect(answer.text).not.toMatch(INNER);
  return problem;
}

describe('every error of the API is an RFC 9457 problem', () => {
  test.each<[number, string, string, RequestInit]>([
    [404, 'an unknown course', '/api/v1/courses/none', {}],
    [404, 'an unknown article', '/api/v1/news/1', {}],
    [404, 'an article number that is none', '/api/v1/news/1e3', {}],
    [404, 'an unknown path', '/api/v1/nothing', {}],
    [404, 'the API itself', '/api/v1', {}],
    [404, 'another method on a path', '/api/v1/contact', { method: 'POST', headers: JSON_TYPE, body: '{}' }],
    [404, 'GET where only POST is', '/api/v1/inquiries', {}],
    [404, 'DELETE', '/api/v1/news/26394', { method: 'DELETE' }],
    [404, 'PUT with a body', '/api/v1/news/26394', { method: 'PUT', headers: JSON_TYPE, body: '{}' }],
    [
      404,
      'OPTIONS as of a preflight',
      '/api/v1/inquiries',
      { method: 'OPTIONS', headers: { origin: 'https://evil.example' } },
    ],
    [400, 'an unknown query', '/api/v1/courses?nothing=1', {}],
    [400, 'page 0', '/api/v1/courses?page=0', {}],
    [400, 'page 2^53', '/api/v1/news?page=9007199254740993', {}],
    [400, 'a page of text', '/api/v1/news?page=abc', {}],
    [400, 'two pages', '/api/v1/news?page=1&page=2', {}],
    [400, 'a page size too large', '/api/v1/news?pageSize=101', {}],
    [400, 'a tag too long', `/api/v1/news?tag=${'x'.repeat(61)}`, {}],
    [400, 'two tags', '/api/v1/news?tag=a&tag=b', {}],
    [400, 'a bad escape in the path', '/api/v1/courses/%E0%A4%A', {}],
    [400, 'half a JSON', '/api/v1/inquiries', { method: 'POST', headers: JSON_TYPE, body: '{"a":' }],
    [400, 'no JSON', '/api/v1/inquiries', { method: 'POST', headers: JSON_TYPE, body: 'hello' }],
    [400, 'an empty body', '/api/v1/inquiries', { method: 'POST', headers: JSON_TYPE, body: '' }],
    [400, 'an empty object', '/api/v1/inquiries', { method: 'POST', headers: JSON_TYPE, body: '{}' }],
    [
      415,
      'text',
      '/api/v1/inquiries',
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: good },
    ],
    [
      415,
      'XML',
      '/api/v1/inquiries',
      { method: 'POST', headers: { 'content-type': 'application/xml' }, body: '<a/>' },
    ],
    [
      413,
      'too much',
      '/api/v1/inquiries',
      { method: 'POST', headers: JSON_TYPE, body: `"${'x'.repeat(70_000)}"` },
    ],
    [403, 'figures through a proxy', '/metrics', { headers: { 'x-forwarded-for': '203.0.113.1' } }],
    [404, 'an unknown health check', '/health/nothing', {}],
  ])('%i: %s', async (status, _name, path, init) => {
    const problem = expectProblem(await call(app.url + path, init), status);
    if (status === 400 && path.includes('?')) expect(problem.errors?.[0]?.message).toMatch(/\p{Script=Han}/u);
  });

  test('bugs are 500 with a request number and no inner word', async () => {
    await app.sql('alter table inquiry rename column topic to theme');
    try {
      const answer = await call(`${app.url}/api/v1/inquiries`, {
        method: 'POST',
        headers: JSON_TYPE,
        body: good,
      });
      expect(expectProblem(answer, 500)).toMatchObject({ code: 'internal', title: '服务出了故障' });
    } finally {
      await app.sql('alter table inquiry rename column theme to topic');
    }
  });

  test('HEAD has the headers of GET and no body; its errors, too', async () => {
    const head = await call(`${app.url}/api/v1/contact`, { method: 'HEAD' });
    expect([head.status, head.text]).toEqual([200, '']);
    expect((await call(`${app.url}/api/v1/news/1`, { method: 'HEAD' })).status).toBe(404);
  });
});

describe('people get a page', () => {
  test.each([
    [404, '/nothing', '没有找到这个页面'],
    [404, '/api/nothing', '没有找到这个页面'],
    [404, '/api/v10/courses', '没有找到这个页面'],
  ])('%i %s', async (status, path, heading) => {
    const answer = await call(app.url + path);
    expect([answer.status, textIn(answer.text, 'h1')]).toEqual([status, heading]);
  });

  test('of a bug, with the number to report', async () => {
    await app.sql('alter table inquiry rename column reference to number');
    try {
      const answer = await call(`${app.url}/inquire/receipt?reference=PX-26-222222`);
      const known = await call(`${app.url}/inquire/status`, {
        method: 'POST',
        body: new URLSearchParams({ reference: 'PX-26-222222', phoneLastFour: '1234' }),
      });
      for (const page of [answer, known].filter(({ status }) => status >= 500)) {
        expect(page.text).toContain(page.headers.get('x-request-id'));
        expect(page.text).not.toMatch(/column|select|TypeORM|QueryFailed/);
      }
    } finally {
      await app.sql('alter table inquiry rename column number to reference');
    }
  });
});

describe('bytes that are no request of HTTP', () => {
  const post = 'POST /api/v1/inquiries HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';

  test.each<[string, string, number]>([
    ['a broken request line', 'HELLO\r\n\r\n', 400],
    ['a version that is none', 'GET / HTTP/9.9\r\nhost: x\r\n\r\n', 400],
    ['TLS on the plain port', '\x16\x03\x01\x02\x00\x01\x00', 400],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['a header line without a colon', 'GET / HTTP/1.1\r\nhost: x\r\nbroken\r\n\r\n', 400],
    ['a space before the colon', 'GET / HTTP/1.1\r\nhost : x\r\n\r\n', 400],
    ['64 KB of headers', `GET / HTTP/1.1\r\nhost: x\r\n${`x: ${'y'.repeat(1_000)}\r\n`.repeat(64)}\r\n`, 431],
    ['a cookie of 32 KB', `GET / HTTP/1.1\r\nhost: x\r\ncookie: ${'c'.repeat(32_000)}\r\n\r\n`, 431],
    ['an address of 32 KB', `GET /${'a'.repeat(32_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
    ['length and chunks', `${post}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    ['two lengths', `${post}content-length: 5\r\ncontent-length: 6\r\n\r\nhello`, 400],
    ['a length that is none', `${post}content-length: abc\r\n\r\n`, 400],
    ['a negative length', `${post}content-length: -1\r\n\r\n`, 400],
    ['an unknown transfer coding', `${post}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n`, 400],
    ['chunked twice', `${post}transfer-encoding: chunked, chunked\r\n\r\n0\r\n\r\n`, 400],
    ['a chunk size that is none', `${post}transfer-encoding: chunked\r\n\r\nzz\r\n\r\n`, 400],
    ['line feeds alone', 'GET / HTTP/1.1\nhost: x\n\n', 400],
    ['NUL in a header', 'GET / HTTP/1.1\r\nhost: x\r\nx: a\0b\r\n\r\n', 400],
  ])('%s: closed with a plain problem', async (name, bytes, status) => {
    const answer = await sendRaw(app.port, bytes);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head.toLowerCase()).toContain('connection: close');
    // Node itself refuses a request without Host, in its own bare way.
    if (name !== 'no Host') {
      expect(head).toContain('application/problem+json');
      expect(head).toContain('content-security-policy');
      expect(JSON.parse(body)).toMatchObject({ status, requestId: expect.any(String) });
    }
    expect(answer).not.toMatch(/parse error|HPE_|node/i);
  });

  test('the next request on a clean connection is none the worse', async () => {
    expect((await call(`${app.url}/health/live`)).status).toBe(200);
  });
});
