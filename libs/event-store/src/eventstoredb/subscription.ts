import { streamNameFilter, type AllStreamSubscription, type ResolvedEvent } from '@eventstore/db-client';
import type { Position, RecordedEvent, Subscribe } from '../port.js';
import { placeOf, toRecorded } from './events.js';
import { NoAnswer } from './failures.js';
import type { Link } from './link.js';
import { wireStart } from './position.js';
import type { Reader } from './reading.js';
import { Backoff } from './waiting.js';

const defaultBatch = 1_000;

/** The server's own streams stay there. No `checkpointReached`: it runs ahead of the events that were consumed. */
const ledgerStreams = () => streamNameFilter({ regex: '^[^$]', checkpointInterval: 1_000 });

/**
 * All events after a position, and those to come: what is there is read in pages, what comes is subscribed to. The
 * client does not resubscribe, and a subscription that the server ends finishes without a word; after either we begin
 * again at the last event that was given away, and at no other mark.
 */
export async function* follow(
  link: Link,
  reader: Reader,
  after: Position,
  { signal, batchSize = defaultBatch }: Subscribe,
): AsyncGenerator<readonly RecordedEvent[], void, void> {
  if (!Number.isInteger(batchSize) || batchSize < 1) throw new RangeError(`${batchSize} is no size of a batch`);
  const stop = AbortSignal.any([signal, link.draining.signal]);
  const backoff = new Backoff(stop);
  let position = after;
  while (!stop.aborted) {
    let inbox: Inbox | undefined;
    try {
      const there = await reader.all(position, batchSize);
      if (stop.aborted) return;
      const last = there.at(-1);
      if (last) {
        yield there;
        position = last.position;
        backoff.reset();
        if (there.length === batchSize) continue;
      }
      const client = await link.client();
      const start = { fromPosition: wireStart(position), filter: ledgerStreams(), requiresLeader: true };
      inbox = new Inbox(client.subscribeToAll(start, { highWaterMark: batchSize }), link, reader, stop);
      await inbox.confirmed();
      for (;;) {
        const batch = await inbox.next(batchSize, position);
        if (batch === undefined || stop.aborted) break;
        const place = batch.map(placeOf).findLast((each) => each !== undefined) ?? position;
        const events = batch.map(toRecorded).filter((event) => event !== undefined);
        if (events.length > 0) yield events;
        position = place;
        backoff.reset();
      }
    } catch (error) {
      if (!stop.aborted) link.lost(error);
    } finally {
      await inbox?.close();
    }
    await backoff.pause();
  }
}

/** One subscription at the server, read at the consumer's pace. */
class Inbox {
  #ended = false;
  #failure: Error | undefined;
  #confirmed = false;
  #wake: () => void = () => undefined;
  readonly #onAbort = (): void => this.#wake();

  constructor(
    private readonly subscription: AllStreamSubscription,
    private readonly link: Link,
    private readonly reader: Reader,
    private readonly stop: AbortSignal,
  ) {
    const ended = (): void => {
      this.#ended = true;
      this.#wake();
    };
    subscription.on('confirmation', () => {
      this.#confirmed = true;
      this.#wake();
    });
    subscription.on('readable', () => this.#wake());
    subscription.on('end', ended);
    subscription.on('close', ended);
    // Stays on: a failure may be reported after the subscription was left, and would end the process.
    subscription.on('error', (error: Error) => {
      this.#failure = error;
      this.#wake();
    });
    stop.addEventListener('abort', this.#onAbort);
  }

  async confirmed(): Promise<void> {
    const limit = this.link.settings.callTimeout;
    if (!(await this.#until(() => this.#confirmed, limit))) throw new NoAnswer('subscribe to $all', limit);
  }

  /**
   * What has come, in order, `size` at the most; waits for the first. Undefined when the server ended it.
   * A subscription that gives nothing although there is something behind `position` is taken for dead.
   */
  async next(size: number, position: Position): Promise<readonly ResolvedEvent[] | undefined> {
    let missing: Position | undefined;
    for (;;) {
      const batch: ResolvedEvent[] = [];
      for (let event = this.#read(); event !== undefined; event = this.#read()) {
        batch.push(event);
        if (batch.length === size) break;
      }
      if (batch.length > 0) return batch;
      if (this.#failure) throw this.#failure;
      if (this.#ended || this.stop.aborted) return undefined;
      const woken = await this.#until(() => this.subscription.readableLength > 0, this.link.settings.quietCheck);
      if (woken) continue;
      if (missing !== undefined) throw new Error('the subscription gives nothing although there are events');
      const head = await this.reader.head();
      missing = head > position ? head : undefined;
    }
  }

  async close(): Promise<void> {
    this.stop.removeEventListener('abort', this.#onAbort);
    // Rejects only if the call was never made.
    await this.subscription.unsubscribe().catch(() => undefined);
  }

  #read(): ResolvedEvent | undefined {
    return (this.subscription.read() as ResolvedEvent | null) ?? undefined;
  }

  /** True as soon as the condition holds or the subscription is over, false when the time is. */
  #until(condition: () => boolean, milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (value: boolean): void => {
        clearTimeout(timer);
        this.#wake = () => undefined;
        resolve(value);
      };
      const timer = setTimeout(() => settle(false), milliseconds);
      this.#wake = () => {
        if (condition() || this.#ended || this.#failure || this.stop.aborted) settle(true);
      };
      this.#wake();
    });
  }
}
