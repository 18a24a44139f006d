import { describe, expect, test } from '@jest/globals';
import type { CreateInquiryDto } from './inquiries.dto.js';
import { hashDraft, toDraft } from './inquiry-draft.js';

const aDto = (more: Partial<CreateInquiryDto> = {}): CreateInquiryDto => ({
  organization: '某区财政局',
  contactName: '张老师',
  phone: '13812345475',
  topic: '双碳',
  consent: { accepted: true, noticeVersion: '2026-11-01' },
  ...more,
});
const hash = (more: Partial<CreateInquiryDto> = {}) => hashDraft(toDraft(aDto(more))).toString('hex');

describe('toDraft', () => {
  test('normalises codes and names, and leaves free text alone', () => {
    const draft = toDraft(
      aDto({
        organization: ' 某区　财政局 ',
        contactName: '买买提•艾力',
        phone: '(023) 6276 2687 转 801',
        email: 'Ａ@b.cn',
        message: ' ＡＢ\r\n ',
        headcount: '约５０人',
      }),
    );
    expect(draft).toMatchObject({
      organization: '某区 财政局', contactName: '买买提·艾力', phone: '023-62762687-801', email: 'A@b.cn', message: ' ＡＢ\r\n ', headcount: 50,
    }); // prettier-ignore
  });

  test('what was not given or left empty is null', () => {
    const {
      organization: _o,
      contactName: _c,
      phone: _p,
      topic: _t,
      noticeVersion: _n,
      ...rest
    } = toDraft(aDto({ position: '', email: '', message: '', headcount: '', format: '' as never }));
    expect(new Set(Object.values(rest))).toEqual(new Set([null]));
  });

  test('refuses to guess at a phone that has not passed its rule', () => {
    expect(() => toDraft(aDto({ phone: '1' }))).toThrow('needs a request that passed its rules');
  });

  test('cuts provenance without cutting a character', () => {
    const { landingUrl } = toDraft(aDto({ source: { landingUrl: `x${'𠮷'.repeat(2_000)}` } }));
    expect(landingUrl?.length).toBe(2_000);
    expect(landingUrl?.isWellFormed()).toBe(true);
  });
});

describe('hashDraft', () => {
  test('is the same for the same request, however it was spelt', () => {
    expect(hash({ phone: '138-1234-5475', days: '2.50' })).toBe(hash({ days: 2.5 }));
  });

  test('differs by every single field, and by where one ends and the next begins', () => {
    const variants: Partial<CreateInquiryDto>[] = [
      {}, { organization: '某区财政所' }, { contactName: '李老师' }, { phone: '13812345476' }, { topic: '双碳与x' }, { position: '科长' },
      { email: 'a@b.cn' }, { courseSlug: 'x' }, { audience: '科长' }, { headcount: 1 }, { days: 1 }, { preferredMonth: '2027-03' },
      { format: 'online' }, { lodging: false }, { lodging: true }, { budgetPerPersonDay: 1 }, { message: '科长' }, { source: { newsId: 1 } },
      { source: { landingUrl: '科长' } }, { source: { referrer: '科长' } }, { source: { utmSource: '科长' } }, { source: { utmMedium: '科长' } },
      { source: { utmCampaign: '科长' } }, { consent: { accepted: true, noticeVersion: '2' } },
      { audience: 'a","b' }, { audience: 'a', message: 'b' },
    ]; // prettier-ignore
    expect(new Set(variants.map(hash)).size).toBe(variants.length);
  });
});
