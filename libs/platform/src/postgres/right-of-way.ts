import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { createPool } from './pool.js';

/** It could not be made sure in time that nobody is in the way; the work was not begun. */
export class NoRightOfWay extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NoRightOfWay';
  }
}

export interface RightOfWayOptions {
  readonly url: string;
  /** Shown in `pg_stat_activity`. */
  readonly name: string;
  readonly onTrouble: (error: unknown) => void;
}

// Advisory locks, as two numbers each. `turn`: one at a time goes alone. `swift`: shared by every process whose work
// passes without a lock. `names`: one lock a name, by hash; two names that share one only wait for each other.
const turn = [1279607879, 21] as const;
const swift = [1279607879, 22] as const;
const names = 1279607880;
const channel = 'covenant_right_of_way';
const beatEvery = 1_000;
/** Milliseconds: a session not heard of for longer is not relied on; PostgreSQL gives it up later than that. */
const trusted = 4_000;
const givenUp = 6_000;
const session = `SELECT set_config('statement_timeout', '0', false), set_config('idle_session_timeout', '${givenUp}', false)`;

const hashOf = (name: string): number => createHash('sha256').update(name).digest().readInt32BE(0);

/**
 * Keeps work that ends something apart from work that names it, over all processes of one database. Naming is what
 * happens all the time, so it is free: each process holds one shared lock for all of it, and only gives it back when
 * somebody wants to go alone. Until that one is done, work that names something takes a lock for that name.
 *
 * A process that dies loses its locks with its connection. One that is cut off, hangs or sleeps loses them because
 * PostgreSQL ends a session that is idle for longer than it beats, and stops trusting them before that. What it had
 * in hand when it fell asleep may still arrive when it wakes, and name what has ended meanwhile: the clock passes such
 * a duty on like any other of an office that is no more.
 */
export class RightOfWay {
  private readonly pool: Pool;
  private readonly closing = new AbortController();
  private running: Promise<void> | undefined;
  private isSwift = false;
  private heard = 0;
  private passing = 0;
  /** Called when somebody wants to go alone, when the session is lost, and when the last of those who pass is through. */
  private giveWay: () => void = () => undefined;
  private lost: (error: unknown) => void = () => undefined;
  private drained: () => void = () => undefined;

  constructor(private readonly options: RightOfWayOptions) {
    this.pool = createPool({ url: options.url, name: options.name, size: 8, onError: (error) => options.onTrouble(error) });
  }

  /** @param onSwift called each time before work passes without locks: what is remembered of named things may be old */
  start(onSwift: () => void): void {
    this.running ??= this.keep(onSwift);
  }

  /**
   * Runs `work` while none of `named` is being ended. It is told whether to read afresh what it names.
   * @throws NoRightOfWay, and what `work` throws
   */
  async pass<T>(named: readonly string[], work: (afresh: boolean) => Promise<T>): Promise<T> {
    if (!this.isSwift || performance.now() - this.heard > trusted) return this.passWithLocks(named, work);
    this.passing += 1;
    try {
      return await work(false);
    } finally {
      this.passing -= 1;
      if (this.passing === 0) this.drained();
    }
  }

