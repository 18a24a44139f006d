import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { generate } from 'selfsigned';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { parseSmtpUrl, type SmtpSettings } from '../../src/config/smtp-url.js';

/** Where a rule bites. `body`: in the middle of the message; `data`: after its end; `stored`: after it was kept. */
export type SmtpStage = 'connect' | 'auth' | 'mail' | 'rcpt' | 'body' | 'data' | 'stored';

/** What the server does instead of going on, `times` times (default: for ever). */
export interface SmtpRule {
  at: SmtpStage;
  /** Such as `450 busy`; `drop` cuts the connection; `hang` never answers. */
  do: 'drop' | 'hang' | `${number} ${string}`;
  times?: number;
  /** Only for this recipient (at rcpt and later). */
  to?: string;
}

export interface ReceivedMail {
  raw: Buffer;
  from: string;
  to: string[];
  at: number;
}

export interface TestSmtpServer {
  readonly settings: SmtpSettings;
  readonly url: string;
  /** PEM of the authority that signed the server's certificate. */
  readonly ca: string;
  /** The same as a file, for NODE_EXTRA_CA_CERTS of a child process; gone after `close`. */
  caFile(): Promise<string>;
  readonly messages: ReceivedMail[];
  readonly seen: { connections: number; logins: number; plaintext: number };
  rule(rule: SmtpRule): void;
  clearRules(): void;
  /** Cuts every connection, without a goodbye. */
  cut(): void;
  /** Waits until so many messages are here. */
  received(count: number, withinMs?: number): Promise<void>;
  close(): Promise<void>;
}

export interface TestSmtpOptions {
  /** `stripped`: a meddler removed STARTTLS; the server would take everything in the clear. */
  mode?: 'implicit' | 'starttls' | 'stripped';
  user?: string;
  password?: string;
}

/** A real SMTP server on loopback, with TLS and a login like QQ's, that can be told to misbehave. */
export async function startSmtpServer(options: TestSmtpOptions = {}): Promise<TestSmtpServer> {
  const { mode = 'implicit', user = 'centre@qq.test', password = 'abcdefghijklmnop' } = options;
  const tls = await certificates();
  const script = new Script();
  const messages: ReceivedMail[] = [];
  const scratch: string[] = [];
  const seen = { connections: 0, logins: 0, plaintext: 0 };
  const server: SMTPServer = new SMTPServer({
    secure: mode === 'implicit',
    key: tls.key,
    cert: tls.cert,
    authMethods: ['LOGIN', 'PLAIN'],
    allowInsecureAuth: mode === 'stripped',
    disabledCommands: mode === 'stripped' ? ['STARTTLS'] : [],
    hideSMTPUTF8: true, // as at smtp.qq.com
    size: 73_400_320,
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 50,
    onConnect: (session, done) => {
      seen.connections += 1;
      script.run('connect', session, server, done);
    },
    onAuth: (auth, session, done) => {
      seen.logins += 1;
      if (!session.secure) seen.plaintext += 1;
      script.run('auth', session, server, (error) => {
        if (error) return done(error);
        if (auth.username === user && auth.password === password) return done(null, { user });
        done(reply('535 Login Fail. Please enter your authorization code to login.'));
      });
    },
    onMailFrom: (_address, session, done) => {
      if (!session.secure) seen.plaintext += 1;
      script.run('mail', session, server, done);
    },
    onRcptTo: (address, session, done) => script.run('rcpt', session, server, done, address.address),
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
      if (script.applies('body', to[0])) return script.run('body', session, server, () => undefined, to[0]);
      // A client that dies in the middle of its message leaves nothing to store.
      const whole = buffer(stream).catch(() => null);
      void whole.then((raw) => {
        if (raw === null) return;
        script.run(
          'data',
          session,
          server,
          (error) => {
            if (error) return done(error);
            messages.push({ raw, from, to, at: Date.now() });
            script.run(
              'stored',
              session,
              server,
              (late) => (late ? done(late) : done(null, 'OK: queued as.')),
              to[0],
            );
          },
          to[0],
        );
      });
    },
  });
  server.on('error', () => undefined); // clients that vanish are the point of some tests
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const scheme = mode === 'implicit' ? 'smtps' : 'smtp';
  const url = `${scheme}://${user}:${password}@127.0.0.1:${port}`;
  return {
    settings: parseSmtpUrl(url) as SmtpSettings,
    url,
    ca: tls.ca,
    caFile: async () => {
      const directory = await mkdtemp(join(tmpdir(), 'smtp-ca-'));
      scratch.push(directory);
      await writeFile(join(directory, 'ca.pem'), tls.ca);
      return join(directory, 'ca.pem');
    },
    messages,
    seen,
    rule: (rule) => script.add(rule),
    clearRules: () => script.clear(),
    cut: () => cut(server),
    received: (count, withinMs = 10_000) =>
      until(() => messages.length >= count, withinMs, `${count} messages`),
    close: async () => {
      await close(server);
      for (const directory of scratch) await rm(directory, { recursive: true, force: true });
    },
  };
}

