import type pg from 'pg';
import { createPool } from '@covenant/platform';
import type { EventMetadata, JsonObject } from '@covenant/domain';
import { StoreUnavailable } from '../errors.js';
import type { Position, ReadStream, RecordedEvent } from '../port.js';
import { START } from '../port.js';
import type { Settings } from './options.js';

/** Positions come as decimal strings. */
interface Row {
  readonly position: string;
  readonly id: string;
  readonly revision: number;
  readonly stream: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

const columns = 'position, id, revision, stream, type, data, metadata';
const statements = {
  forward: {
    name: 'ledger-stream-forward',
    text: `SELECT ${columns} FROM ledger.events WHERE stream = $1 AND revision >= $2 ORDER BY revision LIMIT $3`,
  },
  backward: {
    name: 'ledger-stream-backward',
    text: `SELECT ${columns} FROM ledger.events WHERE stream = $1 AND revision <= $2 ORDER BY revision DESC LIMIT $3`,
  },
  all: {
    name: 'ledger-all',
    text: `SELECT ${columns} FROM ledger.events WHERE position > $1 ORDER BY position LIMIT $2`,
  },
  head: { name: 'ledger-head', text: 'SELECT max(position) AS position FROM ledger.events' },
} as const;

const lastRevision = 2_147_483_647;

export class Reader {
  readonly #pool: pg.Pool;

  constructor(settings: Settings) {
    this.#pool = createPool({
      url: settings.url,
      name: `${settings.name}-read`,
      size: settings.readers,
      statementTimeout: settings.statementTimeout,
      onError: settings.onTrouble,
    });
  }

  async stream(stream: string, options: ReadStream): Promise<readonly RecordedEvent[]> {
    const { direction = 'forward', limit } = options;
    const from = Math.min(options.from ?? (direction === 'forward' ? 0 : lastRevision), lastRevision);
    if (!Number.isInteger(from)) throw new RangeError(`${from} is no revision`);
    if (limit !== undefined) checkLimit(limit);
    return (await this.#query<Row>(statements[direction], [stream, from, limit])).map(recorded);
  }

  async all(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    checkLimit(limit);
    return (await this.#query<Row>(statements.all, [String(after), limit])).map(recorded);
  }

  async head(): Promise<Position> {
    const [row] = await this.#query<{ position: string | null }>(statements.head, []);
    return row === undefined || row.position === null ? START : BigInt(row.position);
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async #query<R extends pg.QueryResultRow>(
    statement: { readonly name: string; readonly text: string },
    values: unknown[],
  ): Promise<readonly R[]> {
    try {
      return (await this.#pool.query<R>({ ...statement, values })).rows;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new StoreUnavailable(`the event store cannot be read: ${reason}`, { cause });
    }
  }
}

const recorded = (row: Row): RecordedEvent => ({
  id: row.id,
  type: row.type,
  data: JSON.parse(row.data) as JsonObject,
  metadata: JSON.parse(row.metadata) as EventMetadata,
  stream: row.stream,
  revision: row.revision,
  position: BigInt(row.position),
});

function checkLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 0) throw new RangeError(`${limit} is no number of events`);
}
