/** Why the notary will sign nothing more until a person has looked. Stable, for programs. */
export type StopCode =
  /** The store has another event, or none, where the log has an entry. */
  | 'store-contradicts-log'
  /** The database holds less than what was published: an older copy was restored. */
  | 'behind-published'
  /** The database holds another tree than the one that was published or signed. */
  | 'forked'
  /** The last checkpoint was signed by another key or for another origin. */
  | 'wrong-key'
  /** The log has changed to a key that is not at hand. */
  | 'key-missing'
  /** The tables contradict themselves. */
  | 'log-damaged'
  /** The store has an event that no entry can hold. */
  | 'unfit-entry';

/** The notary stopped on purpose. `entry` is the number of the entry to look at, where there is one. */
export class NotaryStopped extends Error {
  constructor(
    readonly code: StopCode,
    message: string,
    readonly entry?: number,
  ) {
    super(message);
    this.name = 'NotaryStopped';
  }
}
