import { readableReply } from './reply-text.js';

/** What a failed attempt tells, in nodemailer's documented error fields (nodemailer.com/errors). */
export interface SendFailure {
  /** Such as ESOCKET, ETIMEDOUT, EAUTH, EENVELOPE. */
  code?: string | undefined;
  /** The code the socket gave, such as ECONNREFUSED or CERT_HAS_EXPIRED. */
  originalCode?: string | undefined;
  /** The command that was answered: CONN, EHLO, STARTTLS, AUTH …, MAIL FROM, RCPT TO, DATA; API: never sent. */
  command?: string | undefined;
  responseCode?: number | undefined;
  response?: string | undefined;
}

/**
 * What a failed attempt means. About the way out, so that no message is to blame and all wait: `throttled`,
 * `refused_login`, `misconfigured`, `insecure`. About this message: `content_refused`, `recipient_refused`,
 * `permanent`. About neither: `retry`, and `login_delayed`, which also spares the login.
 */
export type SendOutcome =
  | 'retry'
  | 'login_delayed'
  | 'throttled'
  | 'refused_login'
  | 'misconfigured'
  | 'insecure'
  | 'content_refused'
  | 'recipient_refused'
  | 'permanent';

/** Everything `mail.last_outcome` may hold: what came of sending, or why it never came to that. */
export type MailOutcome = SendOutcome | 'sent' | 'render_failed' | 'no_renderer' | 'subject_gone';

/** What each outcome means and what happens next, for staff. */
export const OUTCOME_TEXT: Readonly<Record<MailOutcome, string>> = {
  sent: '已交给邮件服务器；未设置发信账号时，已写成文件。',
  retry: '邮件服务器暂时没有收下这封邮件，系统会自动重试。',
  login_delayed: '邮件服务器暂时无法验证登录，系统稍后自动重试。',
  throttled: '邮件服务器暂时限流，全部邮件暂停一段时间后自动续发；请勿手动反复重发，以免延长限制。',
  refused_login:
    '邮箱登录被拒绝：授权码可能已失效（修改 QQ 密码会使授权码全部失效）。请生成新的授权码并更新 SMTP_URL；邮件都已保留，恢复后自动发送。',
  misconfigured:
    '邮箱设置有误：请检查 SMTP_URL 与 MAIL_FROM，并确认邮箱已开启 SMTP 服务、发件地址与登录账号一致。邮件都已保留。',
  insecure:
    '与邮件服务器之间无法建立可信的加密连接，系统不会明文发送；请检查网络和服务器证书，稍后自动重试。',
  content_refused: '邮件服务器拒绝了邮件内容，系统会改用简短内容再发一次。',
  recipient_refused: '收件邮箱不存在或暂时拒收，系统会在半小时后再试一次。',
  permanent: '邮件服务器明确拒绝了这封邮件，不再自动重试，请人工处理。',
  render_failed: '生成邮件内容时出错，请联系技术人员；多次失败后停止重试。',
  no_renderer: '系统还不认识这种邮件（可能正在升级），稍后自动重试。',
  subject_gone: '邮件所说的内容已被删除，不再发送。',
};

const CERTIFICATE_TROUBLE =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO$|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_|PATH_LENGTH_|CRL_)/;

// Words decide only where a code is used for several things. Chinese ones are there for replies once sent in GBK.
const THROTTLE_WORDS =
  /too (?:many|much|frequent)|frequen(?:cy|t)|rate.?limit|exceed(?:s|ed)? .{0,30}(?:limit|quota)|try again later|频率|频繁|超过.{0,10}限制/i;
const CONTENT_WORDS = /content|inappropriate|spam|virus|suspicious|内容|垃圾/i;
const MAILBOX_WORDS = /mailbox|no such user|user unknown|recipient|access denied|收件人|邮箱不存在/i;
const NOT_ENABLED_WORDS = /smtp (?:flag|service)|not open|开启|开通/i;

/** From what the server (or the network) said to what it means. Codes first, words only as a refinement. */
export function classify(failure: SendFailure): SendOutcome {
  const stage = stageOf(failure.command);
  if (stage === 'tls' || failure.code === 'ETLS' || CERTIFICATE_TROUBLE.test(failure.originalCode ?? '')) {
    return 'insecure';
  }
  const { responseCode: reply } = failure;
  const words = failure.response === undefined ? '' : readableReply(failure.response);
  if (reply === undefined || reply < 400 || reply > 599) return withoutReply(failure, stage);
  if (stage === 'auth') return atLogin(reply, words);
  if (reply < 500) return 'retry';
  if (THROTTLE_WORDS.test(words)) return 'throttled';
  if (reply === 503 && stage !== 'mail') return 'retry'; // commands out of step; a new connection starts afresh
  switch (stage) {
    case 'connect':
      return 'throttled';
    case 'mail':
      return atSender(reply);
    case 'rcpt':
      return reply <= 504 ? 'permanent' : 'recipient_refused';
    case 'data':
      return atContent(reply, words);
  }
}

type Stage = 'connect' | 'tls' | 'auth' | 'mail' | 'rcpt' | 'data';

function stageOf(command: string | undefined): Stage {
  if (command === 'STARTTLS') return 'tls';
  if (command?.startsWith('AUTH')) return 'auth';
  if (command === 'MAIL FROM') return 'mail';
  if (command === 'RCPT TO') return 'rcpt';
  return command === 'DATA' ? 'data' : 'connect';
}

/** No reply code: the network, garbage, or nodemailer refusing before it sends. */
function withoutReply({ code, command }: SendFailure, stage: Stage): SendOutcome {
  if (code === 'EAUTH') return 'misconfigured'; // no method in common, or no password
  if (command === 'API' && (code === 'EENVELOPE' || code === 'EMESSAGE')) return 'permanent';
  if (stage === 'mail' && code === 'EMESSAGE') return 'permanent'; // larger than the server announced to take
  return 'retry';
}

function atLogin(reply: number, words: string): SendOutcome {
  // RFC 4954 calls 454 temporary; old QQ servers use it to say that SMTP was never switched on.
  if (reply < 500) return NOT_ENABLED_WORDS.test(words) ? 'misconfigured' : 'login_delayed';
  if (reply >= 500 && reply <= 504) return 'misconfigured';
  if (reply === 550) return THROTTLE_WORDS.test(words) ? 'throttled' : 'misconfigured';
  return 'refused_login';
}

/** The sender is a setting, the same in every message: a refusal concerns them all. */
function atSender(reply: number): SendOutcome {
  if (reply === 550 || reply === 554) return 'throttled'; // QQ's "Sender frequency limited", whatever its words
  return reply === 552 ? 'permanent' : 'misconfigured';
}

function atContent(reply: number, words: string): SendOutcome {
  if (MAILBOX_WORDS.test(words) && !CONTENT_WORDS.test(words)) return 'recipient_refused';
  // QQ uses 550 for its content filter; other codes need the words.
  return reply === 550 || CONTENT_WORDS.test(words) ? 'content_refused' : 'permanent';
}
