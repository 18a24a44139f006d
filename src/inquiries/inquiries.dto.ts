import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { parseReference } from '../kernel/reference.js';
import { toHalfWidth } from '../kernel/text.js';
import { Says } from '../platform/http/says.js';
import { INQUIRY_LIMITS, INQUIRY_RULES as RULES } from './inquiry-rules.js';
import { TRAINING_FORMATS, type TrainingFormat } from './inquiry.js';
import { PUBLIC_STATUS_TEXT } from './progress.js';

/** Where a request came from: recorded as told, never a reason to refuse. */
export class InquirySourceDto {
  @ApiPropertyOptional({ description: '来源文章的编号', type: 'integer', example: 26394 })
  @Says(RULES.newsId)
  newsId?: number;

  @ApiPropertyOptional({ description: '本次来访打开的第一个网址' })
  @Says(RULES.landingUrl)
  landingUrl?: string;

  @ApiPropertyOptional({ description: '来访前所在的网址' })
  @Says(RULES.referrer)
  referrer?: string;

  @ApiPropertyOptional({ description: '推广来源 utm_source' })
  @Says(RULES.utmSource)
  utmSource?: string;

  @ApiPropertyOptional({ description: '推广媒介 utm_medium' })
  @Says(RULES.utmMedium)
  utmMedium?: string;

  @ApiPropertyOptional({ description: '推广活动 utm_campaign' })
  @Says(RULES.utmCampaign)
  utmCampaign?: string;
}

/** Consent to the privacy notice (PIPL art. 13, 14, 17): what was agreed to, in which version. */
export class InquiryConsentDto {
  @ApiProperty({ description: '联系人已阅读并同意告知书，必须为 true', enum: [true], type: 'boolean' })
  @Says(RULES.accepted)
  accepted!: boolean;

  @ApiProperty({
    description: '所同意的告知书版本，见 GET /api/v1/contact 的 noticeVersion',
    example: '2026-11-01',
  })
  @Says(RULES.noticeVersion)
  noticeVersion!: string;
}

/** A request for a training class, as the public API takes it. */
export class CreateInquiryDto {
  @ApiProperty({ description: '单位名称，2–100 字', example: '某区财政局' })
  @Says(RULES.organization)
  organization!: string;

  @ApiProperty({ description: '联系人，1–50 字', example: '张老师' })
  @Says(RULES.contactName)
  contactName!: string;

  @ApiProperty({
    description: '联系电话：手机、带区号的座机（可带分机）或 400 电话',
    example: '023-6276-2687 转 801',
  })
  @Says(RULES.phone)
  phone!: string;

  @ApiPropertyOptional({ description: '职务，最多 50 字' })
  @Says(RULES.position)
  position?: string;

  @ApiPropertyOptional({ description: '电子邮箱，填写后会收到回执' })
  @Says(RULES.email)
  email?: string;

  @ApiPropertyOptional({ description: '意向课程的标识；与 topic 至少填一项', example: 'chengyu-shuangcheng' })
  @Says(RULES.courseSlug)
  courseSlug?: string;

  @ApiPropertyOptional({ description: '培训主题，最多 200 字；与 courseSlug 至少填一项' })
  @Says(RULES.topic)
  topic?: string;

  @ApiPropertyOptional({ description: '培训对象，最多 200 字' })
  @Says(RULES.audience)
  audience?: string;

  @ApiPropertyOptional({
    description: '预计人数',
    type: 'integer',
    minimum: 1,
    maximum: INQUIRY_LIMITS.headcount,
  })
  @Says(RULES.headcount)
  headcount?: number | string;

  @ApiPropertyOptional({ description: '培训天数，可以有半天', type: 'number', maximum: INQUIRY_LIMITS.days })
  @Says(RULES.days)
  days?: number | string;

  @ApiPropertyOptional({ description: '期望月份', type: String, example: '2027-03' })
  @Says(RULES.preferredMonth)
  preferredMonth?: string;

  @ApiPropertyOptional({
    description: '培训形式：线下面授、线上、线上线下结合',
    enum: Object.keys(TRAINING_FORMATS),
  })
  @Says(RULES.format)
  format?: TrainingFormat;

  @ApiPropertyOptional({ description: '是否需要住宿' })
  @Says(RULES.lodging)
  lodging?: boolean;

  @ApiPropertyOptional({ description: '人均每天预算，单位元', type: 'number' })
  @Says(RULES.budgetPerPersonDay)
  budgetPerPersonDay?: number | string;

  @ApiPropertyOptional({ description: '补充说明，最多 2000 字，原样保存' })
  @Says(RULES.message)
  message?: string;

  @ApiPropertyOptional({ description: '来源', type: InquirySourceDto })
  @IsOptional()
  @IsObject({ message: '来源应为对象' })
  @ValidateNested()
  @Type(() => InquirySourceDto)
  source?: InquirySourceDto;

  @ApiProperty({ description: '个人信息处理授权', type: InquiryConsentDto })
  @IsDefined({ message: '请阅读并同意个人信息处理告知书后再提交' })
  @IsObject({ message: '个人信息处理授权应为对象' })
  @ValidateNested()
  @Type(() => InquiryConsentDto)
  consent!: InquiryConsentDto;
}

export class InquiryReceiptDto {
  @ApiProperty({ description: '需求编号，请妥善保存', example: 'PX-26-7K3M95' })
  reference!: string;

  @ApiProperty({ description: '收到时间', format: 'date-time', type: String })
  receivedAt!: string;

  @ApiProperty({ description: '查询办理进度的网址', format: 'uri' })
  statusUrl!: string;
}

export class LookupInquiryDto {
  @ApiProperty({ description: '需求编号', example: 'PX-26-7K3M95' })
  @Says((value) =>
    typeof value === 'string' && parseReference(value) !== null
      ? null
      : '编号不对，应形如 PX-26-7K3M95，请对照回执核对',
  )
  reference!: string;

  @ApiProperty({ description: '登记的联系电话的后四位', example: '2687' })
  @Says((value) =>
    typeof value === 'string' && /^\d{4}$/.test(toHalfWidth(value).trim())
      ? null
      : '请填写联系电话的后四位数字',
  )
  phoneLastFour!: string;
}

export class InquiryProgressDto {
  @ApiProperty({ description: '需求编号' })
  reference!: string;

  @ApiProperty({ description: '办理状态', enum: Object.keys(PUBLIC_STATUS_TEXT) })
  status!: string;

  @ApiProperty({ description: '办理状态的中文说明' })
  statusText!: string;

  @ApiProperty({ description: '收到时间', format: 'date-time', type: String })
  receivedAt!: string;
}
