/**
 * The load process: waits for orders over IPC, carries them out and answers with the figures.
 * It lives through all rounds, so that both contenders meet the same warmed-up client.
 */
import { load } from './lib/http-client.mjs';
import { inquiryRequests } from './lib/inquiry-requests.mjs';
import { quantile } from './lib/stats.mjs';

process.on('message', (order) => {
  carryOut(order).then(
    (figures) => process.send(figures),
    (error) => process.send({ problem: error.stack }),
  );
});

async function carryOut({ kind, port, seconds, connections, path, noticeVersion }) {
  const host = `127.0.0.1:${port}`;
  const submit = kind === 'submit';
  const result = await load({
    host: '127.0.0.1',
    port,
    connections,
    seconds,
    expectStatus: submit ? 201 : 200,
    makeRequest: submit ? inquiryRequests(host, noticeVersion) : pageRequests(host, path),
  });
  const sorted = Float64Array.from(result.latencies).sort();
  return {
    answers: result.statuses,
    errors: result.errors,
    mailsOwed: result.notes,
    bodyBytes: result.bodyBytes,
    /** References out of the last answers, to be looked up in the database. */
    sample: submit ? result.last.map((body) => JSON.parse(body).reference) : [],
    rate: result.rate,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
  };
}

function pageRequests(host, path) {
  const bytes = Buffer.from(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\naccept: text/html\r\n\r\n`);
  return () => ({ bytes, note: 0 });
}
