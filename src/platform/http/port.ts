import { createServer } from 'node:net';
import { StartupProblem } from '../../kernel/startup-problem.js';

/** Finds out, before anything is created or changed, whether the port can be had. @throws StartupProblem */
export function checkPort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(portProblem(error, host, port)));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve()));
  });
}

/** A failed `listen` in words; any other error as it is. */
export function portProblem(error: unknown, host: string, port: number): unknown {
  const { code } = error as { code?: unknown };
  if (code === 'EADDRINUSE') {
    const other = port < 65_535 ? port + 1 : port - 1;
    return new StartupProblem(
      `端口 ${port} 已被占用。请停止占用它的程序，或用 PORT 另设一个端口，例如 PORT=${other} npm start。`,
    );
  }
  if (code === 'EACCES')
    return new StartupProblem(`没有权限使用端口 ${port}。请用 PORT 另设一个 1024 以上的端口。`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new StartupProblem(`本机没有地址 ${host}。请检查 HOST，通常为 127.0.0.1 或 0.0.0.0。`);
  }
  return error;
}
