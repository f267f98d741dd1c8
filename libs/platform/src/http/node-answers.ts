import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { generalProblems, type GeneralProblem } from '../problems/general.js';
import { aboutOf, Problem } from '../problems/problem.js';
import { spokenFor } from '../words/told.js';
import { problemHeaders } from './refuse.js';

// What Node answers by itself, before anything of ours has seen a request: bare status lines without a word. Here they
// are problems like all others, and end the connection, since what follows on it cannot be relied on.

const byCode: Readonly<Record<string, GeneralProblem>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'timeout',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'too-large',
};

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string;
}

/** `asked`: undefined where no header could be read, and the answer is English. */
const answerOf = (code: GeneralProblem, asked?: IncomingMessage, more: Readonly<Record<string, string>> = {}): Answer => {
  const type = generalProblems[code];
  const problem = new Problem(type, aboutOf(type), { headers: { ...more, connection: 'close' } });
  const language = spokenFor(asked?.headers['accept-language']);
  const body = JSON.stringify(problem.toDocument(randomUUID(), language));
  const headers = { ...problemHeaders(problem, language), 'content-length': Buffer.byteLength(body) };
  return { status: type.status, headers, body };
};

/** The answers that a connection still waits for, of requests that were whole enough to be served. */
const inHand = new WeakMap<Socket, Set<ServerResponse>>();

/** A bare socket would tell its own answer in the place of another one, or in the midst of it. */
const isOwed = (socket: Socket): boolean =>
  [...(inHand.get(socket) ?? [])].some(({ headersSent, req }) => headersSent || req.complete);

const told = new WeakSet<Socket>();

/**
 * On a connection from which no request could be made. Node takes its hands off some of these: it listens for no error there, which
 * would end the process, and keeps no time. So whoever was answered has `lastWords` milliseconds to read it and to hang up.
 */
const write = (socket: Socket, { status, headers, body }: Answer, lastWords: number): void => {
  socket.on('error', () => socket.destroy());
  if (isOwed(socket)) {
    socket.destroy();
    return;
  }
  told.add(socket);
  const cut = setTimeout(() => socket.destroy(), lastWords);
  socket.once('close', () => clearTimeout(cut));
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`);
  // What was sent and not read would make of the end a reset, which may overtake the answer.
  socket.resume();
};

/** For Node's `clientError`: what is no HTTP, comes too slowly, or is too large in its head. */
export const answerBrokenConnection =
  (lastWords: number) =>
  (error: Error & { readonly code?: string }, socket: Socket): void => {
    // What else comes on a connection that was told so is broken too.
    if (told.has(socket) && !socket.destroyed && error.code !== 'ECONNRESET') return;
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy(error);
    else write(socket, answerOf(byCode[error.code ?? ''] ?? 'malformed-request'), lastWords);
  };

/** For what Node answers without an error: an `Expect` that is not `100-continue`, and `CONNECT`. */
export function answerForNode(server: Server, lastWords: number): void {
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const answers = inHand.get(socket) ?? new Set();
    inHand.set(socket, answers.add(response));
    response.once('close', () => answers.delete(response));
  });
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    const { status, headers, body } = answerOf('expectation-failed', request);
    response.writeHead(status, headers).end(body);
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => write(socket, answerOf('method-not-allowed', request, { allow: 'GET, HEAD, POST' }), lastWords));
}

/** RFC 9110 §7.2: a host, which may be empty, and a port. */
const hostForm = /^(\[[0-9a-f:.]+\]|[\w.~%!$&'()*+,;=-]*)(:\d*)?$/i;

/**
 * A request says once to whom it speaks, and by HTTP/1.1 it must (RFC 9112 §3.2). Node would refuse one that does not, without a word,
 * and of two take the first, where who stands before us may have gone by the other.
 */
export const hasWrongHost = ({ httpVersion, headers: { host }, rawHeaders }: Pick<IncomingMessage, 'httpVersion' | 'headers' | 'rawHeaders'>): boolean =>
  host === undefined ? httpVersion === '1.1' : !hostForm.test(host) || rawHeaders.filter((name, at) => at % 2 === 0 && name.length === 4 && name.toLowerCase() === 'host').length > 1;
