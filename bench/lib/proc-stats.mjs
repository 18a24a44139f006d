import { readFileSync, readdirSync } from 'node:fs';

/** The kernel counts in ticks of 10 ms for programs, whatever its own clock (USER_HZ). */
const TICKS_A_SECOND = 100;

/** Seconds of processor time a process has used, all its threads together; null without /proc or process. */
export function cpuSeconds(pid) {
  const stat = readStat(pid);
  return stat && (stat.user + stat.system) / TICKS_A_SECOND;
}

/** The same for PostgreSQL as a whole: the postmaster, its ended children, and those alive. */
export function postgresCpuSeconds(postmaster) {
  const own = readStat(postmaster);
  if (own === null) return null;
  let ticks = own.user + own.system + own.endedChildren;
  for (const name of readdirSync('/proc')) {
    const child = /^\d+$/.test(name) ? readStat(name) : null;
    if (child?.parent === postmaster) ticks += child.user + child.system;
  }
  return ticks / TICKS_A_SECOND;
}

/** Seconds during which a core of the machine was busy, with whatever. Null without /proc. */
export function machineBusySeconds() {
  const line = readText('/proc/stat')?.split('\n')[0];
  if (line === undefined) return null;
  const [user, nice, system, , , irq, softirq, steal] = line.trim().split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softirq + steal) / TICKS_A_SECOND;
}

/** Memory of a process in MB (10^6 bytes): now, its peak so far, and its fair share of shared pages. */
export function memoryOf(pid) {
  const status = readText(`/proc/${pid}/status`);
  const rollup = readText(`/proc/${pid}/smaps_rollup`);
  return {
    rssMb: megabytes(status, 'VmRSS'),
    peakRssMb: megabytes(status, 'VmHWM'),
    pssMb: megabytes(rollup, 'Pss'),
  };
}

export function rssMb(pid) {
  return megabytes(readText(`/proc/${pid}/status`), 'VmRSS');
}

function megabytes(text, name) {
  const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text ?? '')?.[1];
  return kilobytes === undefined ? null : (Number(kilobytes) * 1024) / 1e6;
}

/** Fields of /proc/<pid>/stat (proc_pid_stat(5)), counted behind the name, which may hold spaces. */
function readStat(pid) {
  const text = readText(`/proc/${pid}/stat`);
  if (text === undefined) return null;
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return { parent: fields[1], user: fields[11], system: fields[12], endedChildren: fields[13] + fields[14] };
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
