/** Texts that have broken other people's programs. In the spirit of the Big List of Naughty Strings. */
export const NAUGHTY: readonly string[] = [
  '', ' ', '\u3000', '\t', '\r\n', '\n\n\n', '\0', 'a\0b', '\u0007\u001b[31m', '\u007f\u0085',
  '\u200b', '\u200e\u202e\u202c', '\ufeff', '\u2028\u2029', '\ud800', '\udc00', 'x\ud83d', '\uffff\ufffe',
  'undefined', 'null', 'NaN', 'Infinity', '-1', '0', '00', '1e309', '0x10', '9'.repeat(400), '2147483648',
  '9007199254740993', '1,000', '１２３', '٠١٢٣', '①②③', 'true', 'false', '[object Object]', '__proto__',
  'constructor', 'toString', 'hasOwnProperty', '<script>alert(1)</script>', `"><img src=x onerror=alert(1)>`,
  `' onmouseover='alert(1)`, 'javascript:alert(1)', '</textarea></title></script><!--', '<![CDATA[x]]>', '&lt;&amp;&#0;',
  `'; drop table inquiry; --`, `' or '1'='1`, '%_\\', '$1 $2 $$', '{{7*7}}', '${7*7}', '<%= 7*7 %>', '#{7*7}',
  '../../../../etc/passwd', 'C:\\Windows\\System32', '%00', '%0d%0aSet-Cookie:x=1', '\r\nBcc: a@evil.example\r\n',
  '=?utf-8?B?5byg?=', 'a@b', '"a" <b@c.cn>, d@e.cn', `a(b(c)@evil)@x.cn`, '=1+1', '+1', '-1+1', '@sum(1)', '＝1+1',
  '𠮷', '𰻞𰻞面', '👩‍👩‍👧‍👦🏳️‍🌈', 'Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮', 'ثم نفس سقطت', '가나다', 'ǅ ß İ ı', 'ﷺ'.repeat(50), '𝕋𝕙𝕖',
  '一'.repeat(3_000), 'a'.repeat(10_000), '@'.repeat(10_000), ' '.repeat(10_000), '1'.repeat(10_000), '-'.repeat(10_000),
  '.'.repeat(5_000), '约'.repeat(5_000), '转1'.repeat(2_000), '(('.repeat(4_000),
]; // prettier-ignore

/** The same numbers in every run (mulberry32), 0 ≤ n < 1. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
