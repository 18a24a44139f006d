import { ask } from './processes.mjs';
import { cpuSeconds, machineBusySeconds, memoryOf, postgresCpuSeconds, rssMb } from './proc-stats.mjs';

const SAMPLE_MS = 250;

/**
 * Lets the load process work on a server and watches what that costs.
 * @param {{ pid: number, port: number }} server
 * @param {object} order for the load process, see load.mjs
 */
export async function measure(stage, server, order) {
  let highestRss = rssMb(server.pid);
  const sampler = setInterval(() => {
    highestRss = highest(highestRss, rssMb(server.pid));
  }, SAMPLE_MS);
  const before = usage(stage, server);
  const figures = await ask(stage.load, { ...order, port: server.port });
  const after = usage(stage, server);
  clearInterval(sampler);
  const used = Object.fromEntries(
    Object.entries(after).map(([name, value]) => [name, minus(value, before[name])]),
  );
  const memory = memoryOf(server.pid);
  return {
    ...figures,
    cpu: shares(used),
    memory: { ...memory, peakRssMb: highest(memory.peakRssMb, highestRss) },
  };
}

function usage(stage, server) {
  return {
    seconds: performance.now() / 1_000,
    server: cpuSeconds(server.pid),
    postgres: postgresCpuSeconds(stage.postmaster),
    load: cpuSeconds(stage.load.pid),
    smtp: cpuSeconds(stage.smtp.pid),
    own: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
    machine: machineBusySeconds(),
  };
}

/** Seconds of processor time, and what the machine did beside us: cores taken by programs that are not ours. */
function shares({ seconds, server, postgres, load, smtp, own, machine }) {
  const ours = [server, postgres, load, smtp, own];
  const known = machine !== null && !ours.includes(null);
  const foreign = known ? Math.max(0, machine - ours.reduce((sum, part) => sum + part, 0)) / seconds : null;
  const loadCores = load === null ? null : load / seconds;
  const serverCores = server === null ? null : server / seconds;
  return { seconds, server, postgres, serverCores, loadCores, foreignCores: foreign };
}

const minus = (a, b) => (a === null || b === null ? null : a - b);
const highest = (a, b) => (a === null ? b : b === null ? a : Math.max(a, b));
