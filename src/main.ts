import { enableCompileCache } from 'node:module';
import { BadSettings, buildConfig } from './config/config.js';
import { readEnv, startedByLauncher } from './config/env.js';
import { StartupProblem } from './kernel/startup-problem.js';
import { openDatabase } from './open-database.js';
import { checkPort } from './platform/http/port.js';
import type { RunningService } from './boot.js';

/** The one process: web, worker or both (ROLE). Everything it does is in boot.ts; here are its beginning and end. */
async function main(): Promise<void> {
  const config = buildConfig(readEnv());
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  if (config.role !== 'worker') await checkPort(config.http.host, config.http.port);
  // The database starts while the application is being loaded; boot awaits both.
  const database = openDatabase(config, say);
  database.catch(() => undefined);
  enableCompileCache();
  const { boot } = await import('./boot.js');
  const service = await boot(config, database, say);
  stopOnSignals(service);
}

function stopOnSignals(service: RunningService): void {
  let stopping: Promise<void> | null = null;
  const stop = (reason: string) => {
    // The launcher and a terminal both pass Ctrl-C on: the second signal is the first one again.
    stopping ??= service.stop(reason).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
  if (startedByLauncher()) {
    process.on('disconnect', () => stop('launcher gone'));
    process.channel?.unref();
  }
  const crash = (error: unknown) => {
    service.logger.fatal({ err: error }, 'unhandled error, stopping');
    process.exitCode = 1;
    // What is committed is safe; a process in an unknown state is not. The supervisor starts a new one.
    void service.stop('unhandled error').finally(() => process.exit(1));
    setTimeout(() => process.exit(1), 10_000).unref();
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
}

main().catch((error: unknown) => {
  if (error instanceof BadSettings) {
    for (const { name, message } of error.problems) process.stderr.write(`设置有误 ${name}：${message}\n`);
  } else if (error instanceof StartupProblem) {
    process.stderr.write(`${error.message}\n`);
  } else {
    process.stderr.write(
      `启动失败：${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  }
  process.exit(1);
});
