import MailComposer from 'nodemailer/lib/mail-composer';
import type { RenderedMail } from './renderers.js';

/** The name every message carries as its sender. */
export const SENDER_NAME = '重庆工商大学干部培训中心';

export interface Envelope {
  from: string;
  to: string;
  /** With its angle brackets. */
  messageId: string;
  date: Date;
  /** Send `mail.minimal` if there is one: the server refused the full text. */
  minimal: boolean;
}

/**
 * Plain addresses only (RFC 5321 Dot-string in ASCII, no quoting, no comments): a Reply-To that needs a clever parser
 * may read differently at the other end, and QQ offers no SMTPUTF8.
 */
const PLAIN_ADDRESS =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i;

const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Builds the whole message (RFC 5322) in 7-bit ASCII with CRLF line ends. */
export async function compose(mail: RenderedMail, envelope: Envelope): Promise<Buffer> {
  const minimal = envelope.minimal ? mail.minimal : undefined;
  const replyTo = minimal === undefined ? replyAddress(mail.replyTo) : undefined;
  const message = new MailComposer({
    from: { name: SENDER_NAME, address: envelope.from },
    to: { name: '', address: envelope.to },
    replyTo,
    subject: headerText(minimal?.subject ?? mail.subject, 500),
    text: bodyText(minimal?.text ?? mail.text),
    html: minimal === undefined ? bodyText(mail.html) : undefined,
    messageId: envelope.messageId,
    date: envelope.date,
    headers: {
      'Auto-Submitted': 'auto-generated', // RFC 3834: no auto-reply should answer this
      ...(mail.automatic === true ? { 'X-Auto-Response-Suppress': 'All' } : {}),
    },
    // Base64 throughout: quoted-printable triples Chinese, and format=flowed would rewrap long lines.
    encoding: 'base64',
    textEncoding: 'B',
    newline: 'win',
    // Text is a string here, whatever somebody renders; never a path or an address to read from.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return message.compile().build();
}

function replyAddress(replyTo: RenderedMail['replyTo']): { name: string; address: string } | undefined {
  if (replyTo === undefined || replyTo.address.length > 254) return undefined;
  if (!PLAIN_ADDRESS.test(replyTo.address) || replyTo.address.lastIndexOf('@') > 64) return undefined;
  // A name that looks like an address would be read as the address.
  const name = headerText(replyTo.name.replace(/[<>@"]/g, ' '), 100);
  return { name, address: replyTo.address };
}

/** One line without anything that could start another header or make it read as something else (CVE-2021-42574). */
function headerText(text: string, most: number): string {
  const line = text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, ' ').replace(LONE_SURROGATE, '\ufffd');
  const short = Array.from(line).slice(0, most).join('').trim();
  // ASCII goes out as it stands, and then what only looks like an encoded word would be decoded at the other end.
  return /^[ -~]*$/.test(short) ? short.replaceAll('=?', '= ?') : short;
}

function bodyText(text: string): string {
  return text.replaceAll('\0', '').replace(LONE_SURROGATE, '\ufffd');
}
