import 'reflect-metadata';
import { runCommand } from './commands.js';
import { BadSettings } from './config/config.js';
import { StartupProblem } from './kernel/startup-problem.js';

/** One-shot commands: `npm run cli -- <command>`. What they do is in commands.ts. */
runCommand(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    if (error instanceof BadSettings) {
      for (const { name, message } of error.problems) console.error(`设置有误 ${name}：${message}`);
    } else console.error(error instanceof StartupProblem ? error.message : error);
    process.exit(1);
  },
);
