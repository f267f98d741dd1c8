import { sendWhatIsDue } from './due.js';
import type { FrontDoor } from './front-door.js';
import type { ClockReads } from './reads.js';
import { Retention } from './retention.js';
import { passOnDuties } from './succession.js';

export interface ClockOptions {
  readonly reads: ClockReads;
  readonly door: FrontDoor;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Milliseconds between two looks. */
  readonly interval: number;
  /** A look failed; the next one tries again. */
  onTrouble(error: unknown): void;
}

export interface ClockHealth {
  /** When the last look was complete; RFC 3339. */
  readonly lookedAt?: string;
  /** Why the newest look was not. */
  readonly trouble?: string;
}

/**
 * Looks at regular times for dates that have passed and for duties whose holder is gone, and sends what follows. It
 * keeps nothing: what is due is derived from what is recorded, so after any pause the first look catches up, and two
 * clocks at once write nothing twice.
 */
export class Clock {
  private readonly retention = new Retention();
  private readonly ending = new AbortController();
  private running: Promise<void> | undefined;
  private seen: ClockHealth = {};

  constructor(private readonly options: ClockOptions) {}

  /** One look, whole. Gives how many commands were recorded. */
  async look(): Promise<number> {
    const { reads, door, now = Date.now } = this.options;
    const { signal } = this.ending;
    const at = new Date(now()).toISOString();
    const passed = await passOnDuties(reads, door, signal);
    const sent = await sendWhatIsDue(reads, door, at, signal);
    const kept = await this.retention.look(reads, door, at, signal);
    this.seen = { lookedAt: at };
    return passed + sent + kept;
  }

  /** Begins; the first look is at once. */
  start(): void {
    this.running ??= this.run();
  }

  /** Ends after the command in hand. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  health(): ClockHealth {
    return this.seen;
  }

  private async run(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      try {
        await this.look();
      } catch (error) {
        const { lookedAt } = this.seen;
        this.seen = { ...(lookedAt === undefined ? {} : { lookedAt }), trouble: error instanceof Error ? error.name : 'unknown' };
        this.options.onTrouble(error);
      }
      await pauseUnless(signal, this.options.interval);
    }
  }
}

const pauseUnless = (signal: AbortSignal, milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
