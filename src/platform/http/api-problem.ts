import { applyDecorators } from '@nestjs/common';
import {
  ApiProperty,
  ApiPropertyOptional,
  ApiResponse,
  getSchemaPath,
  ApiExtraModels,
} from '@nestjs/swagger';
import { titleOf } from './problem.js';

class FieldErrorDto {
  @ApiProperty({ description: '字段名，嵌套字段以点连接', example: 'phone' })
  field!: string;

  @ApiProperty({ description: '问题及改法' })
  message!: string;
}

/** RFC 9457 problem, as the OpenAPI document describes it. */
export class ProblemDto {
  @ApiProperty({ example: 'about:blank' })
  type!: string;

  @ApiProperty({ description: '问题名称' })
  title!: string;

  @ApiProperty({ description: 'HTTP 状态码', type: 'integer' })
  status!: number;

  @ApiProperty({ description: '说明及改法' })
  detail!: string;

  @ApiProperty({ description: '供程序识别的代码', example: 'invalid_fields' })
  code!: string;

  @ApiProperty({ description: '请求编号，反馈问题时请提供' })
  requestId!: string;

  @ApiPropertyOptional({ description: '逐个字段的问题', type: [FieldErrorDto] })
  errors?: FieldErrorDto[];
}

/** Documents that an operation may answer with problems of these statuses. */
export function ApiProblem(...statuses: number[]) {
  return applyDecorators(
    ApiExtraModels(ProblemDto),
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: titleOf(status),
        content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } },
      }),
    ),
  );
}
