import { Injectable } from '@nestjs/common';
import type { ErrorPages } from '../platform/http/error.filter.js';
import { ErrorPage } from './pages/error.page.js';
import { NotFoundPage } from './pages/not-found.page.js';
import { RefusedPage } from './pages/refused.page.js';
import { TooManyRequestsPage } from './pages/too-many-requests.page.js';
import { PagesService } from './pages.service.js';
import { renderDocument } from './render.js';

/** Errors as people see them. */
@Injectable()
export class SiteErrorPages implements ErrorPages {
  constructor(private readonly pages: PagesService) {}

  async render(error: Parameters<ErrorPages['render']>[0]): Promise<string> {
    const site = await this.pages.context('/');
    if (error.status === 429) {
      return renderDocument(TooManyRequestsPage({ site, retryAfterSeconds: error.retryAfter ?? null }));
    }
    if (error.status === 404) return renderDocument(NotFoundPage({ site }));
    if (error.status < 500)
      return renderDocument(RefusedPage({ site, title: error.title, detail: error.detail }));
    return renderDocument(ErrorPage({ site, requestId: error.requestId }));
  }
}
