import { setMaxListeners } from 'node:events';
import { OutcomeUnknown, StoreUnavailable } from '../errors.js';
import { LedgerClient, asError } from './client.js';
import { connectionOf, type Connection } from './connection.js';
import { isSilence, NoAnswer, reasonOf } from './failures.js';
import type { Settings } from './options.js';
import { within } from './waiting.js';

/** The client in use, replaced when it is stuck, and whether the server answered the last time. */
export class Link {
  /** Aborts when no more is accepted; subscriptions end. */
  readonly draining = new AbortController();
  /** Aborts when everything still under way is given up. */
  readonly closing = new AbortController();
  readonly #connection: Connection;
  #client: Promise<LedgerClient>;
  #reached = false;
  #silent = 0;

  /** @throws UnusableConnection */
  constructor(readonly settings: Settings) {
    this.#connection = connectionOf(settings);
    // Every call under way listens, and there may be thousands.
    setMaxListeners(0, this.draining.signal, this.closing.signal);
    this.#client = Promise.resolve(new LedgerClient(this.#connection, settings));
  }

  /** False until the server has answered, and again from the moment a call was left open. */
  get reached(): boolean {
    return this.#reached;
  }

  get closed(): boolean {
    return this.closing.signal.aborted;
  }

  /** The result of one call, within our own limit: a first call to a dead server has none of the client's. */
  async call<T>(what: string, work: (client: LedgerClient) => Promise<T>): Promise<T> {
    const client = await this.#client;
    // The server's own limit comes first where there is one; ours then catches what has none.
    const limit = this.settings.callTimeout + Math.ceil(this.settings.callTimeout / 10);
    try {
      const result = await within(limit, what, work(client), this.closing.signal);
      this.arrived();
      return result;
    } catch (error) {
      // Stuck before it could ask, since what was asked ends by the server's limit or the client's.
      if (error instanceof NoAnswer && !this.closed) this.#retire(client);
      throw error;
    }
  }

  /** As `call`, for what must not be cut off in the middle: when it is given up, the call itself goes on. */
  async begin<T>(what: string, work: (client: LedgerClient) => Promise<T>): Promise<T> {
    const result = await within(this.settings.callTimeout, what, work(await this.#client), this.closing.signal);
    this.arrived();
    return result;
  }

  client(): Promise<LedgerClient> {
    return this.#client;
  }

  arrived(): void {
    this.#reached = true;
    this.#silent = 0;
  }

  /** A call failed, or was left open. A connection that stays silent twice in a row is replaced: it may be dead. */
  lost(error: unknown): void {
    this.#reached = false;
    this.settings.onTrouble(asError(error));
    if (!isSilence(error) || this.closed) return;
    this.#silent += 1;
    if (this.#silent % 2 === 0) void this.#client.then((client) => this.#retire(client));
  }

  unavailable(what: string, cause: unknown): StoreUnavailable {
    const reason = this.closed ? 'it is closed' : reasonOf(cause);
    return new StoreUnavailable(`the event store cannot ${what}: ${reason}`, { cause });
  }

  unknown(stream: string, cause: unknown): OutcomeUnknown {
    return new OutcomeUnknown(`whether the append to ${stream} was recorded is not known: ${reasonOf(cause)}`, { cause });
  }

  async close(): Promise<void> {
    this.closing.abort();
    await (await this.#client).close();
  }

  /**
   * The old client is closed before the new one is used: in batch mode closing rejects what is pending in the whole
   * process, which must not meet appends of the new one.
   */
  #retire(stuck: LedgerClient): void {
    this.#client = this.#client.then(async (current) => {
      if (current !== stuck) return current;
      try {
        await within(this.settings.callTimeout, 'closing a client that is stuck', stuck.close());
      } catch (failure) {
        this.settings.onTrouble(asError(failure));
      }
      return new LedgerClient(this.#connection, this.settings);
    });
  }
}
