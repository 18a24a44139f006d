import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** An answer with its body read. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON; throws when it is none. */
  json<T = Record<string, unknown>>(): T;
}

/** An RFC 9457 problem as the API answers it. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  requestId: string;
  errors?: { field: string; message: string }[];
}

/** One request, redirects not followed. */
export async function call(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const body = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text: body,
    json: <T>() => JSON.parse(body) as T,
  };
}

/** A JSON body by POST; text is sent as it stands. */
export function postJson(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return call(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** `POST /api/v1/inquiries` of the service at `origin`. */
export function submit(origin: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return postJson(`${origin}/api/v1/inquiries`, body, headers);
}

/** Bytes that no client library would send; resolves with everything that came back once the server closes. */
export async function sendRaw(port: number, bytes: string | Buffer): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined); // a reset after the answer is a way to close, too
  socket.setTimeout(5_000, () => socket.destroy(new Error('the server did not close')));
  socket.write(bytes);
  return text(socket);
}
