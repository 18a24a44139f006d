import { writeFile } from 'node:fs/promises';
import { ENTITIES } from './app.module.js';
import { buildConfig } from './config/config.js';
import { readEnv } from './config/env.js';
import { StartupProblem } from './kernel/startup-problem.js';
import { databaseProblem } from './platform/database/database-problem.js';
import { startEmbeddedPostgres } from './platform/database/embedded-postgres.js';
import { writeMigration } from './platform/database/generate-migration.js';
import { migrate, withMigrations } from './platform/database/migrate.js';
import { listMails, resumeMail, retryMail } from './mail-commands.js';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const COMMANDS: Record<string, { help: string; run: (args: string[]) => Promise<void> }> = {
  'migration:run': {
    help: '把数据库结构更新到最新',
    run: () =>
      withDatabase(async (url) => {
        const applied = await migrate(url, ENTITIES, () => Promise.resolve());
        say(applied.length === 0 ? '数据库结构已是最新。' : `已执行：${applied.join('、')}`);
      }),
  },
  'migration:revert': {
    help: '撤销最近一次结构变更',
    run: () =>
      withDatabase(async (url) => {
        await withMigrations(url, ENTITIES, (source) => source.undoLastMigration({ transaction: 'each' }));
        say('已撤销最近一次结构变更。');
      }),
  },
  'migration:generate': {
    help: '对照实体生成结构变更文件：migration:generate add-something',
    run: ([name]) =>
      withDatabase(async (url) => {
        if (name === undefined || !/^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(name)) {
          throw new StartupProblem('请给出名称，形如 add-course-cover（小写英文，动词在前）。');
        }
        const file = await withMigrations(url, ENTITIES, (source) => writeMigration(source, name));
        say(file === null ? '实体与数据库结构一致，无需变更。' : `已生成 ${file}`);
      }),
  },
  openapi: {
    help: '重新生成 openapi.json',
    run: async () => {
      const { describeApi } = await import('./openapi.js');
      await writeFile(new URL('../openapi.json', import.meta.url), await describeApi());
      say('已写入 openapi.json。');
    },
  },
  'db:url': {
    help: '显示数据库地址（含密码，仅供本机使用）；内置数据库在服务运行期间可连接',
    run: () => withDatabase((url) => Promise.resolve(say(url))),
  },
  'mail:list': {
    help: '列出邮件：mail:list [queued|sending|retry|parked|sent]',
    run: ([state]) => withDatabase((url) => listMails(url, state, say)),
  },
  'mail:resume': {
    help: '结束发信暂停，立即再试（设置修改后重启会自动恢复）',
    run: () => withDatabase((url) => resumeMail(url, say)),
  },
  'mail:retry': {
    help: '立即重发一封邮件：mail:retry 邮件编号',
    run: ([id]) => withDatabase((url) => retryMail(url, id, say)),
  },
};

/** Runs one command. @throws StartupProblem in words for the operator */
export async function runCommand([name, ...args]: string[]): Promise<void> {
  const command = name === undefined ? undefined : COMMANDS[name];
  if (command === undefined) {
    const lines = Object.entries(COMMANDS).map(([known, { help }]) => `  ${known.padEnd(20)} ${help}`);
    const unknown = name === undefined ? '' : `没有“${name}”这个命令。`;
    throw new StartupProblem(`${unknown}用法：npm run cli -- 命令\n${lines.join('\n')}`);
  }
  await command.run(args);
}

/** Works on the configured database; the embedded one is started if it is not running, and left as it was. */
async function withDatabase(work: (url: string) => Promise<void>): Promise<void> {
  const config = buildConfig(readEnv());
  if (config.database.url !== null) {
    try {
      return await work(config.database.url);
    } catch (error) {
      throw isConnectionError(error) ? databaseProblem(error, config.database.url) : error;
    }
  }
  const embedded = await startEmbeddedPostgres({ varDir: config.varDir, say });
  try {
    await work(embedded.url);
  } finally {
    if (!embedded.adopted) await embedded.stop();
  }
}

function isConnectionError(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^(?:E[A-Z]+|28\w{3}|3D000)$/.test(code);
}
