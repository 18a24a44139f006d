import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsShortText, PageMeta, PagingDto } from '../platform/http/paging.dto.js';
import type { Course, CourseSummary } from './course.js';

export class CourseListQuery extends PagingDto {
  @ApiPropertyOptional({ description: '课程类别的标识', example: 'governance' })
  @IsShortText('课程类别')
  category?: string;

  @ApiPropertyOptional({ description: '标签', example: '成渝' })
  @IsShortText('标签')
  tag?: string;
}

class CategoryRef {
  @ApiProperty({ description: '类别标识' })
  slug!: string;

  @ApiProperty({ description: '类别名称' })
  name!: string;
}

export class CourseSummaryDto {
  @ApiProperty({ description: '课程标识，用于地址和提交需求', example: 'chengyu-shuangcheng' })
  slug!: string;

  @ApiProperty({ description: '课程名称' })
  title!: string;

  @ApiProperty({ description: '课程类别', type: CategoryRef })
  category!: CategoryRef;

  @ApiProperty({ description: '简介' })
  summary!: string;

  @ApiProperty({ description: '培训对象' })
  audience!: string;

  @ApiProperty({ description: '培训天数' })
  days!: number;

  @ApiProperty({ description: '学时，1 学时为 45 分钟' })
  classHours!: number;

  @ApiProperty({ description: '标签', type: [String] })
  tags!: string[];

  @ApiProperty({ description: '封面图地址', type: String, nullable: true })
  cover!: string | null;

  static from(course: CourseSummary): CourseSummaryDto {
    const { slug, title, category, summary, audience, days, classHours, tags, cover } = course;
    return { slug, title, category: { ...category }, summary, audience, days, classHours, tags, cover };
  }
}

class CourseModuleDto {
  @ApiProperty({ description: '模块名称' })
  title!: string;

  @ApiProperty({ description: '学时' })
  hours!: number;

  @ApiProperty({ description: '专题', type: [String] })
  topics!: string[];
}

class TeachingPointDto {
  @ApiProperty({ description: '教学点名称' })
  name!: string;

  @ApiProperty({ description: '教学内容' })
  note!: string;
}

export class CourseDto extends CourseSummaryDto {
  @ApiProperty({ description: '培训目标', type: [String] })
  objectives!: string[];

  @ApiProperty({ description: '课程模块', type: [CourseModuleDto] })
  modules!: CourseModuleDto[];

  @ApiProperty({ description: '教学方式', type: [String] })
  teachingMethods!: string[];

  @ApiProperty({ description: '现场教学点', type: [TeachingPointDto] })
  teachingPoints!: TeachingPointDto[];

  @ApiProperty({ description: '费用说明' })
  feeNote!: string;

  @ApiProperty({ description: '最后更新时间', format: 'date-time', type: String })
  updatedAt!: string;

  static override from(course: Course): CourseDto {
    return {
      ...CourseSummaryDto.from(course),
      objectives: course.objectives,
      modules: course.modules.map(({ title, hours, topics }) => ({ title, hours, topics })),
      teachingMethods: course.teachingMethods,
      teachingPoints: course.teachingPoints.map(({ name, note }) => ({ name, note })),
      feeNote: course.feeNote,
      updatedAt: course.updatedAt.toISOString(),
    };
  }
}

export class CoursePageDto extends PageMeta {
  @ApiProperty({ description: '本页课程', type: [CourseSummaryDto] })
  items!: CourseSummaryDto[];
}
