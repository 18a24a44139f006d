import { resolve } from 'node:path';
import type { RawEnv } from './env.js';
import { parseSmtpUrl, type SmtpSettings } from './smtp-url.js';

export type Role = 'all' | 'web' | 'worker';

/** Everything the service can be told, typed, nested and frozen. Built once, at boot. */
export interface Config {
  readonly role: Role;
  readonly varDir: string;
  readonly seed: 'demo' | 'none';
  readonly http: {
    readonly host: string;
    readonly port: number;
    /** Origin under which visitors reach the service, without a trailing slash. Used in links only. */
    readonly publicUrl: string;
    /** False, a number of proxy hops, or a list of proxy addresses whose X-Forwarded-* headers are believed. */
    readonly trustProxy: false | number | string[];
    readonly rateLimits: boolean;
    /** Bearer token that may read /metrics from elsewhere than loopback; null: loopback only. */
    readonly metricsToken: string | null;
  };
  readonly database: {
    /** Null: the embedded PostgreSQL under varDir. */
    readonly url: string | null;
    /** Connections in the pool of one process. */
    readonly poolSize: number;
  };
  readonly mail: {
    /** Null: messages are written as .eml files under varDir/mail. */
    readonly smtp: SmtpSettings | null;
    readonly from: string;
    readonly to: string;
    readonly ratePerMinute: number;
  };
  readonly log: { readonly level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent' };
}

/** One setting that cannot be used, in words for the operator. */
export interface SettingProblem {
  readonly name: string;
  readonly message: string;
}

export class BadSettings extends Error {
  constructor(readonly problems: readonly SettingProblem[]) {
    super(problems.map((problem) => `${problem.name}：${problem.message}`).join('\n'));
    this.name = 'BadSettings';
  }
}

/** The names of the settings, in the order `.env.example` shows them. A test holds both together. */
export const SETTING_NAMES = [
  'PORT',
  'HOST',
  'PUBLIC_URL',
  'ROLE',
  'VAR_DIR',
  'DATABASE_URL',
  'DATABASE_POOL',
  'SMTP_URL',
  'MAIL_FROM',
  'MAIL_TO',
  'MAIL_RATE_PER_MINUTE',
  'TRUST_PROXY',
  'RATE_LIMITS',
  'METRICS_TOKEN',
  'LOG_LEVEL',
  'SEED',
] as const;

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
/** A plain address as MAIL_FROM and MAIL_TO take it: ASCII only, because QQ offers no SMTPUTF8. */
const ADDRESS = /^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?$/;

/**
 * Reads every setting, collects every problem, and throws {@link BadSettings} with all of them at once,
 * so that the operator mends a file once and not once per start.
 */
export function buildConfig(env: RawEnv): Config {
  const problems: SettingProblem[] = [];
  const bad = (name: string, message: string) => void problems.push({ name, message });
  const text = (name: (typeof SETTING_NAMES)[number]) => env[name]?.trim() || undefined;

  const integer = (name: (typeof SETTING_NAMES)[number], fallback: number, min: number, max: number) => {
    const value = text(name);
    if (value === undefined) return fallback;
    if (/^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max) return Number(value);
    bad(name, `应为 ${min} 到 ${max} 之间的整数，现为“${value}”`);
    return fallback;
  };
  const oneOf = <T extends string>(
    name: (typeof SETTING_NAMES)[number],
    fallback: T,
    allowed: readonly T[],
  ): T => {
    const value = text(name);
    if (value === undefined) return fallback;
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) bad(name, `只能是 ${allowed.join('、')} 之一，现为“${value}”`);
    return found ?? fallback;
  };

  const port = integer('PORT', 3000, 0, 65535);
  const host = text('HOST') ?? '127.0.0.1';
  const role = oneOf('ROLE', 'all', ['all', 'web', 'worker'] as const);

  const databaseUrl = text('DATABASE_URL') ?? null;
  if (databaseUrl !== null && !isPostgresUrl(databaseUrl)) {
    bad('DATABASE_URL', '应形如 postgres://用户:密码@主机:5432/库名');
  }

