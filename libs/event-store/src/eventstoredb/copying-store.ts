import type { EventStore, ExpectedRevision, NewEvent } from '../port.js';

export interface CopyingStore extends EventStore {
  /**
   * Records events of another store, in a third of the calls: ids must be new to the stream, the caller awaits each call,
   * and reads everything back in the end. Checks and refusals as `append`. After any other error the events may have been
   * recorded or not; the same call again is harmless and finds out.
   */
  copyIn(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<void>;
}
