import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LookupInquiryDto } from '../inquiries/inquiries.dto.js';
import { InquiryNotFound } from '../inquiries/inquiries.errors.js';
import { InquiriesService } from '../inquiries/inquiries.service.js';
import { parseReference } from '../kernel/reference.js';
import { RateLimited, RateLimiter } from '../platform/http/rate-limiter.js';
import { flattenErrors } from '../platform/http/validation.js';
import { StatusPage, type StatusPageProps } from './pages/status.page.js';
import { PagesService } from './pages.service.js';

/** Looking up how far a request has come: reference and the last four digits of the phone. */
@ApiExcludeController()
@Controller('inquire/status')
export class StatusController {
  constructor(
    private readonly inquiries: InquiriesService,
    private readonly limits: RateLimiter,
    private readonly pages: PagesService,
  ) {}

  @Get()
  form(
    @Query('reference') reference: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const known = typeof reference === 'string' ? (parseReference(reference) ?? '') : '';
    return this.show(reply, 200, { values: { reference: known, phoneLastFour: '' } });
  }

  @Post()
  async lookup(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const values = { reference: textOf(body, 'reference'), phoneLastFour: textOf(body, 'phoneLastFour') };
    const errors = await validate(plainToInstance(LookupInquiryDto, values), { stopAtFirstError: true });
    if (errors.length > 0) {
      const problems = flattenErrors(errors).map(({ field, message }) => ({
        field: field === 'reference' ? ('reference' as const) : ('phoneLastFour' as const),
        message,
      }));
      return this.show(reply, 400, { values, problems });
    }
    try {
      await this.limits.consume('lookup', request, reply);
      const result = await this.inquiries.lookup(values.reference, values.phoneLastFour);
      return await this.show(reply, 200, { values, result });
    } catch (error) {
      if (error instanceof InquiryNotFound) return this.show(reply, 404, { values, refusal: 'not-found' });
      if (!(error instanceof RateLimited)) throw error;
      reply.header('retry-after', error.retryAfter);
      return this.show(reply, 429, { values, refusal: 'too-many' });
    }
  }

  private show(
    reply: FastifyReply,
    status: number,
    {
      values,
      problems = [],
      refusal = null,
      result = null,
    }: Partial<StatusPageProps> & Pick<StatusPageProps, 'values'>,
  ): Promise<string> {
    return this.pages.fresh(reply, '/inquire/status', status, (site) =>
      StatusPage({ site, values, problems, refusal, result }),
    );
  }
}

function textOf(body: unknown, name: string): string {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  return typeof value === 'string' ? value.slice(0, 200) : '';
}
