import type { NewEvent } from '@covenant/event-store';

/** What has to be done to events before they may be stored, such as sealing what is personal in them. */
export interface Guard {
  /**
   * Gives the events as they are to be stored. What it does besides is done when this resolves, and before the append;
   * it may be done again for a command that is tried again.
   * @param begins these are the first events of the stream
   */
  before(stream: string, events: readonly NewEvent[], begins: boolean): Promise<readonly NewEvent[]>;
}
