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
  seen = await visit(browser);
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
  await page.getByLabel('联系人').fill('买买提•艾力');
  await page.getByLabel('联系电话').fill('１３６-5761-5475');
  await page.getByRole('checkbox').check();
}
const shownReference = async () => (await page.locator('[data-reference]').first().textContent())?.trim();

describe('on a phone, with JavaScript', () => {
  test('an article, its form, a receipt in place; the row knows the article', async () => {
    await page.goto(`${app.url}/xyxs/26394.html?utm_source=wechat&from=singlemessage`);
    await fill();
    await page.getByText('补充信息').click();
    await page.getByLabel('补充说明').fill('第一行\n第二行 😀');
    await page.getByLabel('预计人数').fill('约50人');
    await page.getByLabel('线下面授').check();
    await send().click();
    const heading = page.getByRole('heading', { name: '已收到您的培训需求' });
    await heading.waitFor();
    expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(page.url()).toContain('/inquire/receipt?reference=PX-'); // what a reload shows
    const [row, ...more] = await rows();
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      channel: 'web', organization: '某区财政局', contact_name: '买买提·艾力', phone: '13657615475',
      headcount: 50, format: 'onsite', message: '第一行\n第二行 😀', source_news_id: 26394, utm_source: 'wechat',
      landing_url: expect.stringContaining('/xyxs/26394.html?utm_source=wechat'),
    }); // prettier-ignore
    expect(String(row?.['source_news_title'])).not.toBe('');
    expect(await shownReference()).toBe(row?.['reference']);
    expect(seen.errors).toEqual([]);
  });

  test('what is missing is said beside its field and at the top; nothing is sent', async () => {
    await page.goto(`${app.url}/inquire`);
    await page
      .getByLabel('电子邮箱')
      .evaluate((field) => ((field.closest('details') as HTMLDetailsElement).open = true));
    await page.getByLabel('联系电话').fill('123');
    await page.getByLabel('电子邮箱').fill('nobody@');
    await send().click();
    const summary = page.locator('[data-summary]');
    await summary.waitFor();
    expect(await summary.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await summary.getByRole('link').count()).toBe(6);
    for (const [label, words] of [
      ['单位名称', '请填写单位名称'],
      ['联系人', '请填写联系人'],
      ['联系电话', '没有认出这个号码'],
      ['培训主题', '请选择意向课程'],
      ['电子邮箱', '电子邮箱格式不对'],
    ] as const) {
      const field = page.getByLabel(label);
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      const notes = ((await field.getAttribute('aria-describedby')) ?? '').split(' ');
      const texts = await Promise.all(notes.map((id) => page.locator(`#${id}`).textContent()));
      expect(texts.join(' ')).toContain(words);
    }
    await summary.getByRole('link', { name: /单位名称/ }).click();
    expect(await page.getByLabel('单位名称').evaluate((element) => element === document.activeElement)).toBe(
      true,
    );
    expect(await rows()).toEqual([]);
    expect(seen.requests.filter((url) => url.includes('/api/'))).toEqual([]);
  });

  test('what only the server knows is shown in the same places, with everything typed still there', async () => {
    await page.goto(`${app.url}/xyxs/26394.html`);
    await fill();
    await page.getByLabel('联系电话').fill('62762687');
    await send().click();
    await page.locator('[data-summary]:not([hidden])').waitFor();
    expect(await page.locator('#inquiry-phone-error').textContent()).toBe(
      '座机号码请加区号，例如 023-6276-2687',
    );
    expect(await page.getByLabel('单位名称').inputValue()).toBe('某区财政局');
    await page.getByLabel('联系电话').fill('023-62762687');
    await send().click();
    await page.getByRole('heading', { name: '已收到您的培训需求' }).waitFor();
    expect(await rows()).toHaveLength(1);
  });

  test('a draft survives a reload, keeps personal fields out of the lasting storage, and goes with the sending', async () => {
    await page.goto(`${app.url}/inquire`);
    await fill();
    await page.getByLabel('培训主题').fill('成渝双城专题');
    const storage = () => page.evaluate(() => JSON.stringify({ ...localStorage }));
    const kept = await storage();
    expect(kept).toContain('成渝双城专题');
    expect(kept).not.toMatch(/买买提|136|艾力/);
    await page.reload();
    expect(await page.getByLabel('单位名称').inputValue()).toBe('某区财政局');
    expect(await page.getByLabel('培训主题').inputValue()).toBe('成渝双城专题');
    expect(await page.getByLabel('联系人').inputValue()).toBe('买买提•艾力');
    expect(await page.getByRole('checkbox').isChecked()).toBe(false);
    await page.getByRole('checkbox').check();
    await send().click();
    await page.getByRole('heading', { name: '已收到您的培训需求' }).waitFor();
    expect(await storage()).toBe('{}');
    const session = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
    expect(session).not.toMatch(/买买提|5475|成渝双城/);
    await page.reload();
    await page.getByRole('heading', { name: '已收到您的培训需求' }).waitFor();
    await page.goto(new URL('/inquire', page.url()).href);
    expect(await page.getByLabel('单位名称').inputValue()).toBe('');
  });

  test('a double tap is one request', async () => {
    await page.goto(`${app.url}/xyxs/26394.html`);
    await fill();
    await send().dblclick();
    await page.getByRole('heading', { name: '已收到您的培训需求' }).waitFor();
    expect(await rows()).toHaveLength(1);
    expect(seen.requests.filter((url) => url.includes('/api/v1/inquiries'))).toHaveLength(1);
  });

  test('from a course the course is chosen already', async () => {
    await page.goto(`${app.url}/courses/chengyu-shuangcheng`);
    await fill();
    await send().click();
    await page.getByRole('heading', { name: '已收到您的培训需求' }).waitFor();
    expect(await rows()).toEqual([
      expect.objectContaining({ course_slug: 'chengyu-shuangcheng', topic: null }),
    ]);
  });

  test('with the keyboard alone, from the top of the page to the receipt', async () => {
    await page.goto(`${app.url}/inquire`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('跳到正文');
    await page.keyboard.press('Enter');
    const typed: Record<string, string> = {
      organization: '某区财政局',
      contactName: '张老师',
      phone: '13657615475',
      topic: '双碳',
    };
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const { name = '', type = '' } = document.activeElement as HTMLInputElement;
        // Whoever moves by keyboard has to see where he is.
        const { outlineStyle, boxShadow } = getComputedStyle(document.activeElement as Element);
        return { name, type, visible: outlineStyle !== 'none' || boxShadow !== 'none' };
      });
      expect([at, at.visible]).toEqual([at, true]);
      const text = typed[at.name];
      if (text !== undefined) await page.keyboard.type(text);
      if (at.name === 'consent') await page.keyboard.press('Space');
      if (at.type === 'submit') {
        await page.keyboard.press('Enter');
        break;
      }
    }
    await page.getByRole('heading', { name: '已收到您的培训需求' }).waitFor();
    expect(await rows()).toHaveLength(1);
    expect(seen.errors).toEqual([]);
  });
});
