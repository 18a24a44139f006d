import { describe, expect, it } from '@jest/globals';
import {
  cleanLine,
  codePointLength,
  firstSentences,
  hasControlCharacters,
  isStorable,
  normalizePersonName,
  parseDecimal,
  parseMonth,
  parsePositiveInteger,
  personNameProblem,
  toHalfWidth,
  unitNameProblem,
} from './text.js';

describe('toHalfWidth', () => {
  it.each([
    ['１３６－Ａｂ（１）：～！', '136-Ab(1):~!'],
    ['　', ' '],
    ['①²㈱ｱ〇。、“”￥', '①²㈱ｱ〇。、“”￥'],
    ['𠮷 abc', '𠮷 abc'],
    ['', ''],
  ])('%j -> %j', (text, expected) => {
    expect(toHalfWidth(text)).toBe(expected);
  });
});

describe('codePointLength', () => {
  it.each([
    ['', 0],
    ['重庆', 2],
    ['𠮷', 1],
    ['𠮷野𠮷', 3],
    ['\ud842', 1],
    ['\udfb7\ud842', 2],
    ['a\ud842\ud842\udfb7', 3],
    ['👩‍💻', 3],
  ])('%j is %d', (text, length) => {
    expect(codePointLength(text)).toBe(length);
    expect(codePointLength(text)).toBe([...text].length);
  });
});

describe('isStorable', () => {
  it.each([
    ['', true],
    ['重庆𠮷\n\t', true],
    ['a\0b', false],
    ['\ud842', false],
    ['\udfb7', false],
    ['\udfb7\ud842', false],
    ['\ufffe\uffff', true],
  ])('%j: %s', (text, storable) => {
    expect(isStorable(text)).toBe(storable);
  });
});

describe('hasControlCharacters', () => {
  it.each([
    '\0',
    '\t',
    '\n',
    '\r',
    '\x1b',
    '\x7f',
    '\x85',
    '\x9f',
    '\u2028',
    '\u2029',
    '\u061c',
    '\u200e',
    '\u200f',
  ])('finds %j', (control) => {
    expect(hasControlCharacters(`张${control}三`)).toBe(true);
  });

  it.each(['\u202a', '\u202e', '\u2066', '\u2069'])('finds the bidi control %j', (control) => {
    expect(hasControlCharacters(`张${control}三`)).toBe(true);
  });

  it.each(['张三', 'O’Brien-Müller', '👩‍💻', '𠮷', '李主任（办公室）', ' \u00a0　', '\u200b'])(
    'not in %j',
    (text) => {
      expect(hasControlCharacters(text)).toBe(false);
    },
  );
});

describe('cleanLine', () => {
  it.each([
    ['  重庆　市\t财政\u00a0局  ', '重庆 市 财政 局'],
    ['张\u200b\u2060\ufeff\u00ad三', '张三'],
    [' \u200b ', ''],
    ['a \u200b b', 'a b'],
    ['👩‍💻 ok', '👩‍💻 ok'],
    ['नेपाली क्\u200dष', 'नेपाली क्\u200dष'],
    ['末尾换行\r\n', '末尾换行'],
    ['中间\n换行', '中间\n换行'],
    ['ＡＢＣ①', 'ＡＢＣ①'],
    ['a\0b\u202e', 'a\0b\u202e'],
  ])('%j -> %j', (text, expected) => {
    expect(cleanLine(text)).toBe(expected);
  });
});

describe('normalizePersonName', () => {
  it.each([
    ['张三', '张三'],
    ['张 三', '张三'],
    ['　张　三　', '张三'],
    ['欧阳 娜 娜', '欧阳娜娜'],
    ['𠮷 野', '𠮷野'],
    ['张 三 李 四 王', '张 三 李 四 王'],
    ['张三 13', '张三 13'],
    ['李 主任(办公室)', '李 主任(办公室)'],
    ['买买提•艾力', '买买提·艾力'],
    ['买买提・艾力', '买买提·艾力'],
    ['买买提･艾力', '买买提·艾力'],
    ['买买提‧艾力', '买买提·艾力'],
    ['买买提\u0387艾力', '买买提·艾力'],
    ['买买提∙艾力', '买买提·艾力'],
    ['买买提⋅艾力', '买买提·艾力'],
    ['买买提．艾力', '买买提·艾力'],
    ['买买提.艾力', '买买提·艾力'],
    ['买买提 . 艾力.吐尔逊', '买买提·艾力·吐尔逊'],
    ['买买提 · 艾力', '买买提·艾力'],
    ['𠮷.𠮷.𠮷', '𠮷·𠮷·𠮷'],
    ['J. R. Smith', 'J. R. Smith'],
    ['张.', '张.'],
    ['John  Smith', 'John Smith'],
    ['', ''],
  ])('%j -> %j', (text, expected) => {
    expect(normalizePersonName(text)).toBe(expected);
    expect(normalizePersonName(expected)).toBe(expected);
  });
});

