import type { ExpectedRevision } from './port.js';

/** The stream is not where the caller thought. `actual` is undefined when it does not exist. */
export class WrongExpectedRevision extends Error {
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: number | undefined,
  ) {
    super(`stream ${stream} is at ${actual ?? 'no revision'}, not at ${expected}`);
    this.name = 'WrongExpectedRevision';
  }
}

/** An id of this append is recorded already, as part of something else. */
export class EventIdConflict extends Error {
  constructor(
    readonly stream: string,
    readonly eventId: string,
  ) {
    super(`event ${eventId} is already recorded and is not this append to ${stream}`);
    this.name = 'EventIdConflict';
  }
}

/** An event, or the call up to and with it, is larger than the store takes. Sizes in bytes of the stored JSON. */
export class EventTooLarge extends Error {
  constructor(
    readonly eventId: string,
    readonly bytes: number,
    readonly limit: number,
  ) {
    super(`event ${eventId} has ${bytes} bytes; the store takes ${limit}`);
    this.name = 'EventTooLarge';
  }
}

/** An event cannot be stored and given back as it is. A mistake of the program, not of a person. */
export class EventMalformed extends Error {
  constructor(
    readonly eventId: string,
    readonly reason: string,
  ) {
    super(`event ${eventId} cannot be stored: ${reason}`);
    this.name = 'EventMalformed';
  }
}

/**
 * The engine went away in the middle of the append and did not come back within the adapter's limit: it may have
 * been recorded, or may still be. The same call with the same ids is safe at any time and finds out.
 */
export class OutcomeUnknown extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OutcomeUnknown';
  }
}

/** The store did not answer in time and nothing of the call was written. Trying again is safe. */
export class StoreUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreUnavailable';
  }
}
