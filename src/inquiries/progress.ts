import type { InquiryStatus } from './inquiry.js';

/** What a visitor is told about a request: coarser than what staff see, and silent about suspicion. */
export type PublicStatus = 'received' | 'in_progress' | 'agreed' | 'on_hold' | 'closed';

export interface Progress {
  reference: string;
  status: PublicStatus;
  receivedAt: Date;
}

const PUBLIC_STATUS: Record<InquiryStatus, PublicStatus> = {
  new: 'received',
  quarantined: 'received',
  contacted: 'in_progress',
  planning: 'in_progress',
  quoted: 'in_progress',
  contracting: 'in_progress',
  won: 'agreed',
  on_hold: 'on_hold',
  lost: 'closed',
  invalid: 'closed',
  duplicate: 'closed',
};

export const PUBLIC_STATUS_TEXT: Record<PublicStatus, string> = {
  received: '已收到，等待联系',
  in_progress: '正在跟进',
  agreed: '已确定办班',
  on_hold: '已暂缓',
  closed: '已办结',
};

export function progressOf(inquiry: {
  reference: string;
  status: InquiryStatus;
  receivedAt: Date;
}): Progress {
  return {
    reference: inquiry.reference,
    status: PUBLIC_STATUS[inquiry.status],
    receivedAt: inquiry.receivedAt,
  };
}
