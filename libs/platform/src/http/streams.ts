import type { Server } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { generalProblems } from '../problems/general.js';
import { Problem } from '../problems/problem.js';
import { details } from '../words/words.js';
import { Addresses } from './addresses.js';
import { isOwn } from './request-limits.js';

export interface StreamBounds {
  /** Streams that may be sent at once. */
  readonly streams: number;
  /** Of them, to one address; programs of this machine are not counted by address. */
  readonly streamsPerAddress: number;
  /** There were as many as can be, of the process or of the address. */
  readonly onRefused: (of: 'process' | 'address') => void;
}

/** Seconds: a stream lasts longer than another answer. */
const retryAfter = '5';

const boundsOf = new WeakMap<Server, Streams>();

/** Answers that are made while they are sent, each of which may read a whole log or table. */
class Streams {
  private readonly addresses = new Addresses();
  private readonly byAddress = new Map<string, number>();
  private readonly sending = new WeakSet<FastifyRequest>();
  private inHand = 0;

  constructor(private readonly bounds: StreamBounds) {}

  has(request: FastifyRequest): boolean {
    return this.sending.has(request);
  }

  /** Until all of it was sent or the client is gone. */
  begin(request: FastifyRequest, { raw }: Pick<FastifyReply, 'raw'>): void {
    const address = isOwn(request) ? undefined : this.addresses.bucket(request.ip);
    const headers = { 'retry-after': retryAfter };
    if (address !== undefined && (this.byAddress.get(address) ?? 0) >= this.bounds.streamsPerAddress) {
      this.bounds.onRefused('address');
      throw new Problem(generalProblems['too-many-requests'], details.wait(Number(retryAfter)), { headers });
    }
    // Of a connection that is gone no end would be told.
    if (this.inHand >= this.bounds.streams || request.raw.socket.destroyed) {
      this.bounds.onRefused('process');
      throw new Problem(generalProblems.overloaded, details.overloaded, { headers });
    }
    this.sending.add(request);
    this.count(address, 1);
    raw.once('close', () => this.count(address, -1));
  }

  private count(address: string | undefined, by: 1 | -1): void {
    this.inHand += by;
    if (address === undefined) return;
    const now = (this.byAddress.get(address) ?? 0) + by;
    if (now === 0) this.byAddress.delete(address);
    else this.byAddress.set(address, now);
  }
}

/** @returns whether the answer to a request is such a stream */
export const boundStreams = (fastify: FastifyInstance, bounds: StreamBounds): ((request: FastifyRequest) => boolean) => {
  const streams = new Streams(bounds);
  boundsOf.set(fastify.server, streams);
  fastify.addHook('onSend', (request, _reply, payload, done) => {
    if (request.method !== 'HEAD' || !(payload instanceof Readable)) return done(null, payload);
    // Fastify would read all of it for nobody.
    payload.destroy();
    done(null, Readable.from([]));
  });
  return (request) => streams.has(request);
};

/**
 * Called by whoever answers with a stream, before anything is read for it.
 * @throws Problem `overloaded` or `too-many-requests` where as many are being sent as can be
 */
export const beginStream = (request: FastifyRequest, reply: FastifyReply): void => boundsOf.get(request.server.server)?.begin(request, reply);
