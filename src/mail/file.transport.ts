import { constants } from 'node:fs';
import { access, mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { formatBeijing } from '../kernel/clock.js';
import { StartupProblem } from '../kernel/startup-problem.js';
import type { MailTransport, OutgoingMail } from './transport.js';

/** Without SMTP_URL: every message becomes an .eml file, which any mail program opens. */
export class FileTransport implements MailTransport {
  constructor(private readonly directory: string) {}

  async open(): Promise<void> {
    try {
      await mkdir(this.directory, { recursive: true, mode: 0o700 });
      await access(this.directory, constants.W_OK | constants.X_OK);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new StartupProblem(
        `邮件目录 ${this.directory} 无法写入（${code ?? '未知错误'}）：请检查权限，或用 VAR_DIR 指定别的目录，或设置 SMTP_URL。`,
        { cause: error },
      );
    }
  }

  /** The name depends on the row alone, so that a second delivery replaces the first. */
  async deliver(mail: OutgoingMail): Promise<{ reply: string }> {
    const name = `${fileTime(mail.createdAt)}-${mail.id}.eml`;
    const temporary = join(this.directory, `.${mail.id}.tmp`);
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(mail.raw);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, join(this.directory, name));
    await this.syncDirectory();
    return { reply: `已写入文件 ${name}` };
  }

  async close(): Promise<void> {}

  /** The rename is on disk only when the directory is; not every system lets one sync a directory. */
  private async syncDirectory(): Promise<void> {
    if (process.platform === 'win32') return;
    const directory = await open(this.directory, 'r');
    await directory.sync().finally(() => directory.close());
  }
}

/** `20261122-142000`, in Beijing. */
function fileTime(date: Date): string {
  const minute = formatBeijing(date, 'minute').replaceAll(/[-:]/g, '').replace(' ', '-');
  return minute + String(date.getUTCSeconds()).padStart(2, '0');
}
