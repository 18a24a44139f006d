import { randomBytes } from 'node:crypto';

/** Stands where each request has its own number. */
const SERIAL = '00000000';
const VARIANTS = 64;

const UNITS = [
  '财政局',
  '农业农村委员会',
  '乡村振兴服务中心',
  '市场监督管理局',
  '文化和旅游发展委员会',
  '应急管理局',
];
const NAMES = ['张老师', '李科长', '王晓红', '欧阳建国', '陈静', '刘主任', '赵敏', '阿依古丽·买买提'];
const COURSES = [
  'chengyu-shuangcheng',
  'luhai-tongdao',
  'xiangcun-zhenxing',
  'yusuan-jixiao',
  'gongwen-xiezuo',
];
const MESSAGE =
  '我单位拟组织科级干部赴渝开展专题培训，希望围绕成渝地区双城经济圈建设、乡村全面振兴和基层治理能力提升安排课程，' +
  '以专题讲授为主，穿插一到两个现场教学点，并安排半天分组研讨。食宿请统一安排在校内或学校周边，' +
  '如能提供往届班次的课程表和费用构成供参考，我们将在一周内报领导审定后与贵中心对接具体时间和人数。';

/**
 * Makes the bytes of `POST /api/v1/inquiries`, each with a body and an Idempotency-Key of its own: about 1 KB of JSON
 * in Chinese, every other one with an e-mail address. The text is put together once, so that making a request costs
 * the load process next to nothing.
 *
 * @returns serial => { bytes, note }, note: the number of mails this request owes
 */
export function inquiryRequests(host, noticeVersion) {
  const run = randomBytes(6).toString('hex');
  const variants = Array.from({ length: VARIANTS }, (_, index) => {
    const body = JSON.stringify(inquiry(index, noticeVersion));
    const head =
      `POST /api/v1/inquiries HTTP/1.1\r\nhost: ${host}\r\naccept: application/json\r\n` +
      `content-type: application/json\r\nidempotency-key: ${run}-${SERIAL}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n`;
    const bytes = Buffer.from(head + body);
    return { bytes, places: placesOf(bytes), note: withEmail(index) ? 2 : 1 };
  });
  return (serial) => {
    const { bytes, places, note } = variants[serial % VARIANTS];
    const copy = Buffer.from(bytes);
    const digits = String(serial).padStart(SERIAL.length, '0');
    for (const place of places) copy.latin1Write(digits, place);
    return { bytes: copy, note };
  };
}

const withEmail = (index) => index % 2 === 1;

function inquiry(index, noticeVersion) {
  const pick = (list) => list[index % list.length];
  return {
    organization: `某某区${pick(UNITS)}第${SERIAL}科`,
    contactName: pick(NAMES),
    phone: `138${SERIAL}`,
    position: '教育科科长',
    ...(withEmail(index) && { email: `office${SERIAL}@example.cn` }),
    ...(index % 4 < 3 ? { courseSlug: pick(COURSES) } : { topic: '干部综合素质与履职能力提升专题培训' }),
    audience: '机关及所属事业单位科级干部、年轻干部',
    headcount: 30 + index,
    days: 2.5 + (index % 4),
    preferredMonth: `2027-${String(1 + (index % 12)).padStart(2, '0')}`,
    format: pick(['onsite', 'hybrid']),
    lodging: index % 3 !== 0,
    budgetPerPersonDay: 380 + index,
    message: `${MESSAGE}（来件 ${SERIAL}）`,
    source: {
      newsId: 26394,
      landingUrl: `http://127.0.0.1/xyxs/26394.html?utm_source=wechat&n=${SERIAL}`,
      referrer: 'https://mp.weixin.qq.com/',
      utmSource: 'wechat',
      utmMedium: 'article',
    },
    consent: { accepted: true, noticeVersion },
  };
}

function placesOf(bytes) {
  const places = [];
  for (let at = bytes.indexOf(SERIAL); at >= 0; at = bytes.indexOf(SERIAL, at + 1)) places.push(at);
  return places;
}
