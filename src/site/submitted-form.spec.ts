import { describe, expect, test } from '@jest/globals';
import { carriedOn, formKey, problemsOf, readForm, toDto, visibleField } from './submitted-form.js';

const KEY = 'page-key-0123456789';
const aForm = (more: Record<string, unknown> = {}, pageUrl: string | null = null) =>
  readForm({ idempotencyKey: KEY, organization: '某区财政局', consent: 'true', ...more }, pageUrl);

describe('readForm', () => {
  test.each([undefined, null, 'text', 7, []])('%j is an empty form', (body) => {
    expect(readForm(body, null).values).toEqual({});
  });

  test('takes known fields only, the first of two, text only, line breaks of the message as one character', () => {
    const form = aForm({
      organization: ['甲', '乙'],
      message: 'a\r\nb\rc',
      topic: 'a\r\nb',
      status: 'won',
      phone: { x: 1 },
    });
    expect(form.values).toEqual({ organization: '甲', message: 'a\nb\rc', topic: 'a\r\nb', consent: 'true' });
  });

  test('of an inherited name there is nothing', () => {
    expect(readForm(JSON.parse('{"__proto__":{"organization":"x"}}'), null).values).toEqual({});
  });

  test('fills in the campaign from the page, unless the script already did', () => {
    const page = 'https://x.cn/xyxs/1.html?utm_source=wechat&utm_medium=a';
    expect(aForm({}, page).hidden).toMatchObject({
      landingUrl: page,
      utmSource: 'wechat',
      utmMedium: 'a',
      utmCampaign: '',
    });
    expect(aForm({ utmSource: 'mail', landingUrl: 'https://x.cn/' }, page).hidden).toMatchObject({
      utmSource: 'mail',
      landingUrl: 'https://x.cn/',
    });
    expect(aForm({}, 'no address').hidden).toMatchObject({ utmSource: '' });
  });
});

describe('toDto', () => {
  test.each([
    ['true', true],
    ['false', false],
    ['', undefined],
    ['maybe', 'maybe'],
  ])('lodging %j is %j', (text, value) => expect(toDto(aForm({ lodging: text })).lodging).toBe(value));

  test.each([
    ['26394', 26394],
    ['0', undefined],
    ['-1', undefined],
    ['1e3', undefined],
    ['2147483648', undefined],
    ['9'.repeat(40), undefined],
  ])('newsId %j is %j', (text, value) => expect(toDto(aForm({ newsId: text })).source?.newsId).toBe(value));

  test('consent is the checkbox and nothing else', () => {
    expect(toDto(aForm()).consent.accepted).toBe(true);
    for (const consent of ['on', '1', 'TRUE', ''])
      expect(toDto(aForm({ consent })).consent.accepted).toBe(false);
  });

  test('every problem stands beside a field that can be seen', async () => {
    const problems = await problemsOf(toDto(readForm({}, null)));
    expect(problems.map(({ field }) => field)).toEqual([
      'organization',
      'contactName',
      'phone',
      'topic',
      'consent',
      'consent',
    ]);
    expect(visibleField('consent.noticeVersion')).toBe('consent');
    expect(visibleField('phone')).toBe('phone');
  });
});

describe('formKey', () => {
  test('is one for the same page and text, another for either changed', () => {
    const key = formKey(aForm());
    expect(formKey(aForm())).toBe(key);
    expect(formKey(aForm({ message: 'x' }))).not.toBe(key);
    expect(formKey(aForm({ idempotencyKey: 'another-page-key' }))).not.toBe(key);
    expect(formKey(aForm({ utmSource: 'x' }))).toBe(key);
    expect(key).toMatch(/^[\x21-\x7e]{1,255}$/);
  });

  test('without a usable page key no two are the same: nobody is refused for resembling', () => {
    for (const idempotencyKey of ['', 'a b', 'short', 'x'.repeat(129), '键'.repeat(10)]) {
      const form = aForm({ idempotencyKey });
      expect(formKey(form)).not.toBe(formKey(form));
      expect(carriedOn(form).idempotencyKey).toMatch(/^[\w-]{22}$/);
    }
    expect(carriedOn(aForm()).idempotencyKey).toBe(KEY);
  });
});
