import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { startApp, type TestApp } from '../support/app.js';
import { DESKTOP, launchBrowser, PHONE, visit, type Visit } from '../support/browser.js';
import { anInquiry } from '../support/builders.js';
import { submit } from '../support/http.js';

let app: TestApp;
let browser: Browser;
let reference: string;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp({ RATE_LIMITS: 'off' }), launchBrowser()]);
  reference = (await submit(app.url, anInquiry())).json<{ reference: string }>().reference;
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

/** How each kind of page is reached. `missing`: its status is an error, which the console reports. */
const PAGES: { name: string; open: (page: Page) => Promise<unknown>; missing?: true }[] = [
  { name: 'home', open: (page) => page.goto(`${app.url}/`) },
  { name: 'courses', open: (page) => page.goto(`${app.url}/courses`) },
  { name: 'courses of a category', open: (page) => page.goto(`${app.url}/courses?category=quyu-kaifang`) },
  { name: 'course', open: (page) => page.goto(`${app.url}/courses/chengyu-shuangcheng`) },
  { name: 'column', open: (page) => page.goto(`${app.url}/xyxs/`) },
  { name: 'article', open: (page) => page.goto(`${app.url}/xyxs/26394.html`) },
  { name: 'contact', open: (page) => page.goto(`${app.url}/contact`) },
  { name: 'form', open: (page) => page.goto(`${app.url}/inquire`) },
  { name: 'form about an article', open: (page) => page.goto(`${app.url}/inquire?news=26394`) },
  {
    name: 'form with every field open and wrong',
    open: async (page) => {
      await page.goto(`${app.url}/inquire`);
      await page.locator('details.extra').evaluate((details) => details.setAttribute('open', ''));
      await page.getByLabel('电子邮箱').fill('x');
      await page.getByRole('button', { name: '提交培训需求' }).click();
      await page.locator('[data-summary]:not([hidden])').waitFor();
    },
  },
  { name: 'receipt', open: (page) => page.goto(`${app.url}/inquire/receipt?reference=${reference}`) },
  { name: 'status form', open: (page) => page.goto(`${app.url}/inquire/status`) },
  {
    name: 'status',
    open: async (page) => {
      await page.goto(`${app.url}/inquire/status?reference=${reference}`);
      await page.getByLabel('电话后四位').fill('5475');
      await page.getByRole('button', { name: '查询' }).click();
      await page.locator('.status-result').waitFor();
    },
  },
  {
    name: 'status not found',
    missing: true,
    open: async (page) => {
      await page.goto(`${app.url}/inquire/status?reference=${reference}`);
      await page.getByLabel('电话后四位').fill('0000');
      await page.getByRole('button', { name: '查询' }).click();
      await page.locator('.error-summary').waitFor();
    },
  },
  { name: 'privacy', open: (page) => page.goto(`${app.url}/privacy`) },
  { name: 'API docs', open: (page) => page.goto(`${app.url}/api/docs`) },
  { name: 'not found', missing: true, open: (page) => page.goto(`${app.url}/xyxs/1.html`) },
  { name: 'console to come', missing: true, open: (page) => page.goto(`${app.url}/console/`) },
];

async function violations(page: Page): Promise<string[]> {
  // Evaluated from outside, where our own content security policy lets nothing in.
  await page.evaluate(axe);
  const results = (await page.evaluate('axe.run(document)')) as AxeResults;
  return results.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map((node) => node.html)
        .slice(0, 3)
        .join(' | ')}`,
  );
}

/** What stands over the right edge. */
const overhang = (page: Page) =>
  page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth;
    if (wide <= room) return [];
    const over = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > room + 1,
    );
    return [`${wide} > ${room}`, ...over.slice(0, 5).map((element) => element.outerHTML.slice(0, 120))];
  });

function complaints({ errors }: Visit, missing = false): string[] {
  return missing ? errors.filter((text) => !text.startsWith('Failed to load resource')) : errors;
}

describe.each(PAGES)('$name', ({ open, missing }) => {
  test('on a phone and on a desk: no fault that axe can find, one origin, nothing in the console', async () => {
    const seen = await visit(browser);
    try {
      for (const size of [PHONE, DESKTOP]) {
        await seen.page.setViewportSize(size);
        await open(seen.page);
        expect(await violations(seen.page)).toEqual([]);
      }
      expect(complaints(seen, missing)).toEqual([]);
      const foreign = seen.requests.filter(
        (url) => !url.startsWith(`${app.url}/`) && !url.startsWith('data:'),
      );
      expect(foreign).toEqual([]);
      expect(await seen.context.cookies()).toEqual([]);
    } finally {
      await seen.context.close();
    }
  });

  test('at 320 pixels nothing has to be scrolled sideways', async () => {
    const seen = await visit(browser, { viewport: { width: 320, height: 640 } });
    try {
      await open(seen.page);
      expect(await overhang(seen.page)).toEqual([]);
    } finally {
      await seen.context.close();
    }
  });
});

describe('the guards themselves', () => {
  test('axe, the console and the ruler do report what is wrong', async () => {
    const seen = await visit(browser, { viewport: { width: 320, height: 640 } });
    try {
      await seen.page.goto(`${app.url}/contact`);
      await seen.page.evaluate(() => {
        const image = document.createElement('img');
        image.src = 'https://elsewhere.example/x.png';
        const wide = document.createElement('div');
        wide.style.width = '2000px';
        wide.textContent = 'wide';
        document.body.append(image, wide);
        document.body.insertAdjacentHTML('beforeend', '<p style="color:red" onclick="x()">x</p>');
      });
      expect((await violations(seen.page)).join()).toMatch(/image-alt/);
      expect(seen.errors.join()).toMatch(/Content Security Policy/);
      expect(await overhang(seen.page)).not.toEqual([]);
    } finally {
      await seen.context.close();
    }
  });
});
