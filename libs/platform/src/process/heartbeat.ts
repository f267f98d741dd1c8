import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { HealthReport } from '../observe/health.js';

/** Milliseconds between two beats. */
const beatEvery = 2_000;
/** An instance that is not heard of for so long counts as dead; as an interval of PostgreSQL. */
const deadAfter = '8 seconds';
/** The dead are no longer told of after this time, and their rows are swept away. */
const forgottenAfter = '10 minutes';

/** An instance of a process, as it last said that it is. */
export interface Beat {
  readonly process: string;
  readonly alive: boolean;
  readonly startedAt: Date;
  readonly report: HealthReport;
}

export interface HeartbeatOptions {
  /** As the application's role. */
  readonly pool: Pick<Pool, 'query'>;
  readonly process: string;
  readonly report: () => Promise<HealthReport>;
  /** A beat could not be written; the next one is tried in time. */
  readonly onTrouble: (error: unknown) => void;
}

/** Says every few seconds, in the database, that this instance is there and how it is. */
export class Heartbeat {
  private readonly instance = randomUUID();
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> = Promise.resolve();
  private ended = false;

  constructor(private readonly options: HeartbeatOptions) {}

  /** Resolves after the first beat. @throws what the database says: without its tables nothing here would work */
  async start(): Promise<void> {
    await this.options.pool.query(`DELETE FROM processes.heartbeats WHERE seen_at < now() - interval '${forgottenAfter}'`);
    await this.beat();
    this.next();
  }

  /** Takes the row away: who ends in order is not missed. */
  async stop(): Promise<void> {
    this.ended = true;
    clearTimeout(this.timer);
    await this.beating;
    await this.options.pool.query('DELETE FROM processes.heartbeats WHERE instance = $1', [this.instance]);
  }

  private next(): void {
    if (this.ended) return;
    this.timer = setTimeout(() => {
      this.beating = this.beat()
        .catch((error: unknown) => this.options.onTrouble(error))
        .then(() => this.next());
    }, beatEvery);
  }

  private async beat(): Promise<void> {
    const { pool, process, report } = this.options;
    await pool.query(
      `INSERT INTO processes.heartbeats (instance, process, report) VALUES ($1, $2, $3)
       ON CONFLICT (instance) DO UPDATE SET seen_at = now(), report = excluded.report`,
      [this.instance, process, JSON.stringify(await report())],
    );
  }
}

/** What the instances of these processes say, the newest of each process first. */
export async function readBeats(pool: Pick<Pool, 'query'>, processes: readonly string[]): Promise<readonly Beat[]> {
  const { rows } = await pool.query<{ process: string; alive: boolean; started_at: Date; report: HealthReport }>(
    `SELECT process, seen_at > now() - interval '${deadAfter}' AS alive, started_at, report
     FROM processes.heartbeats
     WHERE process = ANY($1) AND seen_at > now() - interval '${forgottenAfter}' ORDER BY process, seen_at DESC`,
    [processes],
  );
  return rows.map((row) => ({ process: row.process, alive: row.alive, startedAt: row.started_at, report: row.report }));
}
