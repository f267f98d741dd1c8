import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { HttpSettings } from '../config/http-settings.js';
import { generalProblems } from '../problems/general.js';
import { Problem } from '../problems/problem.js';
import { details } from '../words/words.js';
import { Addresses, isLoopback } from './addresses.js';
import { saysForWhom } from './inside.js';
import { refuse } from './refuse.js';

/** Seconds in which requests are counted. */
const window = 10;

export interface LimitFigures {
  /** A request was refused, counted by this. */
  limited(by: 'address' | 'caller'): void;
  /** A proxy says whom it asks for, and nobody said that it may: all behind it share one limit. */
  unknownProxy(): void;
}

/**
 * How many requests one address and one caller may send. Counted in this process alone: of two processes each counts what
 * it gets. A program of this machine is not counted, unless it says that it asks for somebody else: an importer or a bench
 * is one caller with the work of many.
 */
export class RequestLimits {
  private readonly addresses = new Addresses();
  private readonly byAddress: RateLimiterMemory | undefined;
  private readonly byCaller: RateLimiterMemory | undefined;

  constructor(
    { requestsPerAddress, requestsPerCaller }: Pick<HttpSettings, 'requestsPerAddress' | 'requestsPerCaller'>,
    private readonly figures: LimitFigures,
  ) {
    this.byAddress = limiter(requestsPerAddress);
    this.byCaller = limiter(requestsPerCaller);
  }

  /** Undefined where it is not counted. Rejects with the Problem `too-many-requests`. */
  address(request: FastifyRequest): Promise<void> | undefined {
    if (this.byAddress === undefined || isOwn(request)) return undefined;
    if (saysForWhom(request) && request.ip === request.socket.remoteAddress) this.figures.unknownProxy();
    return this.take(this.byAddress, this.addresses.bucket(request.ip), 'address');
  }

  /** Undefined where it is not counted. Rejects with the Problem `too-many-requests`. */
  caller(request: FastifyRequest, subject: string): Promise<void> | undefined {
    if (this.byCaller === undefined || isOwn(request)) return undefined;
    return this.take(this.byCaller, subject, 'caller');
  }

  private take(from: RateLimiterMemory, key: string, by: 'address' | 'caller'): Promise<void> {
    return takeOne(from, key).catch((error: unknown) => {
      this.figures.limited(by);
      throw error;
    });
  }
}

/** Takes a request before anything of it was looked at but where it comes from. */
export const addRequestLimits = (fastify: FastifyInstance, limits: RequestLimits): void => {
  fastify.addHook('onRequest', (request, reply, done) => {
    const counted = limits.address(request);
    if (counted === undefined) return done();
    counted.then(
      () => done(),
      (error: unknown) => (error instanceof Problem ? refuse(reply, error) : done(error instanceof Error ? error : new Error(String(error)))),
    );
  });
};

/** One of so many in a time. @throws Problem `too-many-requests`, which says how long to wait */
export async function takeOne(from: RateLimiterMemory, key: string): Promise<void> {
  try {
    await from.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1_000));
    throw new Problem(generalProblems['too-many-requests'], details.wait(seconds), {
      headers: { 'retry-after': String(seconds) },
    });
  }
}

const limiter = (points: number): RateLimiterMemory | undefined =>
  points === 0 ? undefined : new RateLimiterMemory({ points, duration: window });

/** A program of this machine, on nobody else's behalf. */
export const isOwn = (request: FastifyRequest): boolean => isLoopback(request.ip) && !saysForWhom(request);
