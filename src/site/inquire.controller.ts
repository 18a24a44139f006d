import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';
import { InquiriesService } from '../inquiries/inquiries.service.js';
import { statusUrl } from '../inquiries/status-url.js';
import { DomainError, InvalidFields } from '../kernel/errors.js';
import { classifyError, logFailure } from '../platform/http/classify-error.js';
import { clientAddress } from '../platform/http/client-address.js';
import { RateLimiter } from '../platform/http/rate-limiter.js';
import { CONFIG, LOGGER } from '../platform/tokens.js';
import type { Logger } from 'pino';
import { InquireForms } from './inquire-forms.service.js';
import type { InquiryFormProblem } from './inquiry-form.view.js';
import { inquirePath } from './links.view.js';
import { ReceiptPage } from './pages/receipt.page.js';
import { PagesService } from './pages.service.js';
import { formKey, problemsOf, readForm, toDto, visibleField, type SubmittedForm } from './submitted-form.js';

/** The request form for browsers: it works without a script, and never loses what was typed. */
@ApiExcludeController()
@Controller('inquire')
export class InquireController {
  constructor(
    private readonly inquiries: InquiriesService,
    private readonly forms: InquireForms,
    private readonly pages: PagesService,
    private readonly limits: RateLimiter,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async form(
    @Query() query: Record<string, unknown>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const about = await this.forms.about(query['course'], query['news']);
    return this.pages.cached(reply, inquirePath(about), (site) => this.forms.empty(site, about));
  }

  @Post()
  async submit(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    if (this.fromElsewhere(request)) throw new ForeignForm();
    const form = readForm(body, ownPage(request));
    try {
      const dto = toDto(form);
      const problems = await problemsOf(dto);
      if (problems.length > 0) return await this.again(reply, form, 400, problems, null);
      await this.limits.consume('submit', request, reply);
      const receipt = await this.inquiries.submit(dto, {
        channel: 'web',
        idempotencyKey: formKey(form),
        clientAddress: clientAddress(request),
      });
      reply.code(303).header('location', `/inquire/receipt?reference=${receipt.reference}`);
      return undefined;
    } catch (error) {
      return this.explain(reply, form, error, request.id);
    }
  }

  @Get('receipt')
  async receipt(
    @Query('reference') reference: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    // Counted like a look-up: it tells whether a reference exists.
    await this.limits.consume('lookup', request, reply);
    const receipt = typeof reference === 'string' ? await this.inquiries.receipt(reference) : null;
    if (receipt === null) {
      reply.code(303).header('location', '/inquire/status');
      return undefined;
    }
    const link = statusUrl(this.config.http.publicUrl, receipt.reference);
    return this.pages.fresh(reply, '/inquire/receipt', 200, (site) =>
      ReceiptPage({ site, receipt: { ...receipt, statusUrl: link, subject: null, mailed: false } }),
    );
  }

  private fromElsewhere(request: FastifyRequest): boolean {
    const { origin, host, 'sec-fetch-site': site } = request.headers;
    if (site !== undefined) return site === 'cross-site';
    if (origin === undefined || origin === 'null') return false;
    return origin !== this.config.http.publicUrl && URL.parse(origin)?.host !== host;
  }

  /** Whatever went wrong, the form comes back with everything typed still there. */
  private explain(
    reply: FastifyReply,
    form: SubmittedForm,
    thrown: unknown,
    requestId: string,
  ): Promise<string> {
    const error = classifyError(thrown);
    if (thrown instanceof InvalidFields) {
      const problems = thrown.errors.map(({ field, message }) => ({ field: visibleField(field), message }));
      return this.again(reply, form, 400, problems, null);
    }
    logFailure(this.logger, requestId, error, thrown);
    if (error.retryAfter !== undefined) reply.header('retry-after', error.retryAfter);
    const notice =
      error.status >= 500
        ? '暂时没能保存您的需求。您填写的内容都在下面，请稍后再次提交，或直接拨打页面上的电话。'
        : error.detail;
    return this.again(reply, form, error.status, [], notice);
  }

  private again(
    reply: FastifyReply,
    form: SubmittedForm,
    status: number,
    problems: InquiryFormProblem[],
    notice: string | null,
  ): Promise<string> {
    return this.pages.fresh(reply, '/inquire', status, (site) =>
      this.forms.filled(site, form, problems, notice),
    );
  }
}

/** A form on somebody else's page, sent through a visitor's browser. Old web views tell nothing and pass. */
class ForeignForm extends DomainError {
  constructor() {
    super('foreign_form', 'forbidden', '这份表单不是从本站页面提交的，请在本站的页面上重新填写。');
  }
}

/** Address of the page that held the form, when it was one of ours. */
function ownPage(request: FastifyRequest): string | null {
  const { referer, host } = request.headers;
  return referer !== undefined && host !== undefined && URL.parse(referer)?.host === host ? referer : null;
}
