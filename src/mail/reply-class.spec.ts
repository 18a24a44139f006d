import { describe, expect, it } from '@jest/globals';
import { classify, OUTCOME_TEXT, type SendFailure, type SendOutcome } from './reply-class.js';
import { readableReply } from './reply-text.js';

/** As nodemailer hands over an answer: bytes that are not UTF-8 become one character each. */
const gbkBytes = '535 \xc7\xeb\xca\xb9\xd3\xc3\xca\xda\xc8\xa8\xc2\xeb\xb5\xc7\xc2\xbc'; // 请使用授权码登录
const gbkFrequency = '550 \xb7\xa2\xcb\xcd\xc6\xb5\xc2\xca\xb9\xfd\xb8\xdf'; // 发送频率过高

const answer = (command: string, response: string): SendFailure => ({
  code: command.startsWith('AUTH') ? 'EAUTH' : command === 'DATA' ? 'EMESSAGE' : 'EENVELOPE',
  command,
  response,
  responseCode: Number(response.slice(0, 3)),
});

describe('classify', () => {
  it.each<[string, string, SendOutcome]>([
    // QQ, as seen in the field
    ['AUTH LOGIN', '535 Login Fail. Please enter your authorization code to login.', 'refused_login'],
    ['AUTH PLAIN', '535 Error: authentication failed, system busy', 'refused_login'],
    ['AUTH LOGIN', gbkBytes, 'refused_login'],
    ['AUTH LOGIN', '454 Authentication failed, please open smtp flag first', 'misconfigured'],
    ['MAIL FROM', '501 mail from address must be same as authorization user', 'misconfigured'],
    ['MAIL FROM', '502 Invalid input from 1.2.3.4 to newxmesmtplogicsvrsza.qq.com.', 'misconfigured'],
    ['MAIL FROM', '503 Error: need EHLO and AUTH first', 'misconfigured'],
    ['DATA', '550 Too many attempts. Unable to send. Try again later', 'throttled'],
    ['RCPT TO', '550 Too many attempts. Unable to send. Try again later', 'throttled'],
    ['CONN', '550 Connection frequency limited', 'throttled'],
    ['MAIL FROM', '550 Sender frequency limited', 'throttled'],
    ['RCPT TO', '550 Domain frequency limited', 'throttled'],
    ['DATA', '550 Ip frequency limited', 'throttled'],
    ['DATA', gbkFrequency, 'throttled'],
    ['DATA', '550 The mail may contain inappropriate words or content.', 'content_refused'],
    ['DATA', '550 Mail content denied. http://service.mail.qq.com/detail/122/171', 'content_refused'],
    ['RCPT TO', '550 Mailbox unavailable or access denied', 'recipient_refused'],
    ['DATA', '550 Mailbox unavailable or access denied', 'recipient_refused'],
    // Any server
    ['CONN', '421 Too many connections', 'retry'],
    ['CONN', '554 No SMTP service here', 'throttled'],
    ['EHLO', '421 closing', 'retry'],
    ['RCPT TO', '421 closing', 'retry'],
    ['RCPT TO', '450 mailbox busy', 'retry'],
    ['RCPT TO', '451 greylisted', 'retry'],
    ['DATA', '452 insufficient storage', 'retry'],
    ['AUTH LOGIN', '454 Temporary authentication failure', 'login_delayed'],
    ['AUTH LOGIN', '421 too many logins', 'login_delayed'],
    ['AUTH LOGIN', '534 mechanism too weak', 'refused_login'],
    ['AUTH LOGIN', '550 User has no permission', 'misconfigured'],
    ['AUTH LOGIN', '504 unrecognized', 'misconfigured'],
    ['MAIL FROM', '530 Authentication required', 'misconfigured'],
    ['MAIL FROM', '553 sender rejected', 'misconfigured'],
    ['MAIL FROM', '550 \xff\xfe\x80', 'throttled'],
    ['RCPT TO', '501 bad address', 'permanent'],
    ['RCPT TO', '503 out of order', 'retry'],
    ['RCPT TO', '551 user not local', 'recipient_refused'],
    ['RCPT TO', '552 mailbox full', 'recipient_refused'],
    ['RCPT TO', '553 not allowed', 'recipient_refused'],
    ['RCPT TO', '554 relay denied', 'recipient_refused'],
    ['DATA', '550 \xff\xfe\x80', 'content_refused'],
    ['DATA', '552 too large', 'permanent'],
    ['DATA', '554 transaction failed', 'permanent'],
    ['DATA', '554 DT:SPM spam suspected', 'content_refused'],
    ['STARTTLS', '454 TLS not available', 'insecure'],
    ['STARTTLS', '502 unknown command', 'insecure'],
  ])('%s answered with “%s” means %s', (command, response, outcome) => {
    expect(classify(answer(command, response))).toBe(outcome);
  });

  it.each<[SendFailure, SendOutcome]>([
    [{ code: 'ECONNECTION', command: 'CONN' }, 'retry'],
    [{ code: 'ETIMEDOUT', command: 'CONN' }, 'retry'],
    [{ code: 'ESOCKET', originalCode: 'ECONNREFUSED', command: 'CONN' }, 'retry'],
    [{ code: 'ESOCKET', originalCode: 'ECONNRESET', command: 'CONN' }, 'retry'],
    [{ code: 'EDNS', originalCode: 'ENOTFOUND', command: 'CONN' }, 'retry'],
    [{ code: 'EPROTOCOL', command: 'CONN', response: 'HTTP/1.1 400 Bad Request' }, 'retry'],
    [{ code: 'EPROTOCOL', command: 'CONN', response: '220 2', responseCode: 220 }, 'retry'],
    [{ code: 'ESOCKET', originalCode: 'DEPTH_ZERO_SELF_SIGNED_CERT', command: 'CONN' }, 'insecure'],
    [{ code: 'ESOCKET', originalCode: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', command: 'CONN' }, 'insecure'],
    [{ code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED', command: 'CONN' }, 'insecure'],
    [{ code: 'ESOCKET', originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID', command: 'CONN' }, 'insecure'],
    [{ code: 'ESOCKET', originalCode: 'ERR_SSL_WRONG_VERSION_NUMBER', command: 'CONN' }, 'insecure'],
    [{ code: 'ETLS', command: 'CONN' }, 'insecure'],
    [{ code: 'EAUTH', command: 'API' }, 'misconfigured'],
    [{ code: 'EENVELOPE', command: 'API' }, 'permanent'],
    [{}, 'retry'],
  ])('%j means %s', (failure, outcome) => {
    expect(classify(failure)).toBe(outcome);
  });

  it('has a Chinese sentence for every outcome', () => {
    for (const text of Object.values(OUTCOME_TEXT)) expect(text).toMatch(/^\p{Script=Han}.*。$/u);
  });
});

describe('readableReply', () => {
  it('reads GBK', () => {
    expect(readableReply(gbkBytes)).toBe('535 请使用授权码登录');
  });

  it('keeps UTF-8 Chinese and turns lines into one', () => {
    expect(readableReply('550-第一行\n550 第二行\r\n\0\u202e')).toBe('550-第一行 550 第二行');
  });

  it('hides what looks like an address', () => {
    expect(readableReply('550 <zhang.san+x@mail.example.cn>: 张@例子.cn no such user 12345@qq.com')).toBe(
      '550 <…@…>: …@… no such user …@…',
    );
  });

  it.each(['a', '@', 'a@', ' ', '\u0000', '\xff', '1'])('takes 100,000 times %j in its stride', (unit) => {
    const started = performance.now();
    expect(readableReply(`550 ${unit.repeat(100_000)}`).length).toBeLessThanOrEqual(500);
    expect(performance.now() - started).toBeLessThan(1_000); // a busy machine; the quadratic way takes minutes
  });
});
