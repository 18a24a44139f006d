import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../platform/http/api-problem.js';
import { NewsDto, NewsListQuery, NewsPageDto, NewsSummaryDto } from './news.dto.js';
import { NewsService } from './news.service.js';

@ApiTags('新闻')
@Controller('api/v1/news')
export class NewsController {
  constructor(private readonly news: NewsService) {}

  @Get()
  @Header('cache-control', 'no-cache')
  @ApiOperation({ operationId: 'listNews', summary: '新闻列表', description: '已发布的文章，新的在前。' })
  @ApiOkResponse({ type: NewsPageDto })
  @ApiProblem(400)
  async list(@Query() query: NewsListQuery): Promise<NewsPageDto> {
    const page = await this.news.page(query, query);
    return { ...page, items: page.items.map((piece) => NewsSummaryDto.from(piece)) };
  }

  @Get(':id')
  @Header('cache-control', 'no-cache')
  @ApiOperation({ operationId: 'getNews', summary: '一篇文章' })
  @ApiParam({ name: 'id', description: '文章编号', schema: { type: 'integer' }, example: 26394 })
  @ApiOkResponse({ type: NewsDto })
  @ApiProblem(404)
  async one(@Param('id') id: string): Promise<NewsDto> {
    // Digits only: 1e3 and 0x10 are numbers to JavaScript and no ids to us.
    return NewsDto.from(await this.news.byId(/^\d{1,10}$/.test(id) ? Number(id) : Number.NaN));
  }
}