  /** Runs `work` while nothing that names `name` is under way. @throws NoRightOfWay, and what `work` throws */
  alone<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.holding(async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1, $2)', [...turn]);
      const locked = new AbortController();
      const asking = this.askAll(locked.signal);
      try {
        await client.query('SELECT pg_advisory_xact_lock($1, $2)', [...swift]);
      } finally {
        locked.abort();
        await asking;
      }
      await client.query('SELECT pg_advisory_xact_lock($1, $2)', [names, hashOf(name)]);
    }, work);
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.giveWay();
    await this.running;
    await this.pool.end();
  }

  private passWithLocks<T>(named: readonly string[], work: (afresh: boolean) => Promise<T>): Promise<T> {
    const hashes = [...new Set(named.map(hashOf))];
    return this.holding(
      (client) => client.query('SELECT pg_advisory_xact_lock_shared($1, h) FROM unnest($2::int[]) AS h', [names, hashes]),
      () => work(true),
    );
  }

  /** The locks end with the transaction, however it ends. */
  private async holding<T>(take: (client: PoolClient) => Promise<unknown>, work: () => Promise<T>): Promise<T> {
    const client = await this.begin();
    try {
      await take(client);
    } catch (cause) {
      this.end(client, true);
      throw new NoRightOfWay('the locks that keep commands apart could not be had in time', { cause });
    }
    try {
      return await work();
    } finally {
      // Whether its end is answered or not: the lock goes with the transaction, and that with the connection.
      await client.query('COMMIT').then(
        () => this.end(client, false),
        () => this.end(client, true),
      );
    }
  }

  /** A connection may have died in the pool; the next one is tried then. */
  private async begin(tries = 3): Promise<PoolClient> {
    const client = await this.pool.connect().catch((cause: unknown) => {
      throw new NoRightOfWay('the database that keeps commands apart cannot be reached', { cause });
    });
    // A connection that is lost while nothing is asked of it says so here; what is asked next fails.
    client.on('error', this.options.onTrouble);
    try {
      await client.query(`BEGIN; SET LOCAL lock_timeout = '10s'`);
      return client;
    } catch (cause) {
      this.end(client, true);
      if (tries > 1) return this.begin(tries - 1);
      throw new NoRightOfWay('the database that keeps commands apart does not answer', { cause });
    }
  }

  private end(client: PoolClient, broken: boolean): void {
    client.off('error', this.options.onTrouble);
    client.release(broken);
  }

  /** A process that gave way may be back before the other is in the queue: it is asked until the lock is had. */
  private async askAll(locked: AbortSignal): Promise<void> {
    while (!locked.aborted) {
      await this.pool.query('SELECT pg_notify($1, $2)', [channel, '']).catch((error: unknown) => this.options.onTrouble(error));
      await delay(50, undefined, { signal: locked }).catch(() => undefined);
    }
  }

  private async keep(onSwift: () => void): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      try {
        await this.lead(onSwift, signal);
      } catch (error) {
        if (signal.aborted) return;
        this.options.onTrouble(error);
        await delay(500, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** One session: now with the shared lock, now giving way. Ends by an error, or by `signal`. */
  private async lead(onSwift: () => void, signal: AbortSignal): Promise<void> {
    const client = await this.pool.connect();
    let released = false;
    const end = (): void => {
      if (!released) client.release(true);
      released = true;
    };
    client.on('notification', () => this.giveWay());
    client.on('error', (error) => this.lost(error));
    client.on('end', () => this.lost(new Error('the session of the right of way ended')));
    try {
      await client.query(session);
      await client.query(`LISTEN ${channel}`);
      while (!signal.aborted) {
        // Waiting for the lock has no end of its own: the connection is cut when the process is to end.
        signal.addEventListener('abort', end, { once: true });
        await client.query('SELECT pg_advisory_lock_shared($1, $2)', [...swift]);
        signal.removeEventListener('abort', end);
        if (signal.aborted) return;
        await this.beSwift(client, onSwift);
        await client.query('SELECT pg_advisory_unlock_shared($1, $2)', [...swift]);
      }
    } finally {
      signal.removeEventListener('abort', end);
      end();
    }
  }

  /** Until somebody wants to go alone, and then until everybody who passes is through. @throws when the session is lost */
  private async beSwift(client: PoolClient, onSwift: () => void): Promise<void> {
    const asked = performance.now();
    const asking = new Promise<void>((resolve) => (this.giveWay = resolve));
    const lost = new Promise<never>((_resolve, reject) => (this.lost = reject));
    const beats = setInterval(() => void this.beat(client).catch((error: unknown) => this.lost(error)), beatEvery);
    onSwift();
    this.heard = asked;
    this.isSwift = true;
    try {
      await Promise.race([asking, lost]);
      this.isSwift = false;
      // The lock is needed until they are through, and kept by beating.
      while (this.passing > 0) await Promise.race([lost, new Promise<void>((resolve) => (this.drained = resolve))]);
    } finally {
      this.isSwift = false;
      clearInterval(beats);
      this.giveWay = () => undefined;
      this.lost = () => undefined;
      this.drained = () => undefined;
    }
  }

  private async beat(client: PoolClient): Promise<void> {
    const asked = performance.now();
    await client.query({ text: 'SELECT 1', ...{ query_timeout: trusted } });
    this.heard = asked;
  }
}
