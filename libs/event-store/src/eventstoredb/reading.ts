import { StreamNotFoundError, type ResolvedEvent } from '@eventstore/db-client';
import type { Position, ReadStream, RecordedEvent } from '../port.js';
import { START } from '../port.js';
import type { LedgerClient } from './client.js';
import { type Marked, placeOf, toMarked, toRecorded } from './events.js';
import { NoAnswer, verdictOf } from './failures.js';
import type { KnownStreams } from './known-streams.js';
import type { Link } from './link.js';
import { unpacked, wireStart } from './position.js';
import { Backoff } from './waiting.js';

/** What the client's reads are to us; its own type asks for more. */
interface Reading extends NodeJS.EventEmitter {
  cancel(): Promise<void>;
}

/** Events as they came. `whole` is false when the connection broke on the way. */
interface Page {
  readonly events: readonly ResolvedEvent[];
  readonly whole: boolean;
}

const smallestPage = 64;
const largestPage = 4_096;
const leader = { requiresLeader: true } as const;

/** Reads of the leader, so that what was appended is seen. What breaks is taken up where it broke. */
export class Reader {
  constructor(
    private readonly link: Link,
    private readonly known: KnownStreams,
  ) {}

  async stream(stream: string, options: ReadStream): Promise<readonly RecordedEvent[]> {
    return (await this.marked(stream, options)).map(({ event }) => event);
  }

  /** With the marks of the calls that wrote them. */
  async marked(stream: string, options: ReadStream): Promise<readonly Marked[]> {
    const { direction = 'forward', limit = Number.MAX_SAFE_INTEGER } = options;
    checkWhole(limit, 'number of events');
    const forward = direction === 'forward';
    const from = options.from === undefined ? undefined : forward ? Math.max(options.from, 0) : options.from;
    if (from !== undefined && !Number.isInteger(from)) throw new RangeError(`${from} is no revision`);
    const events: Marked[] = [];
    while (events.length < limit) {
      const last = events.at(-1)?.event;
      const next = last === undefined ? from : last.revision + (forward ? 1 : -1);
      if (next !== undefined && next < 0) break;
      const page = await this.#page(`read ${stream}`, (client) =>
        client.readStream(stream, {
          direction: forward ? 'forwards' : 'backwards',
          fromRevision: next === undefined ? (forward ? 'start' : 'end') : BigInt(next),
          maxCount: limit - events.length,
          ...leader,
        }),
      );
      for (const [index, event] of page.events.entries()) {
        events.push(ours(stream, event, forward ? (next ?? 0) + index : undefined));
      }
      if (page.whole) break;
    }
    if (forward) this.known.learn(stream, from ?? 0, events.map(({ event }) => event.id));
    return events;
  }

  async all(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    checkWhole(limit, 'number of events');
    const found: RecordedEvent[] = [];
    let seen = after;
    while (found.length < limit) {
      // A read begins at its position, so the event seen last comes once more.
      const maxCount = Math.min(Math.max(limit - found.length, smallestPage), largestPage) + 1;
      const start = wireStart(seen);
      const { events, whole } = await this.#page('read $all', (client) =>
        client.readAll({ direction: 'forwards', fromPosition: start, maxCount, ...leader }),
      );
      for (const resolved of events) {
        const position = placeOf(resolved);
        if (position === undefined || position <= seen || found.length === limit) continue;
        seen = position;
        const event = toRecorded(resolved);
        if (event) found.push(event);
      }
      if (whole && events.length < maxCount) break;
    }
    return found;
  }

  /** Whether the leader answers at all. @throws StoreUnavailable */
  async probe(): Promise<void> {
    await this.#page('be reached', (client) =>
      client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 1, ...leader }),
    );
  }

  async head(): Promise<Position> {
    let before: Position | undefined;
    for (let maxCount = smallestPage; ; maxCount = Math.min(maxCount * 2, largestPage)) {
      const fromPosition = before === undefined ? 'end' : unpacked(before);
      const { events, whole } = await this.#page('read the end of $all', (client) =>
        client.readAll({ direction: 'backwards', fromPosition, maxCount, ...leader }),
      );
      for (const resolved of events) {
        const event = toRecorded(resolved);
        if (event) return event.position;
        before = placeOf(resolved) ?? before;
      }
      if (whole && events.length < maxCount) return START;
    }
  }

  /** One page, tried again until some of it comes or time is up. @throws StoreUnavailable */
  async #page(what: string, open: (client: LedgerClient) => Reading): Promise<Page> {
    const started = performance.now();
    const backoff = new Backoff(this.link.closing.signal);
    for (;;) {
      const events: ResolvedEvent[] = [];
      try {
        if (this.link.closed) throw new Error('closed');
        const client = await this.link.client();
        await this.#collect(what, open(client), events);
        if (client.closed) throw new Error('the connection was replaced meanwhile');
        this.link.arrived();
        return { events, whole: true };
      } catch (error) {
        if (error instanceof StreamNotFoundError) {
          this.link.arrived();
          return { events, whole: true };
        }
        if (!this.link.closed) this.link.lost(error);
        if (events.length > 0) return { events, whole: false };
        const left = this.link.settings.unavailableAfter - (performance.now() - started);
        if (this.link.closed || left <= 0 || verdictOf(error) === 'refused') throw this.link.unavailable(what, error);
        await backoff.pause(left);
      }
    }
  }

  /** A read has no deadline at the server; ours runs from one event to the next. */
  async #collect(what: string, reading: Reading, into: ResolvedEvent[]): Promise<void> {
    const limit = this.link.settings.callTimeout;
    const { signal } = this.link.closing;
    let timer: NodeJS.Timeout | undefined;
    let stop: (() => void) | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        timer = setTimeout(() => reject(new NoAnswer(what, limit)), limit);
        stop = () => reject(new Error('closed'));
        signal.addEventListener('abort', stop);
        reading.on('data', (event: ResolvedEvent) => {
          into.push(event);
          timer?.refresh();
        });
        reading.on('end', resolve);
        // Stays on: the client may report a failure after the read was given up, and nobody else would listen.
        reading.on('error', reject);
      });
    } finally {
      clearTimeout(timer);
      if (stop) signal.removeEventListener('abort', stop);
      // Without this the call would stay open at the server. It rejects only if the call was never made.
      reading.cancel().catch(() => undefined);
    }
  }
}

/** @throws Error when the stream is not as this ledger wrote it: somebody else wrote to it, or truncated it */
function ours(stream: string, resolved: ResolvedEvent, revision: number | undefined): Marked {
  const marked = toMarked(resolved);
  if (marked === undefined) throw new Error(`${stream} holds an event that this ledger did not write`);
  if (revision !== undefined && marked.event.revision !== revision) {
    throw new Error(`${stream} has lost its event ${revision}`);
  }
  return marked;
}

function checkWhole(value: number, what: string): void {
  if (!Number.isInteger(value) || value < 0) throw new RangeError(`${value} is no ${what}`);
}
