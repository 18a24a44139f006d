import type { PublicStatus } from '../inquiries/progress.js';

/** A status as its visitor reads it: where things stand, and what happens next. */
export interface StatusWords {
  title: string;
  next: string;
}

export const STATUS_WORDS: Record<PublicStatus, StatusWords> = {
  received: {
    title: '已收到，等待联系',
    next: '工作人员会拨打您留下的电话，核对培训对象、人数、时间和重点内容。',
  },
  in_progress: {
    title: '正在跟进',
    next: '工作人员已与您沟通，正在商定培训方案、报价或协议。需要补充或调整时，请与联系您的工作人员说明。',
  },
  agreed: {
    title: '已确定办班',
    next: '中心按协议准备开班。开班通知会写明时间、地点、报到办法和联系人。',
  },
  on_hold: {
    title: '已暂缓',
    next: '这份需求暂时搁置，资料仍然保留。想继续办理时，请来电说明编号。',
  },
  closed: {
    title: '已办结',
    next: '这份需求已经办结。对结果有疑问，或有新的培训安排，请来电或重新提交。',
  },
};

export interface LookupValues {
  reference: string;
  phoneLastFour: string;
}

export interface LookupProblem {
  field: keyof LookupValues;
  message: string;
}

/** Why a well-formed look-up shows nothing. Unknown number and wrong phone are one answer: nobody learns which exist. */
export type LookupRefusal = 'not-found' | 'too-many';
