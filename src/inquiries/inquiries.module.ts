import { Module } from '@nestjs/common';
import { CoursesModule } from '../courses/courses.module.js';
import { MailModule } from '../mail/mail.module.js';
import { NewsModule } from '../news/news.module.js';
import { InquiriesController } from './inquiries.controller.js';
import { InquiriesRepository } from './inquiries.repository.js';
import { InquiriesService } from './inquiries.service.js';
import { OwedMails } from './owed-mails.js';

@Module({
  imports: [CoursesModule, NewsModule, MailModule],
  controllers: [InquiriesController],
  providers: [InquiriesRepository, InquiriesService, OwedMails],
  exports: [InquiriesService],
})
export class InquiriesModule {}
