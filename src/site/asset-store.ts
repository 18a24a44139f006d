import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';

export interface Asset {
  type: string;
  body: Buffer;
  brotli: Buffer;
  gzip: Buffer;
}

const FILES = {
  css: { file: 'site.css', type: 'text/css; charset=utf-8' },
  formJs: { file: 'inquiry-form.js', type: 'text/javascript; charset=utf-8' },
  favicon: { file: 'favicon.svg', type: 'image/svg+xml; charset=utf-8' },
} as const;

/** The few static files, read once, compressed once, under names that change with their content. */
@Injectable()
export class AssetStore {
  readonly paths: { css: string; formJs: string; favicon: string };
  readonly #assets = new Map<string, Promise<Asset>>();

  constructor() {
    const add = ({ file, type }: (typeof FILES)[keyof typeof FILES]) => {
      const body = readFileSync(locate(file));
      const hash = createHash('sha256').update(body).digest('hex').slice(0, 10);
      const name = file.replace('.', `.${hash}.`);
      this.#assets.set(name, compress(body, type));
      return `/assets/${name}`;
    };
    this.paths = { css: add(FILES.css), formJs: add(FILES.formJs), favicon: add(FILES.favicon) };
  }

  find(name: string): Promise<Asset> | undefined {
    return this.#assets.get(name);
  }
}

/** Browser code is compiled by the build; run from source (in tests) it is taken from there. */
function locate(file: string): URL {
  const beside = new URL(`./assets/${file}`, import.meta.url);
  return existsSync(beside) ? beside : new URL(`../../dist/site/assets/${file}`, import.meta.url);
}

async function compress(body: Buffer, type: string): Promise<Asset> {
  const [brotli, gzipped] = await Promise.all([
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    promisify(gzip)(body, { level: 9 }),
  ]);
  return { type, body, brotli, gzip: gzipped };
}
