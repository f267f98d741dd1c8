import type { NoteSigner, NoteVerifier, RawSigner, VerifierKey } from '@covenant/transparency';

/** A key of the log: signs checkpoints under the log's origin as its name. */
export interface LogKey extends NoteSigner {
  readonly verifier: NoteVerifier;
  readonly key: VerifierKey;
  /** The public key as people exchange it: `name+id+base64`. */
  readonly vkey: string;
  /** Signs a message as it is, and not as a note: for the announcement of a key. */
  readonly raw: RawSigner;
}

/** A key cannot be used. The message is for the operator. */
export class LogKeyError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LogKeyError';
  }
}

/** Seconds since 1970, for the signatures that carry their time. */
export const seconds = (): number => Math.floor(Date.now() / 1000);
