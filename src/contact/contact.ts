import type { ContactPhone } from './contact.entity.js';

/** How the centre is reached, as every page shows it. */
export interface Contact {
  centreName: string;
  slogan: string;
  phones: ContactPhone[];
  email: string;
  address: string;
  wechatQr: string | null;
  icpNumber: string | null;
  psbNumber: string | null;
  noticeVersion: string;
  updatedAt: Date;
}

export type { ContactPhone };
