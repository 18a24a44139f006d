import { readFileSync } from 'node:fs';
import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { OpenApiDocument } from './openapi.view.js';
import { ApiDocsPage } from './pages/api-docs.page.js';
import { PagesService } from './pages.service.js';

/** The committed OpenAPI document, for programs as it is and for people as a page. */
@ApiExcludeController()
@Controller()
export class ApiDocsController {
  readonly #text = readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8');

  constructor(private readonly pages: PagesService) {}

  @Get('api/v1/openapi.json')
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('cache-control', 'no-cache')
  document(): string {
    return this.#text;
  }

  @Get('api/docs')
  page(@Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    return this.pages.cached(reply, '/api/docs', (site) =>
      ApiDocsPage({ site, document: JSON.parse(this.#text) as OpenApiDocument }),
    );
  }
}
