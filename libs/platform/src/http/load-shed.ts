import type { FastifyInstance, FastifyRequest } from 'fastify';
import { generalProblems } from '../problems/general.js';
import { Problem } from '../problems/problem.js';
import { details } from '../words/words.js';
import { atTheDoor } from './at-the-door.js';
import { refuse } from './refuse.js';
import { boundStreams } from './streams.js';

/** What there was too much of. */
export type Shed = 'commands' | 'reads' | 'streams' | 'loop';

export interface LoadShedOptions {
  /** Whether as many commands are in hand as can be. */
  readonly commandsFull: () => boolean;
  /** Reads that may be in hand at once. */
  readonly reads: number;
  /** Answers that are made while they are sent, at once; and of them, to one address. */
  readonly streams: number;
  readonly streamsPerAddress: number;
  /** Whether the process has been late for its work for a while. */
  readonly late: () => boolean;
  /** A request was sent away. */
  readonly onShed: (what: Shed) => void;
  /** An address that has as many streams as it may was refused another. */
  readonly onLimited: () => void;
}

/** Who asks how the process is must hear it, above all then. Signing in has a limit of its own. */
const always = /^\/(health|metrics|oidc|sign-in)(\/|\?|$)/;

/** @see LoadShedOptions; answered before a byte of the body is read and before the token is looked at. */
export const overloaded = (): Problem =>
  new Problem(generalProblems.overloaded, details.overloaded, { headers: { 'retry-after': '1' } });

/**
 * Takes no more than can be answered in time: whoever is above it is sent away at once, at a fraction of what an answer
 * costs, so that those who were taken are still answered soon. Sending away takes time of the same thread: docs/reliability.md
 * has what it costs them. A read is in hand until its answer begins; how long a client takes to fetch the rest is its own
 * time. Not so of a stream, which is read for as long as it is sent.
 */
export const addLoadShed = (fastify: FastifyInstance, options: LoadShedOptions): void => {
  const reading = new WeakSet<FastifyRequest>();
  const isStream = boundStreams(fastify, { ...options, onRefused: (of) => (of === 'process' ? options.onShed('streams') : options.onLimited()) });
  let reads = 0;
  let closing = false;
  const over = (request: FastifyRequest): void => {
    if (reading.delete(request)) reads -= 1;
  };
  const tooMuch = (isRead: boolean): Shed | undefined => {
    if (options.late()) return 'loop';
    if (isRead) return reads >= options.reads ? 'reads' : undefined;
    return options.commandsFull() ? 'commands' : undefined;
  };
  const isShed = ({ method = '', url = '' }: { readonly method?: string | undefined; readonly url?: string | undefined }): boolean => {
    // A browser asks with OPTIONS whether a page may send at all: refused, the page would not be told why, nor when to come again.
    if (method === 'OPTIONS' || always.test(url)) return false;
    const shed = tooMuch(isRead(method));
    if (shed !== undefined) options.onShed(shed);
    return shed !== undefined;
  };
  // A page of another origin is answered inside, where it is known whether that page may read the answer.
  atTheDoor(fastify.server, overloaded(), (request) => !closing && request.headers.origin === undefined && isShed(request));
  fastify.addHook('preClose', () => {
    closing = true;
    return Promise.resolve();
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    if (isShed(request.raw)) return refuse(reply, overloaded());
    if (isRead(request.method)) {
      reads += 1;
      reading.add(request);
      // Also of what answers without Fastify, as the sign-in does, where nothing is told before it ends.
      reply.raw.once('close', () => over(request));
    }
    done();
  });
  fastify.addHook('onSend', (request, _reply, payload, done) => {
    if (!isStream(request)) over(request);
    done(null, payload);
  });
};

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';
