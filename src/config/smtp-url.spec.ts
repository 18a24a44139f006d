import { describe, expect, test } from '@jest/globals';
import { parseSmtpUrl } from './smtp-url.js';

describe('parseSmtpUrl', () => {
  test.each([
    [
      'smtps://123456@qq.com:code@smtp.qq.com:465',
      {
        host: 'smtp.qq.com',
        port: 465,
        tls: 'implicit',
        user: '123456@qq.com',
        password: 'code',
        isQq: true,
      },
    ],
    [
      'smtp://123456%40qq.com:co%3Ade@smtp.qq.com',
      { port: 587, tls: 'starttls', user: '123456@qq.com', password: 'co:de' },
    ],
    ['smtps://a:b@smtp.exmail.qq.com', { port: 465, isQq: true }],
    ['smtps://a:b@notqq.com', { isQq: false }],
    ['smtps://a:b@qq.com.evil.example', { isQq: false }],
    ['smtp://[::1]:2525', { host: '::1', port: 2525, tls: 'starttls', user: undefined, password: undefined }],
  ])('%s', (text, settings) => {
    expect(parseSmtpUrl(text)).toMatchObject(settings);
  });

  test.each([
    ['smtp.qq.com', /形如/],
    ['https://smtp.qq.com', /形如/],
    ['smtps://', /形如/],
    ['smtp://a:b@smtp.qq.com:465', /465/],
    ['smtps://a:b@smtp.qq.com:587', /587/],
    ['smtps://a@smtp.example.cn', /授权码/],
    ['smtps://smtp.qq.com', /必须登录/],
    ['smtps://a:100%@smtp.qq.com', /%25/],
  ])('%s is refused in words that hold no secret', (text, words) => {
    expect(parseSmtpUrl(text)).toEqual({ problem: expect.stringMatching(words) });
  });
});
