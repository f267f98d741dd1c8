import { Addresses, takeOne } from '@covenant/platform';
import type { FastifyRequest } from 'fastify';
import { RateLimiterMemory } from 'rate-limiter-flexible';

export interface LimitSettings {
  readonly lodgingsPerHour: number;
  readonly wrongCodesPerHour: number;
}

const hour = 3_600;
/** How many slow hashes are begun in a second, for everybody together: each costs some 50 milliseconds and 16 MiB. */
const hashesPerSecond = 20;

/** Who lodges and who guesses, by bucket of their address. */
export class IntakeLimits {
  private readonly addresses = new Addresses();
  private readonly lodgings: RateLimiterMemory;
  private readonly wrongCodes: RateLimiterMemory;
  private readonly hashes = new RateLimiterMemory({ points: hashesPerSecond, duration: 1 });

  constructor({ lodgingsPerHour, wrongCodesPerHour }: LimitSettings) {
    this.lodgings = new RateLimiterMemory({ points: lodgingsPerHour, duration: hour });
    this.wrongCodes = new RateLimiterMemory({ points: wrongCodesPerHour, duration: hour });
  }

  /** @throws Problem `too-many-requests` */
  async lodging(request: FastifyRequest): Promise<void> {
    await takeOne(this.lodgings, this.bucket(request));
    await takeOne(this.hashes, 'all');
  }

  /**
   * One look at a receipt code. It counts while it runs, so that many at once are as many; a right one is given back.
   * @throws Problem `too-many-requests`
   */
  async guess<T>(request: FastifyRequest, look: () => Promise<T | undefined>): Promise<T | undefined> {
    const bucket = this.bucket(request);
    await takeOne(this.wrongCodes, bucket);
    await takeOne(this.hashes, 'all');
    const found = await look();
    if (found !== undefined) await this.wrongCodes.reward(bucket, 1);
    return found;
  }

  private bucket({ ip }: FastifyRequest): string {
    return this.addresses.bucket(ip);
  }
}
