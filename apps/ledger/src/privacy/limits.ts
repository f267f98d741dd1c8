import { createHmac, randomBytes } from 'node:crypto';
import { generalProblems, Problem } from '@covenant/platform';
import type { FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface LimitSettings {
  readonly lodgingsPerHour: number;
  readonly wrongCodesPerHour: number;
}

const hour = 3_600;
/** How many slow hashes are begun in a second, for everybody together: each costs some 50 milliseconds and 16 MiB. */
const hashesPerSecond = 20;

/**
 * Who lodges and who guesses. An address is never kept: it is one of 65,536 buckets under a key that this process made
 * by chance and forgets, so the memory is bounded, and a bucket leads back to nobody.
 */
export class IntakeLimits {
  private readonly secret = randomBytes(32);
  private readonly lodgings: RateLimiterMemory;
  private readonly wrongCodes: RateLimiterMemory;
  private readonly hashes = new RateLimiterMemory({ points: hashesPerSecond, duration: 1 });

  constructor({ lodgingsPerHour, wrongCodesPerHour }: LimitSettings) {
    this.lodgings = new RateLimiterMemory({ points: lodgingsPerHour, duration: hour });
    this.wrongCodes = new RateLimiterMemory({ points: wrongCodesPerHour, duration: hour });
  }

  /** @throws Problem `too-many-requests` */
  async lodging(request: FastifyRequest): Promise<void> {
    await take(this.lodgings, this.bucket(request));
    await take(this.hashes, 'all');
  }

  /**
   * One look at a receipt code. It counts while it runs, so that many at once are as many; a right one is given back.
   * @throws Problem `too-many-requests`
   */
  async guess<T>(request: FastifyRequest, look: () => Promise<T | undefined>): Promise<T | undefined> {
    const bucket = this.bucket(request);
    await take(this.wrongCodes, bucket);
    await take(this.hashes, 'all');
    const found = await look();
    if (found !== undefined) await this.wrongCodes.reward(bucket, 1);
    return found;
  }

  private bucket({ ip }: FastifyRequest): string {
    return createHmac('sha256', this.secret).update(network(ip)).digest('hex').slice(0, 4);
  }
}

/** Whoever has one address of IPv6 has all that begin alike: 64 bits of it. */
const network = (ip: string): string => (ip.includes(':') && !ip.includes('.') ? ip.split(':').slice(0, 4).join(':') : ip);

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1_000));
    throw new Problem(generalProblems['too-many-requests'], `Wait ${seconds} seconds, then go on.`, {
      headers: { 'retry-after': String(seconds) },
    });
  }
}
