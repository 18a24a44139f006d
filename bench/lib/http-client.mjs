import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * Keeps `connections` keep-alive connections busy for `seconds`, one request at a time on each, over plain sockets: a
 * general client costs more processor time than the server it measures, and both share the machine. Answers must
 * carry a Content-Length. What is in flight at the end is waited for, so that every request has an outcome.
 *
 * @param {(serial: number) => { bytes: Buffer, note: number }} makeRequest note: summed over all answers as expected
 * @returns statuses and notes of all answers; rate and latencies (ms) of those within the time
 */
export async function load({ host, port, connections, seconds, expectStatus, makeRequest }) {
  const total = { statuses: {}, errors: 0, notes: 0, latencies: [], bodyBytes: 0, last: [] };
  const begin = performance.now();
  const end = begin + seconds * 1_000;
  let serial = 0;
  const next = () => (performance.now() < end ? makeRequest(serial++) : null);
  const run = () => runConnection({ host, port, next, total, end, expectStatus });
  await Promise.all(Array.from({ length: connections }, run));
  return { ...total, seconds, rate: total.latencies.length / seconds };
}

function runConnection({ host, port, next, total, end, expectStatus }) {
  return new Promise((resolve) => {
    const buffer = Buffer.allocUnsafe(256 * 1024);
    let filled = 0;
    let sentAt = 0;
    let request = null;
    const socket = connect({
      host,
      port,
      noDelay: true,
      onread: { buffer: Buffer.allocUnsafe(65_536), callback },
    });

    function send() {
      request = next();
      if (request === null) return socket.end();
      sentAt = performance.now();
      socket.write(request.bytes);
    }

    function callback(size, chunk) {
      if (filled + size > buffer.length) throw new Error('an answer larger than the load client takes');
      chunk.copy(buffer, filled, 0, size);
      filled += size;
      const answer = readAnswer(buffer, filled);
      if (answer === null) return true;
      const now = performance.now();
      total.statuses[answer.status] = (total.statuses[answer.status] ?? 0) + 1;
      if (answer.status === expectStatus) {
        total.notes += request.note;
        total.bodyBytes += answer.bodyBytes;
        if (now <= end) total.latencies.push(now - sentAt);
        if (now > end - 100) total.last.push(buffer.toString('utf8', filled - answer.bodyBytes, filled));
      } else total.errors += 1;
      filled = 0;
      request = null;
      send();
      return true;
    }

    socket.once('connect', send);
    socket.once('error', () => undefined);
    socket.once('close', () => {
      if (request !== null) total.errors += 1;
      resolve();
    });
  });
}

/** Null until the answer is complete. */
function readAnswer(buffer, filled) {
  const headEnd = buffer.subarray(0, filled).indexOf(HEAD_END);
  if (headEnd < 0) return null;
  const head = buffer.latin1Slice(0, headEnd);
  const bodyBytes = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
  if (!(bodyBytes >= 0)) throw new Error(`an answer without Content-Length: ${head}`);
  if (filled < headEnd + HEAD_END.length + bodyBytes) return null;
  return { status: Number(head.slice(9, 12)), bodyBytes };
}
