import { setTimeout as delay } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';

/**
 * Milliseconds. A second one leads within ten seconds of a leader that sleeps: the lease, a look, and its own start,
 * which is what most of the ten seconds are left for. A leader that works says so eight times a lease, so that it is
 * not taken for one that sleeps because its machine is slow.
 */
export const leadTimes = { lease: 4_000, beatEvery: 500, lookEvery: 250 } as const;

export interface TakeLead {
  /** What is led, as the two numbers of an advisory lock; the same for all who may lead it. */
  readonly lock: readonly [number, number];
  /** Milliseconds after which a leader that is not heard of has lost the lead. Default `leadTimes.lease`. */
  readonly lease?: number;
  /** Milliseconds between two tries while another leads; below the lease. Default `leadTimes.lookEvery`. */
  readonly retryEvery?: number;
  readonly signal: AbortSignal;
  /** Called once, when another leads. */
  readonly onStandby?: () => void;
}

export interface Lead {
  /** Larger than that of every leader before. For writes that can refuse a smaller one. */
  readonly fence: bigint;
  /** Aborts when the lead is lost or may be. */
  readonly lost: AbortSignal;
  /** False as soon as the lease has run out, also for a process that slept through it and has not been told yet. */
  held(): boolean;
  /** Lets the next one in. */
  close(): void;
}

/**
 * Waits until nobody else leads, then leads. Rejects when `signal` aborts, or when the database fails.
 *
 * The lead is an advisory lock of a session that PostgreSQL itself ends when it is idle for longer than the lease
 * (`idle_session_timeout`, PostgreSQL 14): so a leader that died, hangs, is paused or is cut off loses it, and need
 * not agree. The session must be a connection of its own, not one behind a pooler of transactions.
 *
 * The fence is the number of a transaction that PostgreSQL gave after the lock was had; it only grows.
 */
export async function takeLead(pool: Pool, options: TakeLead): Promise<Lead> {
  const { lock, lease = leadTimes.lease, retryEvery = leadTimes.lookEvery, signal, onStandby } = options;
  if (retryEvery >= lease) throw new RangeError('a standby that looks less often than the lease loses its own session');
  signal.throwIfAborted();
  const client = await pool.connect();
  const lead = new SessionLead(client, lease);
  try {
    await lead.prepare();
    for (let tries = 0; !(await lead.lock(lock)); tries++) {
      if (tries === 0) onStandby?.();
      await delay(retryEvery, undefined, { signal });
    }
    await lead.begin();
    return lead;
  } catch (error) {
    lead.close();
    throw error;
  }
}

class SessionLead implements Lead {
  fence = 0n;
  private readonly losing = new AbortController();
  private heard = performance.now();
  private beats: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly client: PoolClient,
    private readonly lease: number,
  ) {
    client.on('error', this.lose);
  }

  get lost(): AbortSignal {
    return this.losing.signal;
  }

  held(): boolean {
    return !this.closed && !this.lost.aborted && performance.now() - this.heard < this.lease;
  }

  async prepare(): Promise<void> {
    await this.query(`SELECT set_config('idle_session_timeout', $1, false)`, [String(this.lease)]);
  }

  async lock([one, two]: readonly [number, number]): Promise<boolean> {
    const [row] = await this.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS held', [one, two]);
    return row?.held === true;
  }

  async begin(): Promise<void> {
    const [row] = await this.query<{ fence: string }>('SELECT pg_current_xact_id()::text AS fence', []);
    this.fence = BigInt(row?.fence ?? '0');
    this.beats = setInterval(() => void this.beat(), Math.min(leadTimes.beatEvery, this.lease / 5));
  }

  /** The connection is ended, not given back: with it goes the lock. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.beats);
    this.lose(new Error('the lead was given back'));
    this.client.release(true);
  }

  /** Idle time is counted from the answer, so the lease that is counted from the question ends first. */
  private async beat(): Promise<void> {
    if (this.closed || this.lost.aborted) return;
    try {
      await this.query('SELECT 1', []);
    } catch (error) {
      this.lose(error);
    }
  }

  private readonly lose = (error: unknown): void => {
    clearInterval(this.beats);
    this.losing.abort(error);
  };

  private async query<Row extends Record<string, unknown>>(text: string, values: unknown[]): Promise<readonly Row[]> {
    const asked = performance.now();
    const { rows } = await this.client.query<Row>({ text, values, ...{ query_timeout: this.lease } });
    this.heard = asked;
    return rows;
  }
}
