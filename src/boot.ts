import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { AppModule, ENTITIES } from './app.module.js';
import { configureApp } from './configure-app.js';
import type { Config } from './config/config.js';
import { FrontDoor } from './platform/http/front-door.js';
import { portProblem } from './platform/http/port.js';
import { StartupProblem } from './kernel/startup-problem.js';
import type { OpenDatabase } from './open-database.js';
import { ChangeFeed } from './platform/database/change-feed.js';
import { createDataSource } from './platform/database/data-source.js';
import { databaseProblem } from './platform/database/database-problem.js';
import { migrate } from './platform/database/migrate.js';
import { Lifecycle } from './platform/health/lifecycle.js';
import { createHttpAdapter } from './platform/http/server.js';
import { JobRunner } from './platform/jobs/job-runner.js';
import { createLogger, NestLogger } from './platform/logging/logger.js';
import { seed } from './seed/seed.js';

export interface RunningService {
  app: NestFastifyApplication;
  logger: Logger;
  /** Where it answers; null when the role is `worker`. */
  url: string | null;
  /** Finishes what is in flight, flushes, stops the embedded database. Safe to call twice. */
  stop(reason: string): Promise<void>;
}

/** Names the advisory lock that tells a live service on the embedded database from a killed one. */
const EMBEDDED_OWNER = 7_239_115;

/**
 * Brings the service up: database, schema, first content, application, port.
 *
 * @param say takes lines for the person at the terminal
 * @throws StartupProblem with one line in Chinese when it cannot run; nothing is left running then
 */
export async function boot(
  config: Config,
  database: Promise<OpenDatabase>,
  say: (line: string) => void,
): Promise<RunningService> {
  const logger = createLogger(config.log.level);
  const undo: (() => Promise<unknown>)[] = [];
  const unwind = async () => {
    for (const step of undo.splice(0).toReversed()) await step().catch(() => undefined);
  };
  try {
    const { url, close, revive } = await database;
    undo.push(close);
    const changeFeed = new ChangeFeed(url, logger, revive);
    undo.push(() => changeFeed.close());
    await changeFeed.open().catch((error: unknown) => {
      throw databaseProblem(error, config.database.url);
    });
    if (config.database.url === null && !(await changeFeed.tryOwn(EMBEDDED_OWNER))) {
      throw new StartupProblem(`${config.varDir} 上已有一个服务在运行，本次启动已取消。`);
    }
    await migrate(url, ENTITIES, async (client) => {
      const added = await seed(client, config.seed);
      if (added.length > 0) say(`已写入初始内容：${added.join('、')}。`);
    });
    const dataSource = createDataSource(url, ENTITIES, config.database.poolSize);
    await dataSource.initialize();
    undo.push(() => (dataSource.isInitialized ? dataSource.destroy() : Promise.resolve()));
    const app = await createApp(config, logger, changeFeed, dataSource);
    undo.push(() => app.close());
    const address = await listen(app, config);
    announce(config, address, say);
    app.get(JobRunner).start();
    let stopping: Promise<void> | null = null;
    return {
      app,
      logger,
      url: address,
      stop: (reason) => {
        app.get(Lifecycle).stopping = true;
        logger.info({ reason }, 'stopping');
        stopping ??= unwind().then(() => logger.flush());
        return stopping;
      },
    };
  } catch (error) {
    await unwind();
    throw error;
  }
}

async function createApp(
  config: Config,
  logger: Logger,
  changeFeed: ChangeFeed,
  dataSource: DataSource,
): Promise<NestFastifyApplication> {
  const frontDoor = new FrontDoor();
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with({ config, logger, changeFeed, dataSource, frontDoor }),
    createHttpAdapter(config, logger, frontDoor),
    { logger: new NestLogger(logger), abortOnError: false },
  );
  configureApp(app);
  await app.init();
  return app;
}

async function listen(app: NestFastifyApplication, config: Config): Promise<string | null> {
  if (config.role === 'worker') return null;
  const { host, port } = config.http;
  try {
    await app.listen(port, host);
  } catch (error) {
    throw portProblem(error, host, port);
  }
  return (await app.getUrl()).replace('[::1]', 'localhost');
}

function announce(config: Config, address: string | null, say: (line: string) => void): void {
  if (config.mail.smtp === null) {
    say(`未设置 SMTP_URL：邮件不会发出，以 .eml 文件保存在 ${config.varDir}/mail。`);
  }
  if (!config.http.rateLimits)
    say('注意：RATE_LIMITS=off，提交次数不受限制。只能用于压力测试，切勿用于对外服务。');
  say(address === null ? '邮件与定时任务进程已就绪。' : `服务已就绪：${address}`);
}
