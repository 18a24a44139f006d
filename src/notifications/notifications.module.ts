import { Module, type OnModuleInit } from '@nestjs/common';
import { InquiriesModule } from '../inquiries/inquiries.module.js';
import { INQUIRY_MAIL } from '../inquiries/inquiry.js';
import { ContactModule } from '../contact/contact.module.js';
import { MailModule } from '../mail/mail.module.js';
import { MailRenderers } from '../mail/renderers.js';
import { NewsModule } from '../news/news.module.js';
import { InquiryMails } from './inquiry-mails.js';
import { ScheduledJobs } from './scheduled-jobs.js';

/** The one list of what the service says by itself: kinds of mail here, scheduled jobs in scheduled-jobs.ts. */
@Module({
  imports: [MailModule, InquiriesModule, ContactModule, NewsModule],
  providers: [InquiryMails, ScheduledJobs],
})
export class NotificationsModule implements OnModuleInit {
  constructor(
    private readonly renderers: MailRenderers,
    private readonly inquiryMails: InquiryMails,
  ) {}

  onModuleInit(): void {
    this.renderers.register(INQUIRY_MAIL.centre, (id) => this.inquiryMails.centre(id));
    this.renderers.register(INQUIRY_MAIL.acknowledgement, (id) => this.inquiryMails.acknowledgement(id));
  }
}
