import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

export type MailState = 'queued' | 'sending' | 'retry' | 'sent' | 'parked';

/** One message the service owes or has sent: the outbox, and the only truth about it. */
@Entity('mail')
@Check('mail_state_known', `"state" in ('queued', 'sending', 'retry', 'sent', 'parked')`)
@Index('mail_due', ['dueAt'], { where: `"state" in ('queued', 'retry')` })
@Index('mail_leased', ['leaseUntil'], { where: `"state" = 'sending'` })
@Index('mail_parked', ['createdAt'], { where: `"state" = 'parked'` })
@Index('mail_subject', ['subjectId'])
export class MailEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'mail_pkey' })
  id!: string;

  /** Names the renderer, such as `inquiry.centre`. */
  @Column('text')
  kind!: string;

  /** Id of what the message is about; the renderer reads it afresh at every attempt. */
  @Column('uuid', { name: 'subject_id' })
  subjectId!: string;

  @Column('text')
  recipient!: string;

  @Column('text', { default: 'queued' })
  state!: MailState;

  @Column('int', { default: 0 })
  attempts!: number;

  @Column('timestamptz', { name: 'due_at', default: () => 'now()' })
  dueAt!: Date;

  /** Proof of the one worker that may send this row now. */
  @Column('uuid', { name: 'lease_token', nullable: true })
  leaseToken!: string | null;

  @Column('timestamptz', { name: 'lease_until', nullable: true })
  leaseUntil!: Date | null;

  /** Fixed at the first claim, so that every copy of one message carries the same Message-ID. */
  @Column('text', { name: 'message_id', nullable: true })
  messageId!: string | null;

  /** The server's last reply or the last error, without personal data, at most 500 characters. */
  @Column('text', { name: 'last_reply', nullable: true })
  lastReply!: string | null;

  /** What the last reply meant, in the words of reply-class.ts. */
  @Column('text', { name: 'last_outcome', nullable: true })
  lastOutcome!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'sent_at', nullable: true })
  sentAt!: Date | null;
}

/** The one way out (an SMTP account): its pace and its pauses hold for every worker together. */
@Entity('mail_channel')
export class MailChannelEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'mail_channel_pkey' })
  name!: string;

  /** No message leaves before this moment (pacing). */
  @Column('timestamptz', { name: 'next_slot_at', default: () => 'now()' })
  nextSlotAt!: Date;

  /** Set while the server throttles us or refuses our login. */
  @Column('timestamptz', { name: 'paused_until', nullable: true })
  pausedUntil!: Date | null;

  @Column('text', { name: 'pause_reason', nullable: true })
  pauseReason!: string | null;

  /** Pauses in a row, for the back-off; zero after a message was accepted. */
  @Column('int', { default: 0 })
  strikes!: number;

  /** Hash of the settings in use: other settings end a pause that the old ones brought about. */
  @Column('text', { nullable: true })
  fingerprint!: string | null;
}
