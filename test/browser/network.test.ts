import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, Page, Route } from 'playwright-core';
import { startApp, type TestApp } from '../support/app.js';
import { launchBrowser, visit, type Visit } from '../support/browser.js';

let app: TestApp;
let browser: Browser;
let seen: Visit;
let page: Page;

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp({ RATE_LIMITS: 'off' }), launchBrowser()]);
});
beforeEach(async () => {
  await app.sql('truncate inquiry, mail');
  seen = await visit(browser);
  page = seen.page;
  await page.goto(`${app.url}/xyxs/26394.html`);
  await page.getByLabel('单位名称').fill('某区财政局');
  await page.getByLabel('联系人').fill('张老师');
  await page.getByLabel('联系电话').fill('13657615475');
  await page.getByRole('checkbox').check();
});
afterEach(() => seen.context.close());
afterAll(async () => {
  await browser.close();
  await app.close();
});

const ENDPOINT = '**/api/v1/inquiries';
const rows = () => app.sql<{ reference: string; idempotency_key: string }>('select * from inquiry');
const send = () => page.getByRole('button', { name: '提交培训需求' }).click();
const again = () => page.getByRole('button', { name: '重新发送' });
const receipt = () => page.getByRole('heading', { name: '已收到您的培训需求' }).waitFor();
/** The request arrives and is stored; its answer is lost on the way back. */
const loseAnswer = async (route: Route) => {
  await route.fetch();
  await route.abort('connectionreset');
};

describe('when the network fails', () => {
  test('before the request arrived: said so, nothing lost, sent again by hand', async () => {
    await page.route(ENDPOINT, (route) => route.abort('connectionfailed'), { times: 1 });
    await send();
    await again().waitFor();
    expect(await page.locator('[data-status]').textContent()).toContain('网络中断，内容都在');
    expect(await page.getByLabel('单位名称').inputValue()).toBe('某区财政局');
    expect(await rows()).toEqual([]);
    await again().click();
    await receipt();
    expect(await rows()).toHaveLength(1);
  });

  test('after it arrived: sending again brings the same receipt and no second row', async () => {
    await page.route(ENDPOINT, loseAnswer, { times: 1 });
    await send();
    await again().waitFor();
    const [stored] = await rows();
    expect(stored).toBeDefined();
    await again().click();
    await receipt();
    expect(await rows()).toEqual([stored]);
    expect((await page.locator('[data-reference]').first().textContent())?.trim()).toBe(stored?.reference);
  });

  test('after it arrived, and then the page was loaded anew: still no second row', async () => {
    await page.route(ENDPOINT, loseAnswer, { times: 1 });
    await send();
    await again().waitFor();
    await page.reload();
    await page.getByRole('checkbox').check();
    await send();
    await receipt();
    expect(await rows()).toHaveLength(1);
  });

  test('after it arrived, and then something was changed: that is another request', async () => {
    await page.route(ENDPOINT, loseAnswer, { times: 1 });
    await send();
    await again().waitFor();
    await page.getByLabel('培训主题').fill('乡村振兴');
    await send();
    await receipt();
    const keys = (await rows()).map((row) => row.idempotency_key);
    expect(new Set(keys).size).toBe(2);
  });

  test('it sends by itself when the network is back', async () => {
    await seen.context.setOffline(true);
    await send();
    await again().waitFor();
    await seen.context.setOffline(false);
    await receipt();
    expect(await rows()).toHaveLength(1);
  });
});

describe('when the server cannot take it', () => {
  const answer =
    (status: number, body: object, headers: Record<string, string> = {}) =>
    (route: Route) =>
      route.fulfill({ status, headers, contentType: 'application/problem+json', body: JSON.stringify(body) });

  test('503: the words and the phone number, the same content again', async () => {
    await page.route(ENDPOINT, answer(503, { status: 503 }), { times: 1 });
    await send();
    await again().waitFor();
    expect(await page.locator('[data-status]').textContent()).toMatch(/内容都在.*致电 .*\d{4}/);
    await again().click();
    await receipt();
    expect(await rows()).toHaveLength(1);
  });

  test('429: how long to wait', async () => {
    await page.route(ENDPOINT, answer(429, { status: 429 }, { 'retry-after': '300' }), { times: 1 });
    await send();
    await page.getByText('请在 5 分钟后重新提交').waitFor();
    expect(await page.getByLabel('单位名称').inputValue()).toBe('某区财政局');
  });

  test('409: it waits and asks again by itself', async () => {
    await page.route(ENDPOINT, answer(409, { code: 'submission_in_flight' }, { 'retry-after': '1' }), {
      times: 1,
    });
    await send();
    await receipt();
    expect(await rows()).toHaveLength(1);
  });

  test('an answer from somebody in between, who is not our server, is no receipt', async () => {
    const portal = (route: Route) =>
      route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>请登录校园网</h1>' });
    await page.route(ENDPOINT, portal, { times: 1 });
    await send();
    await again().waitFor();
    await again().click();
    await receipt();
    expect(await rows()).toHaveLength(1);
  });

  test('without the script the same form is sent by the browser', async () => {
    await page.route('**/assets/inquiry-form*.js', (route) => route.abort());
    await page.reload();
    await page.getByLabel('单位名称').fill('某区财政局');
    await page.getByLabel('联系人').fill('张老师');
    await page.getByLabel('联系电话').fill('13657615475');
    await page.getByRole('checkbox').check();
    await send();
    await page.waitForURL(/\/inquire\/receipt/);
    expect(await rows()).toHaveLength(1);
  });
});
