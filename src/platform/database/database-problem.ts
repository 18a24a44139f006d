import { StartupProblem } from '../../kernel/startup-problem.js';

/** Why the database cannot be used, in one line for the operator. The address is told without its password. */
export function databaseProblem(error: unknown, url: string | null): StartupProblem {
  const parsed = url === null ? null : URL.parse(url);
  const place = parsed === null ? '内置数据库' : `数据库 DATABASE_URL（${parsed.host}${parsed.pathname}）`;
  const code = (error as { code?: string }).code ?? '';
  const message = error instanceof Error ? error.message : String(error);
  const why =
    code === 'ECONNREFUSED'
      ? '连接被拒绝，请确认 PostgreSQL 已启动、主机和端口无误'
      : code === 'ENOTFOUND' || code === 'EAI_AGAIN'
        ? '找不到这台主机，请检查主机名'
        : code === '28P01' || code === '28000'
          ? '用户名或密码不对'
          : code === '3D000'
            ? '没有这个数据库，请先创建'
            : /timeout/i.test(message)
              ? '连接超时，请检查网络和防火墙'
              : /terminated|reset/i.test(message)
                ? '连接被对方或网络中断，请检查主机、端口和网络'
                : `${code} ${message}`.trim();
  return new StartupProblem(`无法连接${place}：${why}。`);
}
