/** A body of `POST /api/v1/inquiries`, as a program sends it. */
export type InquiryBody = Record<string, unknown>;

/** A valid request with nothing optional in it; `undefined` leaves a field out. */
export function anInquiry(overrides: InquiryBody = {}): InquiryBody {
  return {
    organization: '某区财政局',
    contactName: '张老师',
    phone: '13812345475',
    topic: '成渝地区双城经济圈建设专题培训',
    consent: { accepted: true, noticeVersion: '2026-11-01' },
    ...overrides,
  };
}

/** A valid request with every field filled. */
export function aFullInquiry(overrides: InquiryBody = {}): InquiryBody {
  return anInquiry({
    position: '教育科科长',
    email: 'zhang@example.cn',
    courseSlug: 'chengyu-shuangcheng',
    audience: '乡镇分管负责同志',
    headcount: 50,
    days: 2.5,
    preferredMonth: '2027-03',
    format: 'onsite',
    lodging: true,
    budgetPerPersonDay: 450,
    message: '希望安排两个现场教学点。',
    source: {
      newsId: 26394,
      landingUrl: 'https://px.example.test/xyxs/26394.html?utm_source=wechat',
      referrer: 'https://mp.weixin.qq.com/',
      utmSource: 'wechat',
      utmMedium: 'article',
      utmCampaign: 'autumn',
    },
    ...overrides,
  });
}

/** The same request as a browser without a script posts it: text only, one level. */
export function anInquiryForm(overrides: Record<string, string> = {}): URLSearchParams {
  return new URLSearchParams({
    idempotencyKey: 'page-key-of-this-form',
    noticeVersion: '2026-11-01',
    organization: '某区财政局',
    contactName: '张老师',
    phone: '13812345475',
    topic: '成渝地区双城经济圈建设专题培训',
    consent: 'true',
    ...overrides,
  });
}
