/** The other contender for pages: Fastify and one page in memory. Usage: bare-page-server.mjs PORT PATH FILE TYPE */
import { readFileSync } from 'node:fs';
import fastify from 'fastify';

const [port, path, file, type] = process.argv.slice(2);
const html = readFileSync(file);

const app = fastify();
app.get(path, (_request, reply) => reply.type(type).send(html));
app.get('/health/live', () => ({ status: 'ok' }));
process.once('SIGTERM', () => app.close());
await app.listen({ port: Number(port), host: '127.0.0.1' });
