import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../platform/http/api-problem.js';
import { CourseDto, CourseListQuery, CoursePageDto, CourseSummaryDto } from './courses.dto.js';
import { CoursesService } from './courses.service.js';

@ApiTags('课程')
@Controller('api/v1/courses')
export class CoursesController {
  constructor(private readonly courses: CoursesService) {}

  @Get()
  @Header('cache-control', 'no-cache')
  @ApiOperation({
    operationId: 'listCourses',
    summary: '课程列表',
    description: '已发布的课程，按中心排定的次序。',
  })
  @ApiOkResponse({ type: CoursePageDto })
  @ApiProblem(400)
  async list(@Query() query: CourseListQuery): Promise<CoursePageDto> {
    const page = await this.courses.page(query, query);
    return { ...page, items: page.items.map((course) => CourseSummaryDto.from(course)) };
  }

  @Get(':slug')
  @Header('cache-control', 'no-cache')
  @ApiOperation({ operationId: 'getCourse', summary: '一门课程' })
  @ApiParam({ name: 'slug', description: '课程标识', example: 'chengyu-shuangcheng' })
  @ApiOkResponse({ type: CourseDto })
  @ApiProblem(404)
  async one(@Param('slug') slug: string): Promise<CourseDto> {
    return CourseDto.from(await this.courses.bySlug(slug));
  }
}
