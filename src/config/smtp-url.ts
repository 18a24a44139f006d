/** What the SMTP transport needs to know, read from SMTP_URL. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** `implicit`: TLS from the first byte (465). `starttls`: upgraded before anything is said, never skipped. */
  readonly tls: 'implicit' | 'starttls';
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** QQ's own hosts have rules of their own: From must equal the account. */
  readonly isQq: boolean;
}

/**
 * Parses `smtps://account:code@host:465` (implicit TLS) or `smtp://account:code@host:587` (STARTTLS, required).
 * The account may hold an unescaped `@`, as in `smtps://123456@qq.com:code@smtp.qq.com:465`.
 */
export function parseSmtpUrl(text: string): SmtpSettings | { problem: string } {
  const example = '应形如 smtps://123456@qq.com:授权码@smtp.qq.com:465';
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'smtps:' && url.protocol !== 'smtp:') || url.hostname === '') {
    return { problem: example };
  }
  const tls = url.protocol === 'smtps:' ? 'implicit' : 'starttls';
  const port = url.port === '' ? (tls === 'implicit' ? 465 : 587) : Number(url.port);
  // 465 speaks TLS from the first byte: plain SMTP there hangs until a timeout instead of failing.
  if (port === 465 && tls === 'starttls')
    return { problem: '465 端口请用 smtps://，smtp:// 对应 587 端口（STARTTLS）' };
  if (port === 587 && tls === 'implicit')
    return { problem: '587 端口请用 smtp://（STARTTLS），smtps:// 对应 465 端口' };
  const user = decode(url.username);
  const password = decode(url.password);
  if (user === null || password === null) return { problem: '账号或授权码中的 % 须写作 %25' };
  if (user !== '' && password === '') return { problem: `缺少授权码，${example}` };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isQq = /(?:^|\.)qq\.com$/i.test(host);
  if (isQq && user === '') return { problem: `QQ 邮箱必须登录，${example}` };
  return { host, port, tls, user: user || undefined, password: password || undefined, isQq };
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
