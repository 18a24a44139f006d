import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { SmtpSettings } from '../../src/config/smtp-url.js';
import { classify, type SendFailure } from '../../src/mail/reply-class.js';
import { SmtpTransport } from '../../src/mail/smtp.transport.js';
import { startSmtpServer } from '../support/smtp-server.js';

const servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** A server that says whatever `talk` makes it say, before any TLS. */
async function rudeServer(talk: (socket: Socket) => void): Promise<SmtpSettings> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    talk(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { host: '127.0.0.1', port, tls: 'starttls', user: 'u', password: 'p', isQq: false };
}

/** Says the same as fast as it is read, up to 200 MB. */
function flood(socket: Socket, text: string): void {
  const chunk = Buffer.from(text.repeat(Math.ceil(65_536 / text.length)));
  let left = 200_000_000;
  const pour = (): void => {
    while (left > 0 && !socket.destroyed) {
      left -= chunk.length;
      if (!socket.write(chunk)) return;
    }
  };
  socket.on('drain', pour);
  pour();
}

const mail = {
  id: '0199',
  from: 'centre@qq.test',
  to: 'office@qq.test',
  raw: Buffer.from('Subject: x\r\n\r\nx'),
  createdAt: new Date(),
};

async function failure(settings: SmtpSettings, deadlineMs = 5_000): Promise<SendFailure> {
  const transport = new SmtpTransport(settings);
  try {
    await transport.deliver(mail, deadlineMs);
  } catch (error) {
    return error as SendFailure;
  } finally {
    await transport.close();
  }
  throw new Error('delivered');
}

describe('a rude server', () => {
  it.each([
    ['a banner without end', 'a'],
    ['a greeting of many lines without end', '220-hello\r\n'],
    ['empty lines without end', '\r\n'],
    ['bare line feeds without end', '\n'],
    ['noise', '\0\xff\x80\r\n'],
  ])('that sends %s is left soon, at little cost', async (_what, text) => {
    const settings = await rudeServer((socket) => flood(socket, text));
    const before = process.memoryUsage().rss;
    const started = Date.now();
    expect(classify(await failure(settings))).toBe('retry');
    expect(Date.now() - started).toBeLessThan(2_000);
    expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(100);
  });

  it('that says one byte at a time is left at the deadline', async () => {
    const settings = await rudeServer((socket) => {
      const timer = setInterval(() => socket.write('2'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    const started = Date.now();
    expect(await failure(settings, 400)).toMatchObject({ code: 'ETIMEDOUT' });
    expect(Date.now() - started).toBeLessThan(700);
  });

  it.each([
    ['speaks HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['closes at once', ''],
  ])('that %s is tried again later', async (_what, text) => {
    const settings = await rudeServer((socket) => socket.end(text));
    expect(classify(await failure(settings))).toBe('retry');
  });

  it('that is not there is tried again later', async () => {
    const settings = await rudeServer(() => undefined);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    expect(classify(await failure(settings))).toBe('retry');
  });

  it('that slips words in before TLS is not believed', async () => {
    const settings = await rudeServer((socket) => {
      socket.write('220 hi\r\n');
      let lines = 0;
      socket.on('data', () => {
        lines += 1;
        socket.write(lines === 1 ? '250-hi\r\n250 STARTTLS\r\n' : '220 go\r\n250-fake\r\n250 AUTH PLAIN\r\n');
      });
    });
    expect(classify(await failure(settings, 800))).not.toBe('permanent');
  });
});

describe('a warm connection', () => {
  it('is closed when idle, and after so many messages', async () => {
    const server = await startSmtpServer();
    const transport = new SmtpTransport(server.settings, {
      ca: server.ca,
      limits: { idleMs: 100, maxMessages: 2 },
    });
    try {
      for (let count = 0; count < 4; count += 1) await transport.deliver(mail, 5_000);
      expect(server.seen.connections).toBe(2);
      await transport.deliver(mail, 5_000);
      await new Promise((resolve) => setTimeout(resolve, 200));
      await transport.deliver(mail, 5_000);
      expect(server.seen.connections).toBe(4);
      expect(server.messages).toHaveLength(6);
    } finally {
      await transport.close();
      await server.close();
    }
  });
});
