/** Milliseconds, unless it says otherwise. The defaults suit a ledger behind an HTTP API. */
export interface PostgresStoreOptions {
  /** The application role's URL. */
  readonly url: string;
  /** Shown in `pg_stat_activity`. Default `covenant-events`. */
  readonly name?: string;
  /** Connections for reading. Default 4; one more appends and one more listens. */
  readonly readers?: number;
  /** An append that could not be sent in this time is refused with `StoreUnavailable`. Default 10,000. */
  readonly unavailableAfter?: number;
  /** An append that was sent and not answered in this time ends in `OutcomeUnknown`. Default 60,000. */
  readonly unknownAfter?: number;
  /** A statement that takes longer is given up by the server. Default 15,000. */
  readonly statementTimeout?: number;
  /** How often a subscription looks by itself, should a notification be lost. Default 1,000. */
  readonly pollInterval?: number;
  /** Events in one statement. Default 2,000. */
  readonly batchEvents?: number;
  /** Bytes of JSON in one statement; a larger call goes alone. Default 4 MiB. */
  readonly batchBytes?: number;
  /** Bytes of JSON waiting to be sent; beyond it appends are refused with `StoreUnavailable`. Default 64 MiB. */
  readonly queueBytes?: number;
  /** Trouble that the store deals with itself: a lost connection, a failed attempt to listen. For the log. */
  onTrouble?(error: Error): void;
}

export type Settings = Required<PostgresStoreOptions>;

export const withDefaults = (options: PostgresStoreOptions): Settings => ({
  name: 'covenant-events',
  readers: 4,
  unavailableAfter: 10_000,
  unknownAfter: 60_000,
  statementTimeout: 15_000,
  pollInterval: 1_000,
  batchEvents: 2_000,
  batchBytes: 4 * 1024 * 1024,
  queueBytes: 64 * 1024 * 1024,
  onTrouble: () => undefined,
  ...options,
});
