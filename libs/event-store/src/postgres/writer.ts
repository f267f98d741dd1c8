// Group commit: while one statement is under way, what is asked meanwhile gathers for the next. Many callers share
// one flush to disk; one caller alone waits for nobody. Two statements are on the line at once, one behind the
// other, so that the server writes while this process prepares and answers.
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { EventMalformed, OutcomeUnknown, StoreUnavailable } from '../errors.js';
import type { Appended } from '../port.js';
import { type BatchAnswer, decodeBatch, encodeBatch, parameters, type PendingAppend } from './batch.js';
import { Connection, isServersAnswer, type Line } from './connection.js';
import type { Settings } from './options.js';

interface Waiting extends PendingAppend {
  readonly bytes: number;
  readonly since: number;
  resolve(appended: Appended): void;
  reject(error: Error): void;
}

/** A batch was sent and its answer lost. */
interface Doubt {
  readonly since: number;
  readonly knownHead: bigint;
}

export const statement = {
  name: 'ledger-append',
  text: 'SELECT base, set_aside AS "setAside" FROM ledger.append($1, $2, $3, $4, $5, $6, $7, $8)',
};
/** Statements on the line at once. */
const depth = 2;
/** Below this many calls it is not worth splitting what is asked into two statements, each with a flush of its own. */
const worthSplitting = 16;
const firstPause = 20;
const longestPause = 500;

export class Writer {
  readonly #connection: Connection;
  #queue: Waiting[] = [];
  #queuedBytes = 0;
  #callsUnderWay = 0;
  #running: Promise<void> | undefined;
  #closed = false;
  #knownHead: bigint;
  readonly #sweeper: NodeJS.Timeout;

  /** `head` is the newest position now; `onHead` is told the newest after each batch. */
  constructor(
    private readonly settings: Settings,
    head: bigint,
    private readonly onHead: (head: bigint) => void,
  ) {
    this.#knownHead = head;
    this.#connection = new Connection(settings, 'append', warmUp);
    this.#sweeper = setInterval(() => this.#sweep(), 250).unref();
  }

