import {
  AccessDeniedError,
  DeadlineExceededError,
  InvalidArgumentError,
  InvalidTransactionError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  RequiredMetadataPropertyMissingError,
  StreamDeletedError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';

/** The server did not answer within our own limit. */
export class NoAnswer extends Error {
  constructor(what: string, milliseconds: number) {
    super(`${what}: no answer within ${milliseconds} ms`);
    this.name = 'NoAnswer';
  }
}

/**
 * What a failed call says about its effect.
 * - `refused`: the server decided against it; nothing was written by this call.
 * - `elsewhere`: the node is not the leader and did nothing; the client has turned to the leader for the next call.
 * - `open`: everything else. It may have been done, may not, or may yet be: a killed server gives `CancelledError`,
 *   one that is down a plain `Error` with code 14 and no `type`, and one that was suspended answers UNAVAILABLE and
 *   carries the append out after all.
 */
export type Verdict = 'refused' | 'elsewhere' | 'open';

const refusals = [
  WrongExpectedVersionError,
  MaxAppendSizeExceededError,
  AccessDeniedError,
  StreamDeletedError,
  InvalidArgumentError,
  InvalidTransactionError,
  RequiredMetadataPropertyMissingError,
];

export function verdictOf(error: unknown): Verdict {
  if (error instanceof NotLeaderError) return 'elsewhere';
  return refusals.some((refusal) => error instanceof refusal) ? 'refused' : 'open';
}

/** A sentence for people; several of the client's errors have an empty message. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof WrongExpectedVersionError) return `the stream is at ${error.actualVersion}`;
  return error.message === '' ? error.name : error.message;
}

/** Nothing came, not even a failure. */
export const isSilence = (error: unknown): boolean =>
  error instanceof NoAnswer || error instanceof DeadlineExceededError;
