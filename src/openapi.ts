import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { AppModule } from './app.module.js';
import { buildConfig } from './config/config.js';
import { ChangeFeed } from './platform/database/change-feed.js';
import { createDataSource } from './platform/database/data-source.js';
import { createHttpAdapter } from './platform/http/server.js';
import { createLogger } from './platform/logging/logger.js';

/** Describes the API from its controllers, without starting anything: nothing is connected or listened to. */
export async function describeApi(): Promise<string> {
  const config = buildConfig({ LOG_LEVEL: 'silent' });
  const logger = createLogger('silent');
  const parts = {
    config,
    logger,
    changeFeed: new ChangeFeed('postgres://nowhere/none', logger),
    dataSource: createDataSource('postgres://nowhere/none', [], 1),
  };
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(parts),
    createHttpAdapter(config, logger),
    { preview: true, logger: false, abortOnError: false },
  );
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('重庆工商大学干部培训中心 培训报名服务')
    .setDescription(
      '课程、新闻与联系方式的公开查询，以及培训需求的提交和进度查询。错误以 RFC 9457 problem 格式返回，文字为中文。',
    )
    .setVersion('1');
  const document = SwaggerModule.createDocument(app, builder.build(), {
    operationIdFactory: (_controller, method) => method,
  });
  return `${JSON.stringify(document, null, 2)}\n`;
}
