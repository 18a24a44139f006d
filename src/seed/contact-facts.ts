// Public contact facts of the centre, carried over from the present site. A null means "not known yet".

interface ContactFacts {
  centreName: string;
  slogan: string;
  phones: { label: string; number: string }[];
  email: string;
  address: string;
  wechatQr: string | null;
  icpNumber: string | null;
  psbNumber: string | null;
  noticeVersion: string;
}

export const contactFacts: ContactFacts = {
  centreName: '重庆工商大学干部培训中心',
  slogan: '重庆干部培训高校基地',
  phones: [
    { label: '座机', number: '023-6276-2687' },
    { label: '手机', number: '136-5761-5475' },
  ],
  email: '574888563@qq.com',
  address: '重庆市南岸区学府大道19号',
  wechatQr: null,
  icpNumber: '渝ICP备18017634号-7',
  psbNumber: null,
  noticeVersion: '2026-11-01',
};
