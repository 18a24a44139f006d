import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeOf } from '../../scripts/lib/project-node.mjs';
import { CONTENDERS, startContender } from './contenders.mjs';
import { measure } from './measure.mjs';
import { freePort, start, stop, untilAnswering } from './processes.mjs';
import { round } from './stats.mjs';

const PATH = '/xyxs/26394.html';

/** Alternating rounds of one article page, ours against the same bytes out of memory. */
export async function runPages(stage, { rounds, seconds, warmUpSeconds, connections }) {
  const page = await savePage(stage);
  const results = [];
  for (let index = 0; index < rounds; index += 1) {
    for (const name of ['ours', 'bare']) {
      const server =
        name === 'ours' ? await startContender(stage, CONTENDERS[0]) : await startBare(stage, page);
      try {
        const order = { kind: 'page', path: PATH, connections };
        const warmUp = await measure(stage, server, { ...order, seconds: warmUpSeconds });
        const figures = await measure(stage, server, { ...order, seconds });
        const { sample: _sample, mailsOwed: _mails, ...kept } = figures;
        const answered = figures.answers[200] ?? 0;
        results.push({
          round: index + 1,
          contender: name,
          ...kept,
          errors: warmUp.errors + figures.errors,
          bytesAnAnswer: figures.bodyBytes / answered,
          serverCpuPerThousand: figures.cpu.server === null ? null : (figures.cpu.server / answered) * 1_000,
        });
        console.log(
          `  round ${index + 1} ${name}: ${round(figures.rate, 0)} pages/s, p99 ${round(figures.p99, 1)} ms, ` +
            `server ${round(figures.cpu.serverCores)} cores, others ${round(figures.cpu.foreignCores)}`,
        );
      } finally {
        await server.stop();
      }
    }
  }
  return { path: PATH, bytes: page.bytes, rounds: results };
}

/** Our page as a visitor gets it, for the bare server. */
async function savePage(stage) {
  const server = await startContender(stage, CONTENDERS[0]);
  try {
    const response = await fetch(`http://127.0.0.1:${server.port}${PATH}`);
    if (response.status !== 200) throw new Error(`${PATH} answers ${response.status}`);
    const html = Buffer.from(await response.arrayBuffer());
    const file = stage.path('page.html');
    writeFileSync(file, html);
    return { file, bytes: html.length, type: response.headers.get('content-type') };
  } finally {
    await server.stop();
  }
}

async function startBare(stage, { file, type }) {
  const port = await freePort();
  const script = join(stage.root, 'bench', 'bare-page-server.mjs');
  const env = { PATH: process.env.PATH, HOME: process.env.HOME };
  const log = stage.path('bare-page.log');
  const proc = start(nodeOf(stage.root), [script, String(port), PATH, file, type], {
    env,
    cwd: stage.dir,
    log,
  });
  await untilAnswering(proc, `http://127.0.0.1:${port}/health/live`, performance.now());
  return { port, pid: proc.pid, stop: () => stop(proc) };
}