  append(append: PendingAppend, bytes: number): Promise<Appended> {
    if (this.#closed) return Promise.reject(new StoreUnavailable('the event store is closed'));
    if (this.#queuedBytes > 0 && this.#queuedBytes + bytes > this.settings.queueBytes) {
      return Promise.reject(
        new StoreUnavailable(`the event store is busy: ${this.#queue.length} appends are waiting to be written`),
      );
    }
    return new Promise((resolve, reject) => {
      // Member by member: a spread costs more than all of the rest that is done here.
      const { stream, expected, events } = append;
      this.#queue.push({ stream, expected, events, bytes, since: performance.now(), resolve, reject });
      this.#queuedBytes += bytes;
      this.#running ??= this.#run();
    });
  }

  /** Writes what was asked before, then closes. What is in doubt by then settles as `OutcomeUnknown`. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#running) await this.#running;
    clearInterval(this.#sweeper);
    await this.#connection.close();
  }

  async #run(): Promise<void> {
    const underWay = new Set<Promise<void>>();
    while (this.#queue.length > 0 || underWay.size > 0) {
      if (this.#queue.length === 0 || underWay.size >= depth) await Promise.race(underWay);
      // Callers that were answered just now get to ask again before the next batch is made up.
      await new Promise((resolve) => setImmediate(resolve));
      const batch = this.#take();
      if (batch.length === 0) continue;
      this.#callsUnderWay += batch.length;
      const writing = this.#write(batch).finally(() => {
        underWay.delete(writing);
        this.#callsUnderWay -= batch.length;
      });
      underWay.add(writing);
    }
    this.#running = undefined;
  }

  /** What goes into the next statement: an even share of everything that is asked, within the limits. */
  #take(): readonly Waiting[] {
    const { batchEvents, batchBytes } = this.settings;
    const share = Math.ceil((this.#queue.length + this.#callsUnderWay) / depth);
    const most = Math.max(share, worthSplitting);
    let events = 0;
    let bytes = 0;
    let count = 0;
    for (const each of this.#queue) {
      events += each.events.length;
      bytes += each.bytes;
      if (count === most || (count > 0 && (events > batchEvents || bytes > batchBytes))) break;
      count += 1;
    }
    const batch = this.#queue.splice(0, count);
    for (const each of batch) this.#queuedBytes -= each.bytes;
    return batch;
  }

  /**
   * Sends until there is an answer. Sending again is safe at any time: if the first attempt went through, or still
   * does, one of the two finds the ids recorded and writes nothing; and a stream that has moved past the revision
   * that an append expects never comes back to it.
   */
  async #write(batch: readonly Waiting[], earlier?: Doubt): Promise<void> {
    const values = [...encodeBatch(batch)];
    let doubt = earlier;
    let left = batch;
    let wait = firstPause;
    for (;;) {
      let line: Line | undefined;
      try {
        line = await this.#connection.line();
        const { rows } = await line.client.query<BatchAnswer>({ ...statement, values });
        return this.#answer(batch, rows[0], doubt);
      } catch (error) {
        const cause = error instanceof Error ? error : new Error(String(error));
        this.settings.onTrouble(cause);
        if (line && !isServersAnswer(error)) {
          line.cut();
          doubt ??= { since: performance.now(), knownHead: this.#knownHead };
        } else if (line && !isPassing(error)) {
          return this.#isolate(batch, cause, doubt);
        }
        if (doubt) {
          if (this.#closed || performance.now() - doubt.since > this.settings.unknownAfter) {
            const unknown = new OutcomeUnknown('the event store went away during the append', { cause });
            for (const each of batch) each.reject(unknown);
            return;
          }
        } else {
          left = this.#refuseLate(left, cause);
          // Whoever was refused must not be written after all.
          if (left.length < batch.length) return left.length > 0 ? this.#write(left) : undefined;
        }
      }
      await pause(wait);
      wait = Math.min(wait * 2, longestPause);
    }
  }

  #answer(batch: readonly Waiting[], answer: BatchAnswer | undefined, doubt: Doubt | undefined): void {
    if (!answer) throw new Error('ledger.append gave no row');
    const { outcomes, head } = decodeBatch(batch, answer);
    this.#knownHead = head;
    outcomes.forEach((outcome, index) => {
      const caller = batch[index];
      if ('refused' in outcome) caller?.reject(outcome.refused);
      else caller?.resolve(doubt ? firstTime(outcome.appended, doubt.knownHead) : outcome.appended);
    });
    this.onHead(head);
  }

  /** The server will never take this batch: find the append that is to blame, so that the others go through. */
  async #isolate(batch: readonly Waiting[], cause: Error, doubt: Doubt | undefined): Promise<void> {
    if (batch.length === 1) {
      const [append] = batch;
      const code = 'code' in cause ? String(cause.code) : '';
      append?.reject(
        /^(22|54)/.test(code)
          ? new EventMalformed(append.events[0]?.id ?? '', cause.message)
          : new StoreUnavailable(`the event store refused to write: ${cause.message}`, { cause }),
      );
      return;
    }
    const middle = Math.ceil(batch.length / 2);
    await this.#write(batch.slice(0, middle), doubt);
    await this.#write(batch.slice(middle), doubt);
  }

  /** Refuses those that have waited too long and gives the others. Nothing of them was sent, or it was rolled back. */
  #refuseLate(waiting: readonly Waiting[], cause: Error): readonly Waiting[] {
    const now = performance.now();
    return waiting.filter((each) => {
      if (!this.#closed && now - each.since <= this.settings.unavailableAfter) return true;
      each.reject(new StoreUnavailable(`the event store cannot be reached: ${cause.message}`, { cause }));
      return false;
    });
  }

  /** While one batch is stuck, those behind it must not wait for ever. */
  #sweep(): void {
    if (this.#queue.length === 0) return;
    this.#queue = [...this.#refuseLate(this.#queue, new Error('it is not answering'))] as Waiting[];
    this.#queuedBytes = this.#queue.reduce((sum, { bytes }) => sum + bytes, 0);
  }
}

/** An append of nothing: the server makes its plans before the first caller waits for them. */
const warmUp = (client: pg.Client): Promise<unknown> =>
  client.query({ ...statement, values: Array.from({ length: parameters }, () => '') });

/** Errors of the moment, by SQLSTATE class: connection, rollback, resources, locks, intervention, system. */
const isPassing = (error: unknown): boolean =>
  !isServersAnswer(error) || /^(08|40|53|55|57|58)/.test(error.code ?? '');

/** After a lost reply, what stands behind the head that was known before sending was written by this very call. */
function firstTime(appended: Appended, knownHead: bigint): Appended {
  const first = appended.events[0];
  return first !== undefined && first.position > knownHead ? { ...appended, repeated: false } : appended;
}
