import { StoreUnavailable } from '../errors.js';
import type {
  Appended,
  ExpectedRevision,
  NewEvent,
  Position,
  ReadStream,
  RecordedEvent,
  Subscribe,
} from '../port.js';
import { checkStream, storedForms } from '../stored-form.js';
import { Appender } from './appending.js';
import { UnusableConnection } from './connection.js';
import type { CopyingStore } from './copying-store.js';
import { verdictOf } from './failures.js';
import { KnownStreams } from './known-streams.js';
import { Link } from './link.js';
import { type EventStoreDbOptions, withDefaults } from './options.js';
import { Reader } from './reading.js';
import { checkForServer } from './size.js';
import { follow } from './subscription.js';
import { asError } from './client.js';
import { Backoff, within } from './waiting.js';

const lastExpected = 2_147_483_646;

/**
 * Events in EventStoreDB (22.6 and later), over the `@eventstore/db-client` package. Positions are the server's commit
 * and prepare position in one number, with gaps. Streams and types that begin with `$` are the server's own, and
 * events that this ledger did not write are not given. Ids are compared within a stream, not across
 * streams. It can be opened any number of times, in any number of processes.
 */
export class EventStoreDbStore implements CopyingStore {
  readonly #known = new KnownStreams();
  readonly #reader: Reader;
  readonly #appender: Appender;

  private constructor(private readonly link: Link) {
    this.#reader = new Reader(link, this.#known);
    this.#appender = new Appender(link, this.#reader, this.#known);
  }

  /** @throws UnusableConnection for a wrong address or a server too old, StoreUnavailable when it cannot be reached */
  static async open(options: EventStoreDbOptions): Promise<EventStoreDbStore> {
    const link = new Link(withDefaults(options));
    const store = new EventStoreDbStore(link);
    try {
      await checkVersion(link);
      await store.head();
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    this.#check(stream, expected, events);
    return this.#appender.append(stream, expected, events);
  }

  async copyIn(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<void> {
    this.#check(stream, expected, events);
    return this.#appender.copyIn(stream, expected, events);
  }

  async readStream(stream: string, options: ReadStream = {}): Promise<readonly RecordedEvent[]> {
    this.#checkOpen();
    return this.#reader.stream(stream, options);
  }

  async readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    this.#checkOpen();
    return this.#reader.all(after, limit);
  }

  async head(): Promise<Position> {
    this.#checkOpen();
    return this.#reader.head();
  }

  subscribe(after: Position, options: Subscribe): AsyncGenerator<readonly RecordedEvent[], void, void> {
    return follow(this.link, this.#reader, after, options);
  }

  /** Finishes what was asked, as far as that takes no longer than two calls; the rest is given up. */
  async close(): Promise<void> {
    const { link } = this;
    if (link.draining.signal.aborted) return;
    link.draining.abort();
    const { callTimeout, onTrouble } = link.settings;
    try {
      await within(2 * callTimeout, 'finishing the appends', this.#appender.idle());
    } catch (error) {
      onTrouble(asError(error));
    }
    await link.close();
  }

  #check(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): void {
    checkStream(stream);
    if (stream.startsWith('$')) throw new RangeError(`${JSON.stringify(stream)} is a name of the server's own`);
    if (expected !== 'no-stream' && !(Number.isInteger(expected) && expected >= 0 && expected <= lastExpected)) {
      throw new RangeError(`${String(expected)} is no revision`);
    }
    storedForms(stream, events);
    checkForServer(events);
    this.#checkOpen();
  }

  #checkOpen(): void {
    if (this.link.draining.signal.aborted) throw new StoreUnavailable('the event store is closed');
  }
}

const oldest = [22, 6] as const;

/** Older servers give no positions for the events of a stream, and receipts need them. */
async function checkVersion(link: Link): Promise<void> {
  const started = performance.now();
  const backoff = new Backoff(link.closing.signal);
  for (let left = Infinity; ; ) {
    try {
      const version = await link.call('ask for its version', (client) => client.serverVersion());
      const [major = 0, minor = 0] = version.split('.').map(Number);
      if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
      throw new UnusableConnection(`the server is of version ${version}; ${oldest.join('.')} is the oldest that will do`);
    } catch (error) {
      if (error instanceof UnusableConnection) throw error;
      left = link.settings.unavailableAfter - (performance.now() - started);
      if (left <= 0 || verdictOf(error) === 'refused') throw link.unavailable('be reached', error);
      link.lost(error);
    }
    await backoff.pause(left);
  }
}
