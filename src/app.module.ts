import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { ContactEntity } from './contact/contact.entity.js';
import { ContactModule } from './contact/contact.module.js';
import { CourseCategoryEntity, CourseEntity } from './courses/course.entity.js';
import { CoursesModule } from './courses/courses.module.js';
import { InquiriesModule } from './inquiries/inquiries.module.js';
import { InquiryEntity } from './inquiries/inquiry.entity.js';
import { MailChannelEntity, MailEntity } from './mail/mail.entity.js';
import { MailModule } from './mail/mail.module.js';
import { NewsColumnEntity, NewsEntity } from './news/news.entity.js';
import { NewsModule } from './news/news.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { ErrorFilter } from './platform/http/error.filter.js';
import { PlatformModule, type PlatformParts } from './platform/platform.module.js';
import { SiteModule } from './site/site.module.js';

/** Every table there is. */
export const ENTITIES = [
  CourseCategoryEntity,
  CourseEntity,
  NewsColumnEntity,
  NewsEntity,
  ContactEntity,
  InquiryEntity,
  MailEntity,
  MailChannelEntity,
];

/** The composition root: the only file that knows every module. */
@Module({})
export class AppModule {
  static with(parts: PlatformParts & { dataSource: DataSource }): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(parts),
        TypeOrmModule.forRootAsync({
          useFactory: () => parts.dataSource.options,
          // Already connected: main opened it while this module was being loaded.
          dataSourceFactory: () => Promise.resolve(parts.dataSource),
        }),
        CoursesModule,
        NewsModule,
        ContactModule,
        MailModule,
        InquiriesModule,
        NotificationsModule,
        SiteModule,
      ],
      providers: [ErrorFilter],
    };
  }
}
