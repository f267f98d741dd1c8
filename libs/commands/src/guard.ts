import { personalMembers } from '@covenant/domain';
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

/** Of a process that has no keys: it records nothing that would have to be sealed. */
export const noGuard: Guard = {
  before: (_stream, events) => {
    // Whoever records that somebody was forgotten has destroyed their key first.
    if (events.some(({ type }) => type === 'SubjectErased')) return Promise.reject(new Error('this process cannot destroy the key of a subject'));
    const bare = events.find(({ type }) => personalMembers(type).length > 0);
    return bare === undefined ? Promise.resolve(events) : Promise.reject(new Error(`this process cannot seal what ${bare.type} holds`));
  },
};
