/** What was read does not have the form that its specification gives it. Nothing of it may be used. */
export class MalformedError extends Error {
  constructor(
    /** Which format: `note`, `checkpoint`, `tile`, `bundle`, `proof`, `key`, `policy`, `json`, `entry`, `announcement`. */
    readonly format: string,
    detail: string,
  ) {
    super(`${format}: ${detail}`);
    this.name = 'MalformedError';
  }
}

/** The form is right and the claim is false: a hash or a signature that does not hold. */
export class UnprovenError extends Error {
  constructor(
    /**
     * Stable, for programs: `signature-invalid`, `signature-missing`, `signature-kind` (no key of one kind in force signed),
     * `origin`, `inclusion`, `consistency`, `tile`, `quorum`, `announcement` (of a key, not signed by the keys it is about),
     * `key-period` (signed by a key that signs no tree of that size).
     */
    readonly code: UnprovenCode,
    message: string,
  ) {
    super(message);
    this.name = 'UnprovenError';
  }
}

export type UnprovenCode =
  | 'signature-invalid'
  | 'signature-missing'
  | 'signature-kind'
  | 'origin'
  | 'inclusion'
  | 'consistency'
  | 'tile'
  | 'quorum'
  | 'announcement'
  | 'key-period';
