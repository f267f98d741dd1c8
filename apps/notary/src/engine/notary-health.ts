import type { Witnessing } from '../witnesses/witnesses.js';

export interface NotaryOptions {
  /** Milliseconds from one look at the store to the next, and between two checkpoints at the least. Default 1,000. */
  readonly interval?: number;
  /** Milliseconds after which an unchanged checkpoint is signed again, as proof of life. Default 60,000. */
  readonly renewEvery?: number;
  /** Milliseconds between two tiles of the rolling comparison of store and log. Default 5,000. */
  readonly sampleEvery?: number;
  /** Entries a transaction at the most. Default 4,096. */
  readonly batch?: number;
  /** See `Resuming.recover`. Default false. */
  readonly recover?: boolean;
  /** See `Resuming.checkAll`. Default false. */
  readonly checkAll?: boolean;
  readonly chance?: () => number;
}

/**
 * `starting`: looking at what is there. `standby`: another notary holds the log. `following`: signing. `retrying`:
 * a part does not answer; it goes on by itself. `stopped`: it will not sign until a person has looked.
 */
export type NotaryState = 'starting' | 'standby' | 'following' | 'retrying' | 'stopped';

export interface NotaryHealth {
  readonly state: NotaryState;
  /** Entries under the newest published checkpoint. */
  readonly size: number;
  /** Entries read from the store that no published checkpoint covers yet; while catching up, at least so many. */
  readonly lag: number;
  /** How the newest published checkpoint stands with the witnesses; absent where the policy names none. */
  readonly witnesses?: Witnessing;
  /** Announced keys of the log that this machine does not have, by name and id; absent where it has them all. */
  readonly missingKeys?: readonly string[];
  /** Why it is `retrying` or `stopped`, in words that may be shown to anybody. */
  readonly reason?: string;
  /** The entry to look at, where there is one. */
  readonly entry?: number;
}
