import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

export interface ContactPhone {
  label: string;
  /** As people read it, such as 023-6276-2687. */
  number: string;
}

/** How the centre is reached: one record, because the centre is one. */
@Entity('contact')
@Check('contact_only_one', '"id" = 1')
export class ContactEntity {
  @PrimaryColumn('smallint', { default: 1, primaryKeyConstraintName: 'contact_pkey' })
  id!: number;

  @Column('text', { name: 'centre_name' })
  centreName!: string;

  @Column('text', { default: '' })
  slogan!: string;

  @Column('jsonb')
  phones!: ContactPhone[];

  @Column('text')
  email!: string;

  @Column('text')
  address!: string;

  /** Path of the WeChat QR picture; null until the centre gives one. */
  @Column('text', { name: 'wechat_qr', nullable: true })
  wechatQr!: string | null;

  @Column('text', { name: 'icp_number', nullable: true })
  icpNumber!: string | null;

  /** 公安备案 number, digits within the text serve as its code. */
  @Column('text', { name: 'psb_number', nullable: true })
  psbNumber!: string | null;

  /** Version of the privacy notice that visitors agree to, a date such as 2026-11-01. */
  @Column('text', { name: 'notice_version' })
  noticeVersion!: string;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
