import type { EventStore, Position } from '@covenant/event-store';
import type { FoldedRecords } from './folded-records.js';

/**
 * Follows everything that is recorded, by whichever process, and lets the folded records that fell behind go. It is
 * what bounds how old a record named by a command can be: by the time an event takes through the store's
 * subscription, milliseconds as a rule.
 */
export class CacheKeeper {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly records: FoldedRecords,
  ) {}

  /** Call before the first command, with the store's head at that time. `onFailure` hears of the end of it. */
  start(from: Position, onFailure: (error: unknown) => void): void {
    this.running = this.follow(from).catch((error: unknown) => {
      this.records.forgetAll();
      onFailure(error);
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async follow(from: Position): Promise<void> {
    const { signal } = this.stopping;
    for await (const batch of this.store.subscribe(from, { signal })) {
      for (const event of batch) this.records.saw(event);
    }
  }
}
