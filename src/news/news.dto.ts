import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsShortText, PageMeta, PagingDto } from '../platform/http/paging.dto.js';
import { newsPath, type NewsPiece, type NewsSummary } from './news.js';

export class NewsListQuery extends PagingDto {
  @ApiPropertyOptional({ description: '栏目的标识', example: 'xyxs' })
  @IsShortText('栏目')
  column?: string;

  @ApiPropertyOptional({ description: '标签', example: '成渝' })
  @IsShortText('标签')
  tag?: string;
}

class ColumnRef {
  @ApiProperty({ description: '栏目标识' })
  slug!: string;

  @ApiProperty({ description: '栏目名称' })
  name!: string;
}

export class NewsSummaryDto {
  @ApiProperty({ description: '文章编号', type: 'integer', example: 26394 })
  id!: number;

  @ApiProperty({ description: '网页路径', example: '/xyxs/26394.html' })
  path!: string;

  @ApiProperty({ description: '栏目', type: ColumnRef })
  column!: ColumnRef;

  @ApiProperty({ description: '标题' })
  title!: string;

  @ApiProperty({ description: '来源，如报纸名称', type: String, nullable: true })
  source!: string | null;

  @ApiProperty({ description: '发布时间', format: 'date-time', type: String })
  publishedAt!: string;

  @ApiProperty({ description: '摘要' })
  summary!: string;

  @ApiProperty({ description: '标签', type: [String] })
  tags!: string[];

  @ApiProperty({ description: '点击数', type: 'integer' })
  views!: number;

  static from(piece: NewsSummary): NewsSummaryDto {
    return {
      id: piece.id,
      path: newsPath(piece),
      column: { ...piece.column },
      title: piece.title,
      source: piece.source,
      publishedAt: piece.publishedAt.toISOString(),
      summary: piece.summary,
      tags: piece.tags,
      views: piece.views,
    };
  }
}

export class NewsDto extends NewsSummaryDto {
  @ApiProperty({ description: '作者', type: String, nullable: true })
  author!: string | null;

  @ApiProperty({ description: '正文 HTML' })
  bodyHtml!: string;

  @ApiProperty({ description: '最后更新时间', format: 'date-time', type: String })
  updatedAt!: string;

  static override from(piece: NewsPiece): NewsDto {
    return {
      ...NewsSummaryDto.from(piece),
      author: piece.author,
      bodyHtml: piece.bodyHtml,
      updatedAt: piece.updatedAt.toISOString(),
    };
  }
}

export class NewsPageDto extends PageMeta {
  @ApiProperty({ description: '本页文章', type: [NewsSummaryDto] })
  items!: NewsSummaryDto[];
}
