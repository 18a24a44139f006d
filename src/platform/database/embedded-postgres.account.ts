import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { StartupProblem } from '../../kernel/startup-problem.js';

/** The operating-system user a root process lends to PostgreSQL, which refuses to run as root. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

const ACCOUNT = 'postgres';

export function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Undefined: run as ourselves. An existing cluster keeps its owner, so that one clone serves root and its owner alike. */
export function accountFor(dataDir: string): Account | undefined {
  if (!runsAsRoot()) return undefined;
  const owner = statSync(dataDir, { throwIfNoEntry: false });
  if (owner === undefined) return findAccount() ?? createAccount();
  if (owner.uid !== 0) return { name: `uid ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  throw new StartupProblem(
    `数据库目录 ${dataDir} 归 root 所有，而 PostgreSQL 不能以 root 运行；请执行 chown -R ${ACCOUNT}: ${dataDir} 后再启动。`,
  );
}

/** Tried for real, by that user: modes, ACLs, noexec mounts and missing libraries all count. */
export function canEnter(account: Account | undefined, dir: string): boolean {
  if (account === undefined) return true;
  return tryAs(account, ['/bin/sh', '-c', 'cd -- "$1"', 'sh', dir]);
}

export function canRun(account: Account | undefined, program: string): boolean {
  return tryAs(account, [program, '--version']);
}

function tryAs(account: Account | undefined, [command = '', ...args]: string[]): boolean {
  const identity = account === undefined ? {} : { uid: account.uid, gid: account.gid };
  return spawnSync(command, args, { ...identity, cwd: '/', env: {}, stdio: 'ignore' }).status === 0;
}

function findAccount(): Account | undefined {
  for (const line of readPasswd().split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name === ACCOUNT && Number(uid) > 0) return { name, uid: Number(uid), gid: Number(gid) };
  }
  // A directory service may know it although /etc/passwd does not.
  const uid = idOf('-u');
  const gid = idOf('-g');
  return uid === undefined || gid === undefined ? undefined : { name: ACCOUNT, uid, gid };
}

function createAccount(): Account {
  spawnSync('groupadd', ['-r', ACCOUNT], { stdio: 'ignore' });
  spawnSync(
    'useradd',
    ['-r', '-M', '-g', ACCOUNT, '-d', '/nonexistent', '-s', '/usr/sbin/nologin', ACCOUNT],
    {
      stdio: 'ignore',
    },
  );
  const account = findAccount();
  if (account !== undefined) return account;
  throw new StartupProblem(
    'PostgreSQL 不能以 root 运行，而本机没有也无法新建系统用户 postgres；请改用普通用户启动，或设置 DATABASE_URL 连接已有的 PostgreSQL。',
  );
}

function idOf(flag: '-u' | '-g'): number | undefined {
  const { status, stdout } = spawnSync('id', [flag, ACCOUNT], { encoding: 'utf8' });
  const id = Number.parseInt(stdout ?? '', 10);
  return status === 0 && id > 0 ? id : undefined;
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return '';
  }
}
