/** Statuses of an inquiry; the Chinese beside each is what the console and the glossary call it. */
export const INQUIRY_STATUSES = {
  new: '待处理',
  contacted: '已联系',
  planning: '方案中',
  quoted: '已报价',
  contracting: '待签约',
  won: '已签约',
  on_hold: '暂缓',
  lost: '未成交',
  invalid: '无效',
  duplicate: '重复',
  quarantined: '待甄别',
} as const;
export type InquiryStatus = keyof typeof INQUIRY_STATUSES;

/** How a request reached the centre. */
export const INQUIRY_CHANNELS = { web: '网站表单', api: '接口', phone: '电话', walk_in: '来访' } as const;
export type InquiryChannel = keyof typeof INQUIRY_CHANNELS;

export const TRAINING_FORMATS = { onsite: '线下面授', online: '线上', hybrid: '线上线下结合' } as const;
export type TrainingFormat = keyof typeof TRAINING_FORMATS;

/** Kinds of mail a request owes. */
export const INQUIRY_MAIL = { centre: 'inquiry.centre', acknowledgement: 'inquiry.ack' } as const;
