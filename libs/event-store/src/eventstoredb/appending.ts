import { randomUUID } from 'node:crypto';
import { MaxAppendSizeExceededError, WrongExpectedVersionError } from '@eventstore/db-client';
import { EventIdConflict, StoreUnavailable, WrongExpectedRevision } from '../errors.js';
import type { Appended, ExpectedRevision, NewEvent } from '../port.js';
import { type Marked, toEventData } from './events.js';
import { verdictOf } from './failures.js';
import type { KnownStreams } from './known-streams.js';
import type { Link } from './link.js';
import type { Reader } from './reading.js';
import type { LedgerClient } from './client.js';
import { tooLargeForServer } from './size.js';
import { Backoff } from './waiting.js';

interface Append {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  /** Revision of the first event when it succeeds. */
  readonly first: number;
  readonly events: readonly NewEvent[];
  /** Marks what this call writes, in all its attempts. */
  readonly attempt: string;
}

const aDay = 86_400_000;

/**
 * Appends, with the outcome found out.
 *
 * The server compares ids only below the current revision, there for good; at the current revision it appends whatever
 * comes. So (1) ids are looked for among the events up to the expected revision before anything is sent; those never
 * change, so nobody can slip in between. (2) An append in doubt is settled by sending the same one again: if it was
 * recorded, the server finds its ids above the expected revision and says so; if not, it is recorded now, and the
 * first, should it take effect later, finds itself; if another event took the place, neither can ever be recorded.
 * (3) What was recorded is read back: the answer names the position of one event only, and does not say whether it was
 * recorded now or before.
 */
export class Appender {
  readonly #queues = new Map<string, Promise<void>>();

  constructor(
    private readonly link: Link,
    private readonly reader: Reader,
    private readonly known: KnownStreams,
  ) {}

  /** One at a time for a stream: of two with the same ids the second then sees the first. */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    const first = expected === 'no-stream' ? 0 : expected + 1;
    const turn = this.#queues.get(stream) ?? Promise.resolve();
    const appended = turn.then(() => this.#append({ stream, expected, first, events, attempt: randomUUID() }));
    const done = appended.then(
      () => undefined,
      () => undefined,
    );
    this.#queues.set(stream, done);
    void done.then(() => {
      if (this.#queues.get(stream) === done) this.#queues.delete(stream);
    });
    return appended;
  }

  /**
   * Records events of another store: ids that are new to the stream, for a caller that awaits each call and reads
   * everything back in the end. So no id is looked for and no receipt is read: one call to the server, not three.
   * Whatever is not a plain success is left to `append`, which finds out.
   */
  async copyIn(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<void> {
    const first = expected === 'no-stream' ? 0 : expected + 1;
    try {
      await this.#call({ stream, expected, first, events, attempt: randomUUID() });
      this.known.learn(stream, first, events.map(({ id }) => id));
    } catch (error) {
      if (!(error instanceof WrongExpectedVersionError)) this.link.lost(error);
      await this.append(stream, expected, events);
    }
  }

  /** Resolves when everything that was asked so far is settled. */
  async idle(): Promise<void> {
    await Promise.all(this.#queues.values());
  }

  async #append(append: Append): Promise<Appended> {
    const { stream, expected, first } = append;
    await this.#prepare(append);
    const before = await this.#recordedBefore(append);
    if (before) return before;
    const length = this.known.get(stream)?.length ?? 0;
    if (length > first) throw new WrongExpectedRevision(stream, expected, length - 1);

    const refusal = await this.#send(append);
    if (refusal === undefined) return this.#receipt(append);
    await this.#learn(append);
    const after = await this.#recordedBefore(append);
    if (after) return after;
    const { actualVersion } = refusal;
    throw new WrongExpectedRevision(stream, expected, typeof actualVersion === 'bigint' ? Number(actualVersion) : undefined);
  }

  /**
   * Knows the stream's ids up to the expected revision, and that the server is there: an append that cannot be sent
   * should not end in doubt. @throws StoreUnavailable
   */
  async #prepare(append: Append): Promise<void> {
    const known = this.known.get(append.stream);
    if (known === undefined && append.expected === 'no-stream') await this.reader.probe();
    else if (known?.length !== append.first || !this.link.reached) await this.#learn(append);
  }

  /** What stands behind the known part of the stream. @throws StoreUnavailable */
  async #learn({ stream }: Append): Promise<void> {
    await this.reader.stream(stream, { from: this.known.get(stream)?.length ?? 0 });
  }

