import { NestFactory } from '@nestjs/core';
import { AppModule, ENTITIES } from './app.module.js';
import { buildConfig } from './config/config.js';
import { readEnv } from './config/env.js';
import { DomainError } from './kernel/errors.js';
import { formatBeijing } from './kernel/clock.js';
import { StartupProblem } from './kernel/startup-problem.js';
import type { MailState } from './mail/mail.entity.js';
import { MailService } from './mail/mail.service.js';
import { ChangeFeed } from './platform/database/change-feed.js';
import { createDataSource } from './platform/database/data-source.js';
import { createLogger } from './platform/logging/logger.js';

const STATES: Record<MailState, string> = {
  queued: '待发',
  sending: '发送中',
  retry: '待重试',
  parked: '已搁置',
  sent: '已发出',
};

type Say = (line: string) => void;

/** Shows the newest messages and how the way out is doing. Recipients are told: this is the operator's terminal. */
export function listMails(url: string, state: string | undefined, say: Say): Promise<void> {
  if (state !== undefined && !Object.hasOwn(STATES, state)) {
    throw new StartupProblem(`没有这种状态：${state}。可用：${Object.keys(STATES).join('、')}。`);
  }
  return withMails(url, async (mails) => {
    const counts = await mails.counts();
    say(
      Object.entries(STATES)
        .map(([key, label]) => `${label} ${counts[key as MailState] ?? 0}`)
        .join('，'),
    );
    for (const channel of await mails.channels()) {
      if (channel.pausedUntil !== null) {
        say(
          `发信暂停至 ${formatBeijing(channel.pausedUntil, 'minute')}：${channel.explanation ?? channel.pauseReason ?? ''}`,
        );
      }
    }
    const rows = await mails.list({ limit: 50, ...(state !== undefined && { state: state as MailState }) });
    for (const row of rows) {
      const reply = row.lastReply === null ? '' : `  ${row.explanation ?? ''}（${row.lastReply}）`;
      say(`${row.id}  ${STATES[row.state]}  ${row.kind}  ${row.recipient}  ${row.attempts} 次${reply}`);
    }
  });
}

/** Sends one message again, now. */
export function retryMail(url: string, id: string | undefined, say: Say): Promise<void> {
  if (id === undefined) throw new StartupProblem('请给出邮件编号，见 mail:list。');
  if (!/^[0-9a-f-]{36}$/.test(id)) throw new StartupProblem('邮件编号不对，应与 mail:list 每行开头的相同。');
  return withMails(url, async (mails) => {
    try {
      await mails.requeue(id);
    } catch (error) {
      throw error instanceof DomainError ? new StartupProblem(error.message) : error;
    }
    say('已重新排队，服务运行时会立即发送。');
  });
}

/** Ends a pause of the way out by hand. */
export function resumeMail(url: string, say: Say): Promise<void> {
  return withMails(url, async (mails) => {
    say((await mails.resume()) ? '已结束暂停，服务运行时会先试发一封。' : '发信没有处于暂停状态。');
  });
}

/** The application without its port and workers: the service layer, for one command. */
async function withMails(url: string, work: (mails: MailService) => Promise<void>): Promise<void> {
  const config = { ...buildConfig(readEnv()), role: 'web' as const };
  const logger = createLogger('error');
  const dataSource = await createDataSource(url, ENTITIES, 3).initialize();
  const app = await NestFactory.createApplicationContext(
    AppModule.with({ config, logger, dataSource, changeFeed: new ChangeFeed(url, logger) }),
    { logger: false },
  );
  try {
    await work(app.get(MailService));
  } finally {
    await app.close();
  }
}
