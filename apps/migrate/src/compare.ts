import type { Position, RecordedEvent } from '@covenant/event-store';
import { START } from '@covenant/event-store';
import { counted } from './counted.js';
import { type Read, type Source, type Target, exactly, pageSize } from './ends.js';
import { MigrationRefused } from './refused.js';

/** The events that both ends have at the same places. */
export interface Common {
  readonly events: number;
  /** The position of the last of them in the source, or `START`. */
  readonly position: Position;
}

/** Takes each stretch of equal events, as the source has it and as the target has it. */
export type OnEqual = (
  source: readonly RecordedEvent[],
  target: readonly RecordedEvent[],
  done: Common,
) => Promise<void> | void;

/**
 * Reads both ends from the beginning as long as the target goes on, and holds every event against its counterpart:
 * id, type, stream, revision, and the JSON text of data and metadata, with the time of recording and the order of members.
 * @throws MigrationRefused `target-differs`, `target-has-more`
 */
export async function commonBeginning(source: Source<Read>, target: Target, onEqual: OnEqual): Promise<Common> {
  let done: Common = { events: 0, position: START };
  let there = START;
  for (;;) {
    const [from, to] = await Promise.all([
      exactly(source.store, done.position, pageSize),
      exactly(target.store, there, pageSize),
    ]);
    for (const [index, copy] of to.entries()) {
      const number = done.events + index;
      const original = from[index];
      if (original === undefined) throw hasMore(source, target, number, copy);
      const member = difference(original, copy);
      if (member !== undefined) throw differs(source, target, number, original, copy, member);
    }
    const last = from[to.length - 1];
    if (last === undefined) return done;
    done = { events: done.events + to.length, position: last.position };
    there = to.at(-1)?.position ?? there;
    await onEqual(from.slice(0, to.length), to, done);
    if (to.length < pageSize) return done;
  }
}

/** The member in which the two differ. Positions are each store's own. */
function difference(a: RecordedEvent, b: RecordedEvent): string | undefined {
  for (const member of ['id', 'type', 'stream', 'revision'] as const) if (a[member] !== b[member]) return member;
  if (a.metadata.recordedAt !== b.metadata.recordedAt) return 'recordedAt';
  return (['data', 'metadata'] as const).find((member) => JSON.stringify(a[member]) !== JSON.stringify(b[member]));
}

function differs(
  source: Source<Read>,
  target: Target,
  number: number,
  original: RecordedEvent,
  copy: RecordedEvent,
  member: string,
): MigrationRefused {
  const what = member === 'id' ? `event ${copy.id}` : `event ${copy.id} with another ${member}`;
  return new MigrationRefused(
    'target-differs',
    `${target.name} is no copy of ${source.name}: event ${number} of the source is ${original.id} ` +
      `(${original.stream}, revision ${original.revision}), and the target has ${what} there. ` +
      'Nothing was added behind it. Copy into an empty store.',
    number,
  );
}

const hasMore = (source: Source<Read>, target: Target, number: number, copy: RecordedEvent): MigrationRefused =>
  new MigrationRefused(
    'target-has-more',
    `${target.name} has ${number === 1 ? 'the one event' : `all ${counted(number, 'event')}`} of ${source.name} and goes on with event ${copy.id} (${copy.stream}). ` +
      'It was written to since, or it is the newer of the two.',
    number,
  );
