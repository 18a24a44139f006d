import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PACKAGE = dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')));

/** Chromium comes from npm (TEST_CHROMIUM names another one); no browser of the system is needed. */
export async function launchBrowser(): Promise<Browser> {
  const own = process.env['TEST_CHROMIUM'];
  const place = own === undefined ? await unpack() : null;
  return chromium.launch({
    executablePath: own ?? join(place ?? '', 'chromium'),
    // Its sandbox needs rights that root in a container has not; it only ever meets our own pages.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    env: { ...(process.env as Record<string, string>), ...(place === null ? {} : libraries(place)) },
  });
}

/** Unpacked once a version, under a name of its own, and moved into place whole. */
async function unpack(): Promise<string> {
  const { version } = createRequire(import.meta.url)(join(PACKAGE, 'package.json')) as { version: string };
  const place = join(tmpdir(), `training-chromium-${version}-${process.getuid?.() ?? 'user'}`);
  if (existsSync(place)) return place;
  const unfinished = `${place}-${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  // The package unpacks to the temporary directory, which only a process of its own can have elsewhere.
  const archives = ['chromium.br', 'fonts.tar.br', 'al2023.tar.br', 'swiftshader.tar.br'];
  const script = `
    import { join } from 'node:path';
    import { inflate } from '@sparticuz/chromium';
    await Promise.all(${JSON.stringify(archives)}.map((name) => inflate(join(${JSON.stringify(PACKAGE)}, 'bin', name))));`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: unfinished, TEMP: unfinished },
  });
  await rename(unfinished, place).catch((error: unknown) => {
    if (!existsSync(place)) throw error;
  });
  return place;
}

/** What a bare machine lacks: NSS, and a font at all. Behind what the system has. */
function libraries(place: string): Record<string, string> {
  const known = process.env['LD_LIBRARY_PATH'];
  const system = ['/lib/x86_64-linux-gnu', '/usr/lib64', '/usr/lib'].filter((path) =>
    existsSync(join(path, 'libnss3.so')),
  );
  const paths = [known, ...system, join(place, 'al2023', 'lib')].filter((path) => path !== undefined);
  return {
    LD_LIBRARY_PATH: paths.join(':'),
    ...(existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(place, 'fonts') }),
  };
}

/** What a visit left behind that nobody should see. */
export interface Visit {
  context: BrowserContext;
  page: Page;
  /** Errors of the console and of scripts, blocked content among them. */
  errors: string[];
  /** Addresses of everything that was asked for. */
  requests: string[];
}

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1440, height: 900 };

/** A visitor with a browser profile of his own. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: PHONE, locale: 'zh-CN', ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const seen: Visit = { context, page, errors: [], requests: [] };
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') seen.errors.push(message.text());
  });
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  page.on('request', (request) => seen.requests.push(request.url()));
  return seen;
}
