// Tells subscriptions that there may be something new: from this process's own appends at once, from others'
// through LISTEN. It is only ever a hint. Who waits looks again after the poll interval anyway, so a lost
// notification costs a moment and never an event.
import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from './connection.js';
import type { Settings } from './options.js';

const retryPause = 500;

export class Wake {
  #count = 0;
  readonly #waiting = new Set<() => void>();
  readonly #connection: Connection;
  #listening: Promise<void> | undefined;
  readonly #closing = new AbortController();

  constructor(private readonly settings: Settings) {
    this.#connection = new Connection(settings, 'listen', (client) => client.query('LISTEN ledger_events'));
  }

  /** Goes up with every hint. Take it before looking, and wait with it after finding nothing. */
  get count(): number {
    return this.#count;
  }

  ring = (): void => {
    this.#count += 1;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const each of waiting) each();
  };

  /** Resolves on a hint since `count`, after the poll interval, or when `signal` aborts. */
  async wait(count: number, signal: AbortSignal): Promise<void> {
    this.#listening ??= this.#listen();
    if (count !== this.#count || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, this.settings.pollInterval);
      signal.addEventListener('abort', done);
      this.#waiting.add(done);
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.ring();
    await this.#listening;
    await this.#connection.close();
  }

  async #listen(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        const { client } = await this.#connection.line();
        client.on('notification', this.ring);
        const lost = new Promise<void>((resolve) => {
          client.once('end', resolve);
          signal.addEventListener('abort', () => resolve(), { once: true });
          // Closing may have begun while the connection was being made.
          if (signal.aborted) resolve();
        });
        // Whatever was written while nobody listened.
        this.ring();
        await lost;
      } catch (error) {
        this.settings.onTrouble(error instanceof Error ? error : new Error(String(error)));
      }
      await pause(retryPause, undefined, { signal }).catch(() => undefined);
    }
  }
}
