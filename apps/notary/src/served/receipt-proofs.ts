import { setTimeout as delay } from 'node:timers/promises';
import type { Position } from '@covenant/event-store';
import type { Notary } from '../engine/notary.js';
import type { PublicLog } from './public-log.js';

/** Where the proof of an event is, and the `.tlog-proof` itself once there is one. */
export interface ReceiptProof {
  readonly event: string;
  readonly address: string;
  readonly proof?: string;
}

/** Milliseconds between two looks where another process has the log, so that this one is not told. */
const LOOK_EVERY = 250;

/** Proofs for who just had something recorded and wants to wait for them. */
export class ReceiptProofs {
  constructor(
    private readonly notary: Notary,
    private readonly log: PublicLog,
  ) {}

  /**
   * The proofs of these events, of which the last is at `position`. After the time, or when there will be none,
   * the addresses alone: the events are recorded all the same, and whoever asked must be told that.
   */
  async within(events: readonly string[], position: Position, milliseconds: number): Promise<readonly ReceiptProof[]> {
    const end = performance.now() + milliseconds;
    for (;;) {
      const proofs = await Promise.all(events.map((event) => this.#proof(event)));
      const left = end - performance.now();
      if (proofs.every(({ proof }) => proof !== undefined) || left <= 0) return proofs;
      if (this.notary.health().state === 'stopped') return proofs;
      await this.#covered(position, Math.min(left, LOOK_EVERY));
    }
  }

  async #proof(event: string): Promise<ReceiptProof> {
    const address = `/log/proofs/${event}`;
    try {
      return { event, address, proof: new TextDecoder().decode(await this.log.proof(event)) };
    } catch {
      return { event, address }; // not covered yet, or out of reach: the address says which, and the event is recorded
    }
  }

  async #covered(position: Position, milliseconds: number): Promise<void> {
    const looking = new AbortController();
    const { signal } = looking;
    // Whoever ends the wait, the timer or the notary, the next look at the log says what it meant.
    await Promise.race([delay(milliseconds, undefined, { signal }), this.notary.covered(position, signal)]).catch(() => undefined);
    looking.abort();
  }
}