describe('personNameProblem', () => {
  it.each([
    '张',
    '张三',
    '𠮷',
    '㐀',
    '𰻝',
    '买买提·艾力',
    '李主任(办公室)',
    '王老师 / 小李',
    'O’Brien',
    'Þór',
    'アリ',
    '张三👍',
    '𠮷'.repeat(50),
  ])('%s passes', (name) => {
    expect(personNameProblem(name)).toBeNull();
  });

  it.each([
    ['', '请填写姓名'],
    ['  ', '请填写姓名'],
    ['𠮷'.repeat(51), '最多 50 个字，现在有 51 个字'],
    ['张'.repeat(100_000), '最多 50 个字'],
    ['123', '至少要有一个汉字或字母'],
    ['·…👍', '至少要有一个汉字或字母'],
    ['张\n三', '无法识别的字符'],
    ['张\0三', '无法识别的字符'],
    ['张\u202e三', '无法识别的字符'],
    ['张\ud842', '无法识别的字符'],
  ])('%j does not', (name, message) => {
    expect(personNameProblem(name)).toContain(message);
  });
});

describe('unitNameProblem', () => {
  it.each(['重庆市财政局', '某局', '3M', '中共××县委组织部（干部科）', '局'.repeat(100)])(
    '%s passes',
    (name) => {
      expect(unitNameProblem(name)).toBeNull();
    },
  );

  it.each([
    ['', '请填写单位名称'],
    ['局', '至少 2 个字'],
    ['𠮷', '至少 2 个字'],
    ['局'.repeat(101), '最多 100 个字'],
    ['12345', '至少要有一个汉字或字母'],
    ['某局\r\nBcc: a@b.c', '无法识别的字符'],
  ])('%j does not', (name, message) => {
    expect(unitNameProblem(name)).toContain(message);
  });
});

describe('parseMonth', () => {
  it.each([
    ['2027-03', '2027-03'],
    ['2027-3', '2027-03'],
    ['2027/3', '2027-03'],
    ['2027.3', '2027-03'],
    ['2027年3月', '2027-03'],
    ['2027年03月份', '2027-03'],
    ['2027 年 3 月', '2027-03'],
    ['２０２７年１２月', '2027-12'],
    ['２０２７－０３', '2027-03'],
    ['2027—3', '2027-03'],
    ['202703', '2027-03'],
    [' 2000-01 ', '2000-01'],
    ['2100-12', '2100-12'],
  ])('%j -> %s', (text, expected) => {
    expect(parseMonth(text)).toBe(expected);
  });

  it.each([
    '',
    '2027',
    '2027-00',
    '2027-13',
    '202713',
    '20273',
    '1999-12',
    '2101-01',
    '2027-3-15',
    '27-03',
    '3月',
    '2027年',
    '03/2027',
    '2027-003',
    '-2027-03',
    '2027-03\0',
    '٢٠٢٧-٠٣',
    `2027-03${' '.repeat(100_000)}`,
  ])('%j is no month', (text) => {
    expect(parseMonth(text)).toBeNull();
  });
});

describe('parsePositiveInteger', () => {
  it.each([
    ['50', 50],
    ['５０', 50],
    ['50人', 50],
    ['约50', 50],
    ['大约 50 人左右', 50],
    ['50 人左右', 50],
    ['050', 50],
    ['100000', 100_000],
  ])('%j -> %d', (text, expected) => {
    expect(parsePositiveInteger(text, { max: 100_000 })).toBe(expected);
  });

  it.each([
    '',
    '0',
    '-5',
    '－５',
    '+5',
    '2.5',
    '50-60',
    '50~60人',
    '5万',
    '50万人',
    '3个月',
    '100001',
    '9'.repeat(400),
    '9*400',
    '1e309',
    '1e3',
    '0x10',
    'NaN',
    'Infinity',
    '五十',
    '②',
    '5²',
    '٥٠',
    '50人人',
    `${' '.repeat(100_000)}5`,
  ])('%j is none', (text) => {
    expect(parsePositiveInteger(text, { max: 100_000 })).toBeNull();
  });

  it('is never infinite, not even without a limit', () => {
    expect(parsePositiveInteger('9'.repeat(40), { max: Infinity })).toBe(1e40);
    expect(parsePositiveInteger('9'.repeat(400), { max: Infinity })).toBeNull();
  });
});

