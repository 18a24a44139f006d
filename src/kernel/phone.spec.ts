import { describe, expect, it } from '@jest/globals';
import { parsePhone } from './phone.js';

const MOBILE = {
  kind: 'phone',
  canonical: '13657615475',
  lastFour: '5475',
  display: '136-5761-5475',
  dial: '+8613657615475',
};
const LANDLINE = {
  kind: 'phone',
  canonical: '023-62762687',
  lastFour: '2687',
  display: '023-6276-2687',
  dial: '+862362762687',
};
const EXTENDED = {
  ...LANDLINE,
  canonical: '023-62762687-801',
  display: '023-6276-2687 转 801',
  dial: '+862362762687,801',
};
const SERVICE = {
  kind: 'phone',
  canonical: '4001234567',
  lastFour: '4567',
  display: '400-123-4567',
  dial: '4001234567',
};
const HONG_KONG = {
  kind: 'phone',
  canonical: '+85221234567',
  lastFour: '4567',
  display: '+85221234567',
  dial: '+85221234567',
};

function canonicalOf(text: string): string | undefined {
  const result = parsePhone(text);
  return result.kind === 'phone' ? result.canonical : undefined;
}

function messageOf(text: string): string | undefined {
  const result = parsePhone(text);
  return result.kind === 'problem' ? result.message : undefined;
}

describe('a mobile number', () => {
  it.each([
    '13657615475',
    ' 136 5761 5475 ',
    '136-5761-5475',
    '136.5761.5475',
    '136–5761—5475',
    '136−5761－5475',
    '136‑5761‑5475',
    '１３６５７６１５４７５',
    '１３６　５７６１　５４７５',
    '136\u00a05761\u20095475',
    '+8613657615475',
    '+86 136-5761-5475',
    '＋86-136-5761-5475',
    '(+86)13657615475',
    '（＋８６）13657615475',
    '0086 13657615475',
    '00 86 13657615475',
    '8613657615475',
    '86-136-5761-5475',
    '013657615475',
    '\u202d13657615475\u202c',
    '\ufeff136\u200b57615475',
    "'13657615475",
    '13657615475。',
    '“13657615475”',
    '13657615475\r\n',
    '【13657615475】',
    '136-5761—5475，',
  ])('%j', (text) => {
    expect(parsePhone(text)).toEqual(MOBILE);
  });

  it.each(['130', '145', '165', '167', '170', '171', '190', '192', '199'])('may begin with %s', (prefix) => {
    expect(canonicalOf(`${prefix}00000000`)).toBe(`${prefix}00000000`);
  });
});

describe('a landline number', () => {
  it.each([
    '02362762687',
    '023-62762687',
    '023-6276-2687',
    '023 6276 2687',
    '(023)62762687',
    '（023）6276 2687',
    '０２３－６２７６２６８７',
    '023—62762687',
    '023一62762687',
    '023 ー 62762687',
    '【023】62762687',
    '+86-23-62762687',
    '+862362762687',
    '+86 (0)23 6276 2687',
    '+86 023 62762687',
    '0086-023-62762687',
    '86-023-62762687',
    '86 23 6276 2687',
  ])('%j', (text) => {
    expect(parsePhone(text)).toEqual(LANDLINE);
  });

  it.each([
    ['010-88888888', '010-88888888', '010-8888-8888', '+861088888888'],
    ['+86 10 8888 8888', '010-88888888', '010-8888-8888', '+861088888888'],
    ['0755-26543210', '0755-26543210', '0755-2654-3210', '+8675526543210'],
    ['+86 755 2654 3210', '0755-26543210', '0755-2654-3210', '+8675526543210'],
    ['0874-3123456', '0874-3123456', '0874-312-3456', '+868743123456'],
    ['0874 312 3456', '0874-3123456', '0874-312-3456', '+868743123456'],
    ['010-12345678', '010-12345678', '010-1234-5678', '+861012345678'],
  ])('%s', (text, canonical, display, dial) => {
    expect(parsePhone(text)).toMatchObject({ canonical, display, dial });
  });
});

describe('an extension', () => {
  it.each([
    '023-62762687-801',
    '023-6276-2687-801',
    '(023)62762687-801',
    '023-62762687—801',
    '023-62762687转801',
    '023-62762687 转 801',
    '023-62762687轉801',
    '023-62762687－转－801',
    '023-62762687转分机801',
    '023-62762687 分机：801',
    '023-62762687（分机801）',
    '023-62762687分机号 801',
    '023-62762687ext801',
    '023-62762687 Ext. 801',
    '023-62762687 extension 801',
    '023-62762687x801',
    '02362762687Ｘ８０１',
    '023-62762687#801',
    '023-62762687＃801',
    '+86 23 6276 2687 x801',
    '86-023-62762687-801',
  ])('%j', (text) => {
    expect(parsePhone(text)).toEqual(EXTENDED);
  });

  it.each([
    ['0874-3123456-8', '0874-3123456-8'],
    ['0874-312-3456-8', '0874-3123456-8'],
    ['023-62762687转0', '023-62762687-0'],
    ['023-62762687-123456', '023-62762687-123456'],
    ['400-123-4567-12', '4001234567-12'],
    ['400-123-4567转12', '4001234567-12'],
  ])('%s', (text, canonical) => {
    expect(canonicalOf(text)).toBe(canonical);
  });

  it('does not count among the last four digits', () => {
    expect(parsePhone('400-123-4567 转 9999')).toMatchObject({
      lastFour: '4567',
      display: '400-123-4567 转 9999',
      dial: '4001234567,9999',
    });
  });
});