  /** @throws EventIdConflict when only some of the ids are known, or they stand apart */
  async #recordedBefore({ stream, events }: Append): Promise<Appended | undefined> {
    const known = this.known.get(stream) ?? [];
    const ids = new Set(events.map(({ id }) => id));
    const from = known.findIndex((id) => ids.has(id));
    if (from === -1) return undefined;
    if (!events.every(({ id }, index) => known[from + index] === id)) {
      const there = new Set(known);
      throw new EventIdConflict(stream, events.find(({ id }) => there.has(id))?.id ?? '');
    }
    return { ...receipts(await this.reader.marked(stream, { from, limit: events.length })), repeated: true };
  }

  /**
   * Sends until the server has decided: undefined when the events are recorded, or its refusal.
   * @throws StoreUnavailable, OutcomeUnknown, EventTooLarge
   */
  async #send(append: Append): Promise<WrongExpectedVersionError | undefined> {
    const { stream, events } = append;
    const { unavailableAfter, unknownAfter } = this.link.settings;
    const started = performance.now();
    const backoff = new Backoff(this.link.closing.signal);
    let open = false;
    for (;;) {
      let trouble: unknown;
      try {
        await this.#call(append);
        return undefined;
      } catch (error) {
        if (error instanceof WrongExpectedVersionError) return error;
        if (error instanceof MaxAppendSizeExceededError) throw tooLargeForServer(events, error.maxAppendSize);
        const verdict = verdictOf(error);
        // A refusal speaks for its own attempt only; an earlier one may still be on its way.
        if (verdict === 'refused' && !open) throw this.link.unavailable(`append to ${stream}`, error);
        if (verdict === 'open') open = true;
        this.link.lost(error);
        trouble = error;
      }
      const left = (open ? unknownAfter : unavailableAfter) - (performance.now() - started);
      if (left <= 0 || this.link.closed) {
        throw open ? this.link.unknown(stream, trouble) : this.link.unavailable(`append to ${stream}`, trouble);
      }
      await backoff.pause(left);
    }
  }

  /**
   * A plain append is a message for each event, and the end of the messages is the end of the append. HTTP/2 in Node
   * ends what it cancels, before it says so: a call whose deadline comes while a slow line still takes its messages would
   * be recorded by half. So it has no deadline that matters, and goes on when we have given it up; one in doubt may
   * take effect later in any case. A batch is one message.
   */
  async #call({ stream, expected, events, attempt }: Append): Promise<void> {
    const wire = events.map((event) => toEventData(event, attempt));
    const expectedRevision = expected === 'no-stream' ? 'no_stream' : BigInt(expected);
    const { appends, callTimeout } = this.link.settings;
    const plain = appends === 'plain';
    const deadline = plain ? aDay : callTimeout;
    const send = (client: LedgerClient): Promise<unknown> => client.appendToStream(stream, wire, { expectedRevision, requiresLeader: true, deadline });
    await (plain ? this.link.begin(`append to ${stream}`, send) : this.link.call(`append to ${stream}`, send));
  }

  async #receipt({ stream, first, events, attempt }: Append): Promise<Appended> {
    this.known.learn(stream, first, events.map(({ id }) => id));
    try {
      const recorded = await this.reader.marked(stream, { from: first, limit: events.length });
      if (recorded.length !== events.length || recorded.some(({ event }, index) => event.id !== events[index]?.id)) {
        throw new Error(`what was appended to ${stream} at ${first} is not what stands there`);
      }
      return { ...receipts(recorded), repeated: recorded.some((each) => each.attempt !== attempt) };
    } catch (error) {
      // It is recorded, and `StoreUnavailable` would deny it.
      throw error instanceof StoreUnavailable ? this.link.unknown(stream, error) : error;
    }
  }
}

const receipts = (recorded: readonly Marked[]): Pick<Appended, 'events'> => ({
  events: recorded.map(({ event: { id, revision, position } }) => ({ id, revision, position })),
});
