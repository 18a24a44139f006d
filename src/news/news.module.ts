import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { NewsController } from './news.controller.js';
import { NewsColumnEntity, NewsEntity } from './news.entity.js';
import { NewsRepository } from './news.repository.js';
import { NewsService } from './news.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([NewsEntity, NewsColumnEntity])],
  controllers: [NewsController],
  providers: [NewsRepository, NewsService],
  exports: [NewsService],
})
export class NewsModule {}
