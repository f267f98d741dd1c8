/** What the shell learns. Documented in docs/reference/auditor.md; never renumbered. */
export const exitCodes = {
  /** Everything that was asked was checked, and held. */
  held: 0,
  /** Something did not hold: a hash, a signature, a quorum, an order. */
  failed: 1,
  /** The command was not understood. */
  usage: 2,
  /** It could not be checked: a server that does not answer, a file that cannot be read or written. */
  unchecked: 3,
} as const;

export type Verdict = Exclude<keyof typeof exitCodes, 'usage'>;

/** The command line is wrong: said with how it would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The check could not be made. Says nothing about the log. */
export class Unchecked extends Error {
  override readonly name = 'Unchecked';
}
