import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { BadSettings, buildConfig, SETTING_NAMES } from './config.js';
import type { RawEnv } from './env.js';

function problemsOf(env: RawEnv): Record<string, string> {
  try {
    buildConfig(env);
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error;
    return Object.fromEntries(error.problems.map(({ name, message }) => [name, message]));
  }
  return {};
}

describe('.env.example', () => {
  const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const shown = [...text.matchAll(/^#([A-Z_]+)=(.*)$/gm)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );

  test('shows every setting there is, in the same order, and no other', () => {
    expect(shown.map(([name]) => name)).toEqual([...SETTING_NAMES]);
  });

  test('its examples are valid, each alone and all together', () => {
    for (const [name, value] of shown) {
      const needed = name === 'MAIL_FROM' ? {} : { [name]: value };
      expect([name, problemsOf(needed)]).toEqual([name, {}]);
    }
    expect(problemsOf(Object.fromEntries(shown))).toEqual({});
  });

  test('names the defaults that hold', () => {
    const { http, database, mail, log, seed, role, varDir } = buildConfig({});
    expect(text).toContain(`（${http.port}，${http.host}）`);
    for (const value of [role, database.poolSize, mail.to, mail.ratePerMinute, log.level])
      expect(text).toContain(`（${value}）`);
    expect(seed).toBe('demo');
    expect(varDir).toBe(`${process.cwd()}/var`);
  });
});

describe('buildConfig', () => {
  test('is frozen to the bottom', () => {
    const config = buildConfig({ TRUST_PROXY: '10.0.0.0/8' });
    expect(() => Object.assign(config.http, { port: 1 })).toThrow(TypeError);
    expect(() => (config.http.trustProxy as string[]).push('x')).toThrow(TypeError);
  });

  test('tells all problems at once', () => {
    const bad = {
      PORT: '99999', PUBLIC_URL: 'ftp://x', ROLE: 'boss', DATABASE_URL: 'mysql://x/y', DATABASE_POOL: '2', SMTP_URL: 'smtp.qq.com',
      MAIL_FROM: '张三', MAIL_TO: 'nobody', MAIL_RATE_PER_MINUTE: '0', TRUST_PROXY: 'yes', RATE_LIMITS: 'maybe',
      METRICS_TOKEN: 'short', LOG_LEVEL: 'loud', SEED: 'all',
    }; // prettier-ignore
    const problems = problemsOf(bad);
    expect(Object.keys(problems).toSorted()).toEqual(Object.keys(bad).toSorted());
    for (const message of Object.values(problems)) expect(message).toMatch(/\p{Script=Han}/u);
  });

  test('an empty setting is none', () => {
    expect(buildConfig(Object.fromEntries(SETTING_NAMES.map((name) => [name, ' '])))).toEqual(
      buildConfig({}),
    );
  });

  test.each(['3000x', '-1', '1.5', '0x10', '65536', '1e3', ' 80 80'])('PORT %j is none', (port) => {
    expect(problemsOf({ PORT: port })).toHaveProperty('PORT');
  });

  test.each([
    [{}, 'http://127.0.0.1:3000'],
    [{ HOST: '0.0.0.0', PORT: '8080' }, 'http://127.0.0.1:8080'],
    [{ HOST: '::1' }, 'http://[::1]:3000'],
    [{ PUBLIC_URL: 'https://px.example.cn/' }, 'https://px.example.cn'],
  ])('links of %j begin with %s', (env, url) => {
    expect(buildConfig(env).http.publicUrl).toBe(url);
  });

  test.each(['https://x.cn/path', 'https://x.cn/?a', 'https://u:p@x.cn', 'x.cn', 'javascript:alert(1)'])(
    'PUBLIC_URL %s is none',
    (url) => {
      expect(problemsOf({ PUBLIC_URL: url })).toHaveProperty('PUBLIC_URL');
    },
  );

  test.each([
    ['off', false], ['0', false], ['2', 2], ['loopback', ['loopback']], ['10.0.0.0/8, ::1', ['10.0.0.0/8', '::1']],
  ])('TRUST_PROXY=%s', (value, meaning) => {
    expect(buildConfig({ TRUST_PROXY: value }).http.trustProxy).toEqual(meaning);
  }); // prettier-ignore
});

describe('the sender of mail', () => {
  const QQ = 'smtps://123456@qq.com:code@smtp.qq.com:465';

  test('is the account', () => {
    expect(buildConfig({ SMTP_URL: QQ }).mail.from).toBe('123456@qq.com');
  });

  test('must be the account at QQ, which would refuse every mail otherwise', () => {
    expect(problemsOf({ SMTP_URL: QQ, MAIL_FROM: 'other@qq.com' })).toEqual({
      MAIL_FROM: expect.stringContaining('123456@qq.com'),
    });
    expect(problemsOf({ SMTP_URL: QQ, MAIL_FROM: '123456@qq.com' })).toEqual({});
    const elsewhere = 'smtps://user:code@mail.example.cn';
    expect(problemsOf({ SMTP_URL: elsewhere, MAIL_FROM: 'office@example.cn' })).toEqual({});
  });

  test('has to be said where the account is no address', () => {
    expect(problemsOf({ SMTP_URL: 'smtps://user:code@mail.example.cn' })).toHaveProperty('MAIL_FROM');
  });

  test('is the centre itself where no mail leaves', () => {
    expect(buildConfig({}).mail.from).toBe('574888563@qq.com');
  });
});
