import { DomainError } from '../kernel/errors.js';

export class MailNotRequeueable extends DomainError {
  constructor() {
    super('mail_not_requeueable', 'conflict', '没有这封邮件，或它已发送、正在发送，无需重发');
  }
}
