import type { Position } from '@covenant/event-store';
import { type Lead, takeLead } from '@covenant/platform';
import type { TileUpdate } from '@covenant/transparency';
import type { Pool, PoolClient } from 'pg';

/** What the log held when this notary took it, and the number under which alone it may write. */
export interface LogState {
  readonly fence: string;
  readonly size: number;
  /** Position of the newest entry's event; `START` for an empty log. */
  readonly position: Position;
}

/** A tree of a size, signed. `note` is the whole signed note, its body naming the size and the root. */
export interface SignedTree {
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
}

/** One step of the log: the entries that came, the tiles they changed, and the signature over the whole. */
export interface LogGrowth {
  readonly from: number;
  readonly entries: readonly { readonly id: string; readonly position: Position }[];
  readonly tiles: readonly TileUpdate[];
  readonly tree: SignedTree;
  /** The entries among them that are about the log's own keys; none when left out. */
  readonly keys?: readonly { readonly number: number; readonly id: string }[];
}

/**
 * The one writer's hold on the log. Each write is a single statement, so it is whole or absent, and a paused
 * process cannot hold it open; each carries the fence, so that it is refused once a newer notary took the log.
 * A write that fails leaves its outcome unknown: close the session and take the log again to see what it holds.
 */
export interface LogSession {
  readonly state: LogState;
  /** False once another notary may hold the log, also for one that slept: then it is to be given back. */
  held(): boolean;
  /** @throws the database's error; see `tables/0001-log.ts`, `0002-publications.ts` and `0004-keys.ts` for the SQLSTATEs of refusals */
  commit(growth: LogGrowth): Promise<void>;
  /** `quorum`: as many witnesses as the policy asks for have signed it. */
  publish(tree: SignedTree, quorum: boolean): Promise<void>;
  /** Lets the next notary in. Never throws. */
  close(): void;
}

/** Arbitrary, but the same for every notary of one database. */
const LOG_LOCK = [0x636f76, 0x6c6f67] as const;

/** A statement that takes longer is given up, and its outcome unknown. Milliseconds. */
const STATEMENT_LIMIT = 60_000;

interface Waiting {
  readonly signal: AbortSignal;
  /** Called once, when another notary holds the log. */
  readonly onStandby: () => void;
}

/**
 * Waits until no other notary leads, then takes the log under a new fence. Rejects when `signal` aborts. The lead has
 * a connection of its own beside that of the writes: a long write must not keep its lease from being renewed.
 */
export async function takeLog(pool: Pool, waiting: Waiting): Promise<LogSession> {
  const lead = await takeLead(pool, { ...waiting, lock: LOG_LOCK });
  try {
    const session = new PostgresLogSession(lead, await pool.connect());
    try {
      await session.take();
      return session;
    } catch (error) {
      session.close();
      throw error;
    }
  } catch (error) {
    lead.close();
    throw error;
  }
}

class PostgresLogSession implements LogSession {
  #state: LogState = { fence: '0', size: 0, position: -1n };
  #lost: Error | undefined;
  #closed = false;

  constructor(
    private readonly lead: Lead,
    private readonly client: PoolClient,
  ) {
    client.on('error', this.#onError);
  }

  get state(): LogState {
    return this.#state;
  }

  held(): boolean {
    return !this.#closed && this.#lost === undefined && this.lead.held();
  }

  async take(): Promise<void> {
    const { rows } = await this.#query<{ fence: string; size: string; position: string }>(
      'SELECT fence, size, position FROM log.take_fence()',
      [],
    );
    const [row] = rows;
    if (row === undefined) throw new Error('log.state has no row');
    this.#state = { fence: row.fence, size: Number(row.size), position: BigInt(row.position) };
  }

  async commit({ from, entries, tiles, tree, keys = [] }: LogGrowth): Promise<void> {
    if (keys.length > 0) {
      // Before the entries themselves: where these are not written after all, they will have the same numbers again.
      await this.#query('SELECT log.note_keys($1, $2, $3)', [
        this.#state.fence,
        array(keys.map((key) => String(key.number))),
        array(keys.map((key) => key.id)),
      ]);
    }
    await this.#query('SELECT log.commit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
      this.#state.fence,
      from,
      tree.size,
      array(entries.map((entry) => entry.id)),
      array(entries.map((entry) => String(entry.position))),
      array(tiles.map((tile) => String(tile.level))),
      array(tiles.map((tile) => String(tile.index))),
      array(tiles.map((tile) => `"\\\\x${hex(tile.hashes)}"`)),
      buffer(tree.root),
      tree.note,
    ]);
  }

  async publish({ size, root, note }: SignedTree, quorum: boolean): Promise<void> {
    await this.#query('SELECT log.publish($1, $2, $3, $4, $5)', [this.#state.fence, size, buffer(root), note, quorum]);
  }

  /** The connection is ended, not given back: with it goes a statement whose fate is unknown. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.client.release(true);
    this.lead.close();
  }

  readonly #onError = (error: Error): void => {
    this.#lost = error;
  };

  async #query<Row extends Record<string, unknown>>(text: string, values: unknown[]): Promise<{ rows: Row[] }> {
    if (this.#lost !== undefined) throw this.#lost;
    if (this.#closed) throw new Error('the log was given back');
    if (!this.lead.held()) throw new Error('the lead was lost: another notary may hold the log');
    const limited = { text, values, query_timeout: STATEMENT_LIMIT };
    return this.client.query<Row>(limited);
  }
}

const buffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const hex = (bytes: Uint8Array): string => buffer(bytes).toString('hex');

/** PostgreSQL's array text. The items need no escaping: ids, numbers, and bytea already quoted. */
const array = (items: readonly string[]): string => `{${items.join(',')}}`;
