import { Connection } from '@covenant/platform';
import { DataSource } from 'typeorm';
import { recordEntities } from './aggregates/all.js';
import { CityClockRow } from './entries/city-clock.entity.js';
import { EntryRow } from './entries/entry.entity.js';
import { PlaceRow } from './projection/place.entity.js';
import { TallyRow } from './records/tally.entity.js';
import { schema } from './schema.js';

export const readModelEntities = [
  ...recordEntities,
  EntryRow,
  CityClockRow,
  TallyRow,
  PlaceRow,
];

export interface ReadModelSourceOptions {
  /** The application role's URL. */
  readonly url: string;
  /** Shown in `pg_stat_activity`. */
  readonly name: string;
  /** Connections at the most. Default 10. */
  readonly size?: number;
  /** Milliseconds after which the server gives up a statement. Default 30,000. */
  readonly statementTimeout?: number;
  /** A connection broke while nobody used it; it is replaced. For the log. */
  onError(error: Error): void;
}

/**
 * The rows can be made again from the events, and each commit carries its place: one that a crash takes back is simply
 * done again. So nobody waits for the disk here, and the event store, which must, has it to itself.
 */
const unhurriedCommits = '-c synchronous_commit=off';

/** The read models' database, not yet connected: call `initialize()`, and `destroy()` at the end. */
export function readModelSource(options: ReadModelSourceOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url: options.url,
    schema,
    entities: readModelEntities,
    applicationName: options.name,
    installExtensions: false,
    poolErrorHandler: (error: Error) => options.onError(error),
    extra: {
      Client: Connection,
      max: options.size ?? 10,
      options: unhurriedCommits,
      // The statements of a transaction go out without waiting for the answers before them.
      pipeline: true,
      statement_timeout: options.statementTimeout ?? 30_000,
      idle_in_transaction_session_timeout: 30_000,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    },
  });
}
