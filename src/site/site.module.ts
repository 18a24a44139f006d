import { Global, Module } from '@nestjs/common';
import { ContactModule } from '../contact/contact.module.js';
import { CoursesModule } from '../courses/courses.module.js';
import { InquiriesModule } from '../inquiries/inquiries.module.js';
import { NewsModule } from '../news/news.module.js';
import { ERROR_PAGES } from '../platform/http/error.filter.js';
import { ApiDocsController } from './api-docs.controller.js';
import { AssetStore } from './asset-store.js';
import { AssetsController } from './assets.controller.js';
import { FeedsController } from './feeds.controller.js';
import { InquireController } from './inquire.controller.js';
import { InquireForms } from './inquire-forms.service.js';
import { NewsPagesController } from './news-pages.controller.js';
import { PagesController } from './pages.controller.js';
import { PagesService } from './pages.service.js';
import { SiteErrorPages } from './site-error-pages.js';
import { StatusController } from './status.controller.js';

/** The public pages. Imported last: columns and articles answer under any first path segment. */
@Global()
@Module({
  imports: [CoursesModule, NewsModule, ContactModule, InquiriesModule],
  controllers: [
    AssetsController,
    FeedsController,
    ApiDocsController,
    StatusController,
    InquireController,
    PagesController,
    NewsPagesController,
  ],
  providers: [AssetStore, PagesService, InquireForms, { provide: ERROR_PAGES, useClass: SiteErrorPages }],
  exports: [ERROR_PAGES],
})
export class SiteModule {}
