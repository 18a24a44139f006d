import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
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
  seen = await visit(browser, { javaScriptEnabled: false });
  page = seen.page;
});
afterEach(() => seen.context.close());
afterAll(async () => {
  await browser.close();
  await app.close();
});

const rows = () => app.sql('select * from inquiry order by received_at');
const send = () => page.getByRole('button', { name: '提交培训需求' });
async function fill(): Promise<void> {
  await page.getByLabel('单位名称').fill('某区财政局');
  await page.getByLabel('联系人').fill('张老师');
  await page.getByLabel('联系电话').fill('023-6276-2687 转 801');
  await page.getByRole('checkbox').check();
}

describe('on a phone, without JavaScript', () => {
  test('an article, its form, the receipt page, and from there the status', async () => {
    await page.goto(`${app.url}/xyxs/26394.html?utm_source=wechat`);
    await fill();
    await page.getByText('补充信息').click();
    await page.getByLabel('补充说明').fill('  第一行\n第二行 😀');
    await page.getByLabel('需要', { exact: true }).check();
    await send().click();
    await page.waitForURL(/\/inquire\/receipt\?reference=/);
    const [row, ...more] = await rows();
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      channel: 'web', phone: '023-62762687-801', message: '  第一行\n第二行 😀', lodging: true,
      source_news_id: 26394, utm_source: 'wechat',
    }); // prettier-ignore
    expect(await page.locator('h1').textContent()).toBe('已收到您的培训需求');
    expect((await page.locator('[data-reference]').textContent())?.trim()).toBe(row?.['reference']);
    expect(await page.getByRole('button', { name: '复制' }).count()).toBe(0);

    await page.goto(`${app.url}/inquire/status?reference=${String(row?.['reference'])}`);
    await page.getByLabel('电话后四位').fill('2687');
    await page.getByRole('button', { name: '查询' }).click();
    expect(await page.getByText('已收到，等待联系').count()).toBe(1);
    expect(await page.content()).not.toContain('张老师');
    expect(seen.errors).toEqual([]);
  });

  test('mistakes come back beside their fields, everything typed is still there, and mending them sends', async () => {
    await page.goto(`${app.url}/xyxs/26394.html`);
    await fill();
    await page.getByLabel('联系电话').fill('62762687');
    await page.getByText('补充信息').click();
    await page.getByLabel('补充说明').fill('\n第二行 </textarea><b>粗</b>');
    await page.getByLabel('培训天数').fill('很多天');
    await send().click();
    expect(await page.locator('.error-summary li').allTextContents()).toEqual([
      '座机号码请加区号，例如 023-6276-2687',
      '培训天数应为不超过 365 的天数，可以有半天，例如 3 或 2.5',
    ]);
    expect(await page.getByLabel('联系电话').getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('单位名称').inputValue()).toBe('某区财政局');
    expect(await page.getByLabel('补充说明').inputValue()).toBe('\n第二行 </textarea><b>粗</b>');
    expect(await page.getByLabel('培训天数').inputValue()).toBe('很多天');
    expect(await page.getByRole('checkbox').isChecked()).toBe(true);
    expect(await rows()).toEqual([]);
    await page.getByLabel('联系电话').fill('023-62762687');
    await page.getByLabel('培训天数').fill('2.5');
    await send().click();
    await page.waitForURL(/\/inquire\/receipt/);
    expect(await rows()).toEqual([expect.objectContaining({ source_news_id: 26394, days: '2.5' })]);
  });

  test('going back and sending the same again is the same request; a change is another one', async () => {
    await page.goto(`${app.url}/inquire`);
    await fill();
    await page.getByLabel('培训主题').fill('双碳');
    await send().click();
    await page.waitForURL(/\/inquire\/receipt/);
    const first = page.url();
    await page.goBack();
    await send().click();
    await page.waitForURL(/\/inquire\/receipt/);
    expect(page.url()).toBe(first);
    expect(await rows()).toHaveLength(1);
    await page.goBack();
    await page.getByLabel('培训主题').fill('乡村振兴');
    await send().click();
    await page.waitForURL(/\/inquire\/receipt/);
    expect(page.url()).not.toBe(first);
    expect(await rows()).toHaveLength(2);
  });
});
