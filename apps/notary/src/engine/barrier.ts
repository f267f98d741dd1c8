import { START, type Position } from '@covenant/event-store';

interface Waiter {
  readonly position: Position;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Lets callers wait until a position is reached, or until it is known that it will not be. */
export class Barrier {
  #reached: Position = START;
  #broken: Error | undefined;
  readonly #waiters = new Set<Waiter>();

  get reached(): Position {
    return this.#reached;
  }

  advance(position: Position): void {
    if (position > this.#reached) this.#reached = position;
    for (const waiter of this.#waiters) {
      if (waiter.position > this.#reached) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }

  /** Rejects all who wait, and all who will. */
  break(error: Error): void {
    this.#broken = error;
    for (const waiter of this.#waiters) waiter.reject(error);
    this.#waiters.clear();
  }

  /** Rejects also when `signal` aborts. */
  wait(position: Position, signal?: AbortSignal): Promise<void> {
    if (position <= this.#reached) return Promise.resolve();
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    return new Promise((resolve, reject) => {
      const waiter = { position, resolve, reject };
      this.#waiters.add(waiter);
      signal?.addEventListener('abort', () => this.#waiters.delete(waiter) && reject(signal.reason as Error), { once: true });
    });
  }
}