type Next = (error?: Error | null) => void;

/** The rules in force. */
class Script {
  #rules: (SmtpRule & { left: number })[] = [];

  add(rule: SmtpRule): void {
    this.#rules.push({ ...rule, left: rule.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#rules = [];
  }

  applies(stage: SmtpStage, to?: string): (SmtpRule & { left: number }) | undefined {
    return this.#rules.find((rule) => rule.at === stage && rule.left > 0 && (rule.to ?? to) === to);
  }

  run(stage: SmtpStage, session: SMTPServerSession, server: SMTPServer, next: Next, to?: string): void {
    const rule = this.applies(stage, to);
    if (rule === undefined) return next();
    rule.left -= 1;
    if (rule.do === 'hang') return;
    if (rule.do === 'drop') return cut(server, session.id);
    next(reply(rule.do));
  }
}

function reply(text: string): Error {
  return Object.assign(new Error(text.slice(4)), { responseCode: Number(text.slice(0, 3)) });
}

/** Without a goodbye. smtp-server has no public way to do that to one client. */
function cut(server: SMTPServer, id?: string): void {
  for (const connection of server.connections) {
    const { id: itsId, _socket: socket } = connection as unknown as {
      id: string;
      _socket: { destroy(): void };
    };
    if (id === undefined || itsId === id) socket.destroy();
  }
}

async function close(server: SMTPServer): Promise<void> {
  const closed = new Promise<void>((resolve) => void server.close(resolve));
  cut(server);
  await closed;
}

async function until(done: () => boolean, withinMs: number, what: string): Promise<void> {
  const end = Date.now() + withinMs;
  while (!done()) {
    if (Date.now() > end) throw new Error(`waited ${withinMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

interface Certificates {
  ca: string;
  key: string;
  cert: string;
}

let made: Promise<Certificates> | undefined;

/** An authority and a server certificate for 127.0.0.1 and localhost, made once a process. */
function certificates(): Promise<Certificates> {
  made ??= (async () => {
    const ec = { keyType: 'ec', algorithm: 'sha256' } as const;
    const authority = await generate([{ name: 'commonName', value: 'Test authority' }], {
      ...ec,
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
      ],
    });
    const leaf = await generate([{ name: 'commonName', value: 'localhost' }], {
      ...ec,
      ca: { key: authority.private, cert: authority.cert },
      extensions: [
        { name: 'basicConstraints', cA: false },
        { name: 'keyUsage', digitalSignature: true, critical: true },
        { name: 'extKeyUsage', serverAuth: true },
        {
          name: 'subjectAltName',
          altNames: [
            { type: 2, value: 'localhost' },
            { type: 7, ip: '127.0.0.1' },
          ],
        },
      ],
    });
    return { ca: authority.cert, key: leaf.private, cert: leaf.cert };
  })();
  return made;
}
