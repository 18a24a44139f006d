import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { describeApi } from '../../src/openapi.js';
import { startApp, type TestApp } from '../support/app.js';
import { call } from '../support/http.js';

type Json = Record<string, unknown>;
interface Operation {
  operationId: string;
  summary: string;
  parameters?: { name: string; in: string; required: boolean; schema?: Json }[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Json }> }>;
}

let app: TestApp;
let text: string;
let document: {
  openapi: string;
  info: Json;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json> };
};

beforeAll(async () => {
  app = await startApp();
  text = await readFile(new URL('../../openapi.json', import.meta.url), 'utf8');
  document = JSON.parse(text) as typeof document;
});
afterAll(() => app.close());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );

describe('openapi.json', () => {
  test('is what the code says: run `npm run openapi` after a change', async () => {
    expect(await describeApi()).toBe(text);
  });

  test('is what the service serves', async () => {
    const answer = await call(`${app.url}/api/v1/openapi.json`);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.text).toBe(text);
  });

  test('is OpenAPI 3.1 with the names that outside programs rely on', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
    expect(
      operations()
        .map(({ method, path }) => `${method} ${path}`)
        .toSorted(),
    ).toEqual(
      [
        'get /api/v1/contact', 'get /api/v1/courses', 'get /api/v1/courses/{slug}', 'get /api/v1/news', 'get /api/v1/news/{id}',
        'post /api/v1/inquiries', 'post /api/v1/inquiries/lookup',
      ], // prettier-ignore
    );
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('every reference leads somewhere, every path parameter is declared, every answer is described', () => {
    const references = [...text.matchAll(/"\$ref": "#\/components\/schemas\/(\w+)"/g)].map(
      (match) => match[1] ?? '',
    );
    expect(references.length).toBeGreaterThan(5);
    for (const name of references) expect(document.components.schemas).toHaveProperty(name);
    for (const { path, operation } of operations()) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name)).toEqual(inPath);
      expect(declared.every(({ required }) => required)).toBe(true);
      expect(operation.summary).toMatch(/\p{Script=Han}/u);
      const statuses = Object.keys(operation.responses);
      expect(statuses.some((status) => /^2\d\d$/.test(status))).toBe(true);
      for (const [status, response] of Object.entries(operation.responses)) {
        expect(response.description).toEqual(expect.any(String));
        if (/^[45]/.test(status))
          expect(Object.keys(response.content ?? {})).toEqual(['application/problem+json']);
      }
    }
  });

  test('the request has the fields of the contract, the required ones required', () => {
    const schema = document.components.schemas['CreateInquiryDto'] as {
      properties: Json;
      required: string[];
    };
    expect(Object.keys(schema.properties).toSorted()).toEqual(
      [
        'audience', 'budgetPerPersonDay', 'consent', 'contactName', 'courseSlug', 'days', 'email', 'format', 'headcount', 'lodging',
        'message', 'organization', 'phone', 'position', 'preferredMonth', 'source', 'topic',
      ], // prettier-ignore
    );
    expect(schema.required.toSorted()).toEqual(['consent', 'contactName', 'organization', 'phone']);
  });
});
