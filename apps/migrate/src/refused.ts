import { counted } from './counted.js';

/** Why a copy was not begun, or does not stand. */
export type RefusalCode =
  /** The source may still take events: what is copied now would not be all of it. */
  | 'source-writable'
  /** The source took events meanwhile. */
  | 'source-grew'
  /** The target takes no events, or this role may not write them. */
  | 'target-closed'
  /** The target holds something that is not the beginning of the source. */
  | 'target-differs'
  /** The target holds the whole source and more. */
  | 'target-has-more'
  /** The copy gives another tree than the source, or than the checkpoint says. */
  | 'root-differs'
  /** No public log can hold this event. */
  | 'unfit-entry'
  | 'no-such-place';

export class MigrationRefused extends Error {
  constructor(
    readonly code: RefusalCode,
    message: string,
    /** Number of the first event concerned, from 0. */
    readonly entry?: number,
  ) {
    super(message);
    this.name = 'MigrationRefused';
  }
}

/** The caller asked to end. What was copied is the beginning of the source, and the same command goes on behind it. */
export class Interrupted extends Error {
  constructor(readonly events: number) {
    super(`Interrupted with ${counted(events, 'event')} in the target.`);
    this.name = 'Interrupted';
  }
}
