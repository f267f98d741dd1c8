import { Metadata, status } from '@grpc/grpc-js';

/** A status that the fake answers with instead of its result. */
export interface Trouble {
  readonly code: number;
  readonly details: string;
  readonly metadata?: Metadata;
}

/**
 * What happens to the next append. `apply: 'later'` is a suspended server: the request waits in it and takes effect
 * when `release` is called, whatever the caller was told. `half-close` ends the answers and says nothing.
 */
export interface AppendFault {
  readonly apply: 'never' | 'now' | 'later';
  readonly answer: 'nothing' | 'half-close' | 'the truth' | Trouble;
}

/** The next read or subscription gives `after` events and then fails, falls silent, or ends as if all were well. */
export interface ReadFault {
  readonly after: number;
  readonly then: 'nothing' | 'end' | Trouble;
}

/** One entry is used up by one call, in order. */
export class Faults {
  readonly append: AppendFault[] = [];
  readonly read: ReadFault[] = [];
  readonly subscribe: ReadFault[] = [];
  readonly features: ('nothing' | Trouble)[] = [];
  readonly gossip: ('nothing' | Trouble)[] = [];
  /** A slow link: every message of the server waits so many milliseconds. */
  slowMs = 0;
}

export const unavailable: Trouble = { code: status.UNAVAILABLE, details: 'Server Is Not Ready' };
export const timedOut: Trouble = { code: status.ABORTED, details: 'Operation timed out' };
export const unknown: Trouble = { code: status.UNKNOWN, details: 'Exception was thrown by handler.' };
export const cancelled: Trouble = { code: status.CANCELLED, details: 'The call was cancelled by the server' };

const exception = (code: number, details: string, entries: Readonly<Record<string, string>>): Trouble => {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(entries)) metadata.set(key, value);
  return { code, details, metadata };
};

export const notLeader = (host: string, port: number): Trouble =>
  exception(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(port),
  });

export const accessDenied: Trouble = exception(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });

export const tooLarge = (limit: number): Trouble =>
  exception(status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(limit),
  });
