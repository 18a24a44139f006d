import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { isStorable } from '../../kernel/text.js';
import { Says } from './says.js';

const PAGE_MESSAGE = '页码应为 1 到 1000 的整数';
const SIZE_MESSAGE = '每页条数应为 1 到 100 的整数';

/** Query of every list: `?page=2&pageSize=20`. */
export class PagingDto {
  @ApiPropertyOptional({
    description: '页码，从 1 开始',
    type: 'integer',
    minimum: 1,
    maximum: 1000,
    default: 1,
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: PAGE_MESSAGE })
  @Min(1, { message: PAGE_MESSAGE })
  @Max(1000, { message: PAGE_MESSAGE })
  page = 1;

  @ApiPropertyOptional({ description: '每页条数', type: 'integer', minimum: 1, maximum: 100, default: 20 })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: SIZE_MESSAGE })
  @Min(1, { message: SIZE_MESSAGE })
  @Max(100, { message: SIZE_MESSAGE })
  pageSize = 20;
}

/** A short text in a query, such as a slug or a tag. */
export function IsShortText(label: string): PropertyDecorator {
  return (target, key) => {
    IsOptional()(target, key);
    IsString({ message: `${label}只能填写一个` })(target, key);
    MaxLength(60, { message: `${label}最多 60 个字` })(target, key);
    Says((value) => (isStorable(String(value)) ? null : `${label}里有无法识别的字符`))(target, key);
  };
}

/** The numbers beside every list. */
export class PageMeta {
  @ApiProperty({ description: '页码', type: 'integer' })
  page!: number;

  @ApiProperty({ description: '每页条数', type: 'integer' })
  pageSize!: number;

  @ApiProperty({ description: '总条数', type: 'integer' })
  total!: number;

  @ApiProperty({ description: '总页数', type: 'integer' })
  pages!: number;
}