  const smtpText = text('SMTP_URL');
  const smtp = smtpText === undefined ? null : parseSmtpUrl(smtpText);
  if (smtp !== null && 'problem' in smtp) bad('SMTP_URL', smtp.problem);
  const smtpSettings = smtp !== null && !('problem' in smtp) ? smtp : null;

  const to = text('MAIL_TO') ?? '574888563@qq.com';
  if (!ADDRESS.test(to)) bad('MAIL_TO', `不是有效的邮箱地址：“${to}”`);
  const from = mailFrom(text('MAIL_FROM'), to, smtpSettings, bad);

  const config: Config = {
    role,
    varDir: resolve(text('VAR_DIR') ?? './var'),
    seed: oneOf('SEED', 'demo', ['demo', 'none'] as const),
    http: {
      host,
      port,
      publicUrl: publicUrl(text('PUBLIC_URL'), host, port, bad),
      trustProxy: trustProxy(text('TRUST_PROXY'), bad),
      rateLimits: oneOf('RATE_LIMITS', 'on', ['on', 'off'] as const) === 'on',
      metricsToken: metricsToken(text('METRICS_TOKEN'), bad),
    },
    database: { url: databaseUrl, poolSize: integer('DATABASE_POOL', 10, 3, 100) },
    mail: {
      smtp: smtpSettings,
      from,
      to,
      ratePerMinute: integer('MAIL_RATE_PER_MINUTE', 10, 1, 60000),
    },
    log: { level: oneOf('LOG_LEVEL', 'info', LOG_LEVELS) },
  };
  if (problems.length > 0) throw new BadSettings(problems);
  return deepFreeze(config);
}

type Bad = (name: string, message: string) => void;

function mailFrom(value: string | undefined, to: string, smtp: SmtpSettings | null, bad: Bad): string {
  const account = smtp?.user;
  if (value !== undefined && !ADDRESS.test(value)) {
    bad('MAIL_FROM', `不是有效的邮箱地址：“${value}”`);
    return value;
  }
  // QQ answers "501 mail from address must be same as authorization user": known at boot, said at boot.
  if (value !== undefined && smtp?.isQq && account !== value) {
    bad('MAIL_FROM', `QQ 邮箱要求发件地址与登录账号一致，应为“${account ?? 'SMTP_URL 中的账号'}”或留空`);
  }
  if (value !== undefined) return value;
  if (account !== undefined && ADDRESS.test(account)) return account;
  if (smtp !== null) bad('MAIL_FROM', '必须填写：SMTP_URL 中没有可作发件地址的账号');
  return to;
}

function publicUrl(value: string | undefined, host: string, port: number, bad: Bad): string {
  if (value === undefined) {
    const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
    return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
  }
  const url = URL.parse(value);
  const plain =
    url !== null && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  if (plain && (url.protocol === 'http:' || url.protocol === 'https:')) return url.origin;
  bad('PUBLIC_URL', `应为网站对外的地址，如 https://www.example.cn（不带路径），现为“${value}”`);
  return 'http://127.0.0.1';
}

function trustProxy(value: string | undefined, bad: Bad): false | number | string[] {
  if (value === undefined || value === 'off' || value === 'false' || value === '0') return false;
  if (/^[1-9]$/.test(value)) return Number(value);
  const addresses = value.split(',').map((part) => part.trim());
  if (
    addresses.every((address) =>
      /^(?:loopback|uniquelocal|linklocal|[0-9a-fA-F.:]+(?:\/\d{1,3})?)$/.test(address),
    )
  ) {
    return addresses;
  }
  bad('TRUST_PROXY', `应为 off、代理层数（1-9）或以逗号分隔的代理地址，现为“${value}”`);
  return false;
}

function metricsToken(value: string | undefined, bad: Bad): string | null {
  if (value === undefined) return null;
  if (value.length >= 24 && new Set(value).size >= 10) return value;
  bad('METRICS_TOKEN', '太弱：至少 24 个字符且不重复堆砌，可用 openssl rand -hex 24 生成');
  return null;
}

function isPostgresUrl(value: string): boolean {
  const url = URL.parse(value);
  return (
    url !== null &&
    (url.protocol === 'postgres:' || url.protocol === 'postgresql:') &&
    url.pathname.length > 1
  );
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}