describe('parseDecimal', () => {
  it.each([
    ['2.5', 2.5],
    ['２．５', 2.5],
    ['5', 5],
    ['5天', 5],
    ['约2.5 天', 2.5],
    ['3 天左右', 3],
    ['2.50', 2.5],
    ['0.5', 0.5],
    ['60', 60],
  ])('%j -> %d', (text, expected) => {
    expect(parseDecimal(text, { max: 60, digits: 1 })).toBe(expected);
  });

  it.each([
    '',
    '0',
    '0.0',
    '-1',
    '2.55',
    '60.1',
    '2.',
    '.5',
    '2.5.1',
    '1e1',
    'NaN',
    '半天',
    '2天半',
    '2,5',
    '9'.repeat(400),
  ])('%j is none', (text) => {
    expect(parseDecimal(text, { max: 60, digits: 1 })).toBeNull();
  });

  it('counts decimals by `digits`', () => {
    expect(parseDecimal('550.25元', { max: 10_000, digits: 2 })).toBe(550.25);
    expect(parseDecimal('550.255', { max: 10_000, digits: 2 })).toBeNull();
    expect(parseDecimal('5.0', { max: 10, digits: 0 })).toBe(5);
  });
});

describe('firstSentences', () => {
  it.each([
    ['短文', 10, '短文'],
    ['  第一句。\n\n 第二句。 ', 20, '第一句。 第二句。'],
    ['第一句。第二句很长很长很长。', 8, '第一句。'],
    ['一。二！三？四；五五五五五', 8, '一。二！三？四；'],
    ['他说：“好。”然后走了很远很远', 9, '他说：“好。”'],
    ['他说：“好。”然后走了很远很远', 6, '他说…'],
    ['成渝地区双城经济圈，重庆与成都，共同发展', 12, '成渝地区双城经济圈…'],
    ['成渝地区双城经济圈重庆与成都共同发展', 8, '成渝地区双城经…'],
    ['，成渝地区双城经济圈重庆与成都', 5, '，成渝地…'],
    ['网址http://a.cn/?a=1&b=2请看说明', 15, '网址http://a.cn/…'],
    ['Is it? Yes it is', 8, 'Is it?'],
    ['𠮷𠮷𠮷𠮷𠮷𠮷', 4, '𠮷𠮷𠮷…'],
    ['共1,200人参加了本次培训班', 6, '共1,20…'],
    ['培训 班 很好', 4, '培训…'],
    ['', 5, ''],
    ['很长的一句话', 1, '…'],
  ])('%j within %d', (text, max, expected) => {
    expect(firstSentences(text, max)).toBe(expected);
  });

  it('never exceeds its limit and never breaks a character', () => {
    const text = '𠮷野家。重庆，成都！“双城（经济）圈。”https://a.cn/?x=1;y 共1,200人：好…'.repeat(3);
    for (let max = 1; max < 140; max += 1) {
      const summary = firstSentences(text, max);
      expect(codePointLength(summary)).toBeLessThanOrEqual(max);
      expect(isStorable(summary)).toBe(true);
    }
  });
});

it.each(['　', '\u200b', '.', '张 ', '。', '，', '1', '！”', 'a '])(
  'stays quick with 200 KB of %j',
  (piece) => {
    const text = piece.repeat(200_000 / piece.length);
    const start = performance.now();
    toHalfWidth(text);
    codePointLength(text);
    isStorable(text);
    hasControlCharacters(text);
    cleanLine(text);
    normalizePersonName(text);
    personNameProblem(text);
    parseMonth(text);
    parsePositiveInteger(text, { max: 10 });
    parseDecimal(text, { max: 10, digits: 1 });
    firstSentences(text, 100);
    expect(performance.now() - start).toBeLessThan(500);
  },
);
