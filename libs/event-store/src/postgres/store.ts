import { StoreUnavailable } from '../errors.js';
import type {
  Appended,
  EventStore,
  ExpectedRevision,
  NewEvent,
  Position,
  ReadStream,
  RecordedEvent,
  Subscribe,
} from '../port.js';
import { type PostgresStoreOptions, type Settings, withDefaults } from './options.js';
import { Reader } from './reader.js';
import { checkStream, storedForms } from '../stored-form.js';
import { Wake } from './wake.js';
import { Writer } from './writer.js';

const defaultBatch = 1_000;
const firstPause = 50;
const longestPause = 2_000;
const lastExpected = 2_147_483_646;

/**
 * Events in PostgreSQL, schema `ledger` (`eventStoreSchema` has its migrations). Positions are dense from 0.
 * Needs nothing but the application role's rights. Any number of processes may have one open on the same database.
 */
export class PostgresEventStore implements EventStore {
  readonly dense = true;
  readonly #closing = new AbortController();
  readonly #writer: Writer;

  private constructor(
    private readonly settings: Settings,
    private readonly reader: Reader,
    private readonly wake: Wake,
    head: Position,
  ) {
    this.#writer = new Writer(settings, head, wake.ring);
  }

  /** @throws StoreUnavailable when the database cannot be reached, or has no event store */
  static async open(options: PostgresStoreOptions): Promise<PostgresEventStore> {
    const settings = withDefaults(options);
    const reader = new Reader(settings);
    try {
      return new PostgresEventStore(settings, reader, new Wake(settings), await reader.head());
    } catch (error) {
      await reader.close();
      throw error;
    }
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    checkStream(stream);
    if (expected !== 'no-stream' && !(Number.isInteger(expected) && expected >= 0 && expected <= lastExpected)) {
      throw new RangeError(`${String(expected)} is no revision`);
    }
    const { forms, bytes } = storedForms(stream, events);
    return this.#writer.append({ stream, expected, events: forms }, bytes);
  }

  readStream(stream: string, options: ReadStream = {}): Promise<readonly RecordedEvent[]> {
    return this.#open(() => this.reader.stream(stream, options));
  }

  readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    return this.#open(() => this.reader.all(after, limit));
  }

  head(): Promise<Position> {
    return this.#open(() => this.reader.head());
  }

  /**
   * Reads on when the consumer asks for more: a slow consumer holds nothing up but itself. While it works on a full
   * batch, the next one is fetched; never more than that is held.
   */
  async *subscribe(after: Position, options: Subscribe): AsyncGenerator<readonly RecordedEvent[], void, void> {
    const signal = AbortSignal.any([options.signal, this.#closing.signal]);
    const size = options.batchSize ?? defaultBatch;
    if (!Number.isInteger(size) || size < 1) throw new RangeError(`${size} is no size of a batch`);
    let position = after;
    let wait = firstPause;
    let ahead: Promise<readonly RecordedEvent[]> | undefined;
    while (!signal.aborted) {
      const count = this.wake.count;
      let events: readonly RecordedEvent[];
      try {
        const fetching = ahead ?? this.reader.all(position, size);
        ahead = undefined;
        events = await fetching;
        wait = firstPause;
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        this.settings.onTrouble(error);
        await pauseUnless(signal, wait);
        wait = Math.min(wait * 2, longestPause);
        continue;
      }
      if (signal.aborted) return;
      const last = events.at(-1);
      if (last === undefined) {
        await this.wake.wait(count, signal);
      } else {
        position = last.position;
        if (events.length === size) {
          ahead = this.reader.all(position, size);
          // Its failure is met where it is awaited; this is for the consumer who leaves before.
          ahead.catch(() => undefined);
        }
        yield events;
      }
    }
  }

  /** Writes what was asked before, ends the subscriptions and closes every connection. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    await this.#writer.close();
    await this.wake.close();
    await this.reader.close();
  }

  async #open<T>(read: () => Promise<T>): Promise<T> {
    if (this.#closing.signal.aborted) throw new StoreUnavailable('the event store is closed');
    return read();
  }
}

function pauseUnless(signal: AbortSignal, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
