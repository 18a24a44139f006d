import { Body, Controller, Headers, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';
import { ApiProblem } from '../platform/http/api-problem.js';
import { clientAddress } from '../platform/http/client-address.js';
import { RateLimiter } from '../platform/http/rate-limiter.js';
import { CONFIG } from '../platform/tokens.js';
import { parseIdempotencyKey } from './idempotency-key.js';
import {
  CreateInquiryDto,
  InquiryProgressDto,
  InquiryReceiptDto,
  LookupInquiryDto,
} from './inquiries.dto.js';
import { InquiriesService } from './inquiries.service.js';
import { PUBLIC_STATUS_TEXT } from './progress.js';
import { statusUrl } from './status-url.js';

@ApiTags('培训需求')
@Controller('api/v1/inquiries')
export class InquiriesController {
  constructor(
    private readonly inquiries: InquiriesService,
    private readonly limits: RateLimiter,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @ApiOperation({
    operationId: 'createInquiry',
    summary: '提交培训需求',
    description:
      '返回 201 即表示需求已写入磁盘，并已登记要发给中心的邮件。网络中断时可带同一个 Idempotency-Key 重发，不会重复登记。',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      '1–255 个可见 ASCII 字符，由调用方生成，每份需求一个。同键同内容返回首次的结果，同键不同内容返回 422。',
  })
  @ApiCreatedResponse({ type: InquiryReceiptDto })
  @ApiProblem(400, 409, 413, 415, 422, 429, 503)
  async create(
    @Body() body: CreateInquiryDto,
    @Headers('idempotency-key') key: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InquiryReceiptDto> {
    const idempotencyKey = parseIdempotencyKey(key);
    await this.limits.consume('submit', request, reply);
    const receipt = await this.inquiries.submit(body, {
      channel: isOwnPage(request) ? 'web' : 'api',
      idempotencyKey,
      clientAddress: clientAddress(request),
    });
    reply.header('cache-control', 'no-store');
    return {
      reference: receipt.reference,
      receivedAt: receipt.receivedAt.toISOString(),
      statusUrl: statusUrl(this.config.http.publicUrl, receipt.reference),
    };
  }

  @Post('lookup')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'lookupInquiry',
    summary: '查询办理进度',
    description: '凭需求编号和联系电话后四位查询。',
  })
  @ApiOkResponse({ type: InquiryProgressDto })
  @ApiProblem(400, 404, 429, 503)
  async lookup(
    @Body() body: LookupInquiryDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InquiryProgressDto> {
    await this.limits.consume('lookup', request, reply);
    const progress = await this.inquiries.lookup(body.reference, body.phoneLastFour);
    reply.header('cache-control', 'no-store');
    return {
      reference: progress.reference,
      status: progress.status,
      statusText: PUBLIC_STATUS_TEXT[progress.status],
      receivedAt: progress.receivedAt.toISOString(),
    };
  }
}

/** Our own form's script posts here as well; its browser names the page's origin. */
function isOwnPage(request: FastifyRequest): boolean {
  const { origin, host } = request.headers;
  return origin !== undefined && host !== undefined && URL.parse(origin)?.host === host;
}
