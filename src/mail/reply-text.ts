/** As much of a server's words as we keep; the column comment of `mail.last_reply` promises it. */
const MAX_REPLY = 500;
/** Looked at for that: a hostile reply may be 64 KB, and patterns below should not walk it all. */
const MAX_RAW = 4_000;

const GBK = new TextDecoder('gb18030');

/**
 * A server's reply as a person may read it and a log may keep it: one line, at most 500 characters, no controls, and
 * nothing that looks like a mail address, since servers like to repeat the recipient's.
 */
export function readableReply(raw: string): string {
  return (
    decodeGbk(raw.slice(0, MAX_RAW))
      .replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029\p{Surrogate}]+/gu, ' ')
      // Upper bounds keep it linear on a reply made of nothing but such characters.
      .replace(/[^\s<>()[\]"',:;@]{1,64}@[^\s<>()[\]"',:;@]{1,255}/g, '…@…')
      .replace(/ {2,}/g, ' ')
      .trim()
      .slice(0, MAX_REPLY)
      .replace(/[\ud800-\udbff]$/, '')
  );
}

/**
 * Old QQ servers answer in GBK. nodemailer keeps bytes that are not UTF-8 as one character per byte; only such a
 * string (high bytes, nothing above U+00FF) is decoded, and only if it then makes sense.
 */
function decodeGbk(raw: string): string {
  // oxlint-disable-next-line no-control-regex
  if (!/[\x80-\xff]/.test(raw) || /[^\x00-\xff]/.test(raw)) return raw;
  const text = GBK.decode(Buffer.from(raw, 'latin1'));
  return /\p{Script=Han}/u.test(text) ? text : raw;
}