describe('400 and 800', () => {
  it.each([
    '4001234567',
    '400-123-4567',
    '400-1234-567',
    '400 123 4567',
    '４００１２３４５６７',
    '+86 400 123 4567',
  ])('%s', (text) => {
    expect(parsePhone(text)).toEqual(SERVICE);
  });

  it('800', () => {
    expect(canonicalOf('800-820-8820')).toBe('8008208820');
  });
});

describe('a number outside the mainland', () => {
  it.each([
    '+85221234567',
    '+852 2123 4567',
    '+852-2123-4567',
    '(+852) 21234567',
    '00852 2123 4567',
    '＋852－21234567',
  ])('%s', (text) => {
    expect(parsePhone(text)).toEqual(HONG_KONG);
  });

  it.each([
    ['+853 2812 3456', '+85328123456'],
    ['+886 2 2345 6789', '+886223456789'],
    ['+44 (0)20 7946 0958', '+442079460958'],
    ['+1 (212) 555-0123', '+12125550123'],
    ['+6581234', '+6581234'],
    ['+123456789012345', '+123456789012345'],
  ])('%s', (text, canonical) => {
    expect(canonicalOf(text)).toBe(canonical);
  });

  it.each(['+123456', '+1234567890123456', '+0236276268', '000236276268'])('not %s', (text) => {
    expect(messageOf(text)).toContain('没有认出');
  });
});

describe('a problem says how to mend it', () => {
  const several = '其他号码写在补充说明里';
  const letters = '只填数字';
  const noAreaCode = '请加区号，例如 023-6276-2687';
  const unknown = '没有认出这个号码';

  it.each([
    ['', '请填写联系电话'],
    [' 　\t\n\u200b', '请填写联系电话'],
    ['，。', '请填写联系电话'],
    ['1365761547', '您填的是 10 位'],
    ['136576154755', '您填的是 12 位'],
    ['136-5761-54751', '您填的是 12 位'],
    ['+86 1365761547', '您填的是 10 位'],
    ['86 136576154755', '您填的是 12 位'],
    ['136', '您填的是 3 位'],
    ['13657615475.0', '您填的是 12 位'],
    ['62762687', noAreaCode],
    ['6276-2687', noAreaCode],
    ['3123456', noAreaCode],
    ['62762687-801', noAreaCode],
    ['62762687转801', noAreaCode],
    ['+86 62762687', noAreaCode],
    ['13657615475 13800138000', several],
    ['1365761547513800138000', several],
    ['13657615475/13800138000', several],
    ['13657615475、023-62762687', several],
    ['13657615475，13800138000', several],
    ['13657615475；13800138000', several],
    ['13657615475或13800138000', several],
    ['13657615475-13800138000', several],
    ['13657615475\n13800138000', several],
    ['13657615475(023-62762687)', several],
    ['023-62762687-62762688', several],
    ['023-6276-2687 6276-2688', several],
    ['62762687 62762688', several],
    ['62762687/88', several],
    ['023-62762687转801、802', several],
    ['023-62762687转13657615475', several],
    ['tel 023-62762687 fax 62762688', several],
    ['+8613657615475 +8613800138000', several],
    ['+852 2123 4567 / +852 2123 4568', several],
    ['13657615475张主任', letters],
    ['136xxxx5475', letters],
    ['l3657615475', letters],
    ['一三六五七六一五四七五', letters],
    ['1.36576E+10', letters],
    ['无', letters],
    ['𠮷', letters],
    ['13657615475 转 801', '不用填分机号'],
    ['+85221234567转12', '港澳台及国外号码的分机号'],
    ['023-62762687转1234567', '分机号最多 6 位'],
    ['85221234567', '以 + 和地区代码开头'],
    ['852-2123-4567', '以 + 和地区代码开头'],
    ['023-6276', unknown],
    ['023-627626871', unknown],
    ['12345678901', unknown],
    ['110', unknown],
    ['++8613657615475', unknown],
    ['+', unknown],
    ['#801', unknown],
    ['📞13657615475', unknown],
    ['1️⃣3657615475', unknown],
    ['١٣٦٥٧٦١٥٤٧٥', unknown],
    ['136576\x0015475', unknown],
    ['13657615475\ud83d', unknown],
    ['1; drop table inquiries', letters],
    ['9'.repeat(100), unknown],
    ['9'.repeat(101), '太长'],
  ])('%j', (text, message) => {
    expect(messageOf(text)).toContain(message);
  });
});

it('reads its own canonical and display forms as the same number', () => {
  for (const phone of [MOBILE, LANDLINE, EXTENDED, SERVICE, HONG_KONG]) {
    expect(parsePhone(phone.canonical)).toEqual(phone);
    expect(parsePhone(phone.display)).toEqual(phone);
  }
  for (const text of ['0874-3123456-8', '0874-31234567-8', '010-1234567-8888', '4001234567-123456']) {
    const phone = parsePhone(text);
    expect(phone).toMatchObject({ kind: 'phone', canonical: text });
    expect(phone.kind === 'phone' && parsePhone(phone.display)).toEqual(phone);
  }
});

it.each(['1', ' ', '-', '(', '136 ', '1-', 'x', '转', '13657615475/', '\ud83d', '　'])(
  'is quick with long input of %j',
  (piece) => {
    const start = performance.now();
    for (const length of [100, 100_000]) {
      expect(parsePhone(piece.repeat(Math.ceil(length / piece.length)).slice(0, length)).kind).toBe(
        'problem',
      );
    }
    expect(performance.now() - start).toBeLessThan(50);
  },
);
