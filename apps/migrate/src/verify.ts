import type { RecordedEvent } from '@covenant/event-store';
import {
  type Checkpoint,
  entryBytes,
  EntryTooLarge,
  MalformedError,
  sameBytes,
  toBase64,
  TreeBuilder,
} from '@covenant/transparency';
import { type Common, commonBeginning } from './compare.js';
import { counted } from './counted.js';
import type { Read, Source, Target } from './ends.js';
import { hasher } from './hasher.js';
import { MigrationRefused } from './refused.js';

/** What both ends were found to be. */
export interface Verified {
  readonly events: number;
  /** RFC 6962 root of the public log over them. */
  readonly root: Uint8Array;
}

/**
 * Reads both ends anew from the first event to the last and builds the public log's tree over each, by itself.
 * @param checkpoint what the log has published: both trees must have had this root at that size
 * @throws MigrationRefused `target-differs`, `target-has-more`, `root-differs`, `unfit-entry`
 */
export async function verify(
  source: Source<Read>,
  target: Target,
  checkpoint: Checkpoint | undefined,
  onProgress: (done: Common) => void,
): Promise<Verified> {
  const trees = [new TreeBuilder(hasher), new TreeBuilder(hasher)] as const;
  const rootsMustAgree = (): Uint8Array => {
    const [a, b] = [trees[0].root(), trees[1].root()];
    if (!sameBytes(a, b)) {
      throw new MigrationRefused(
        'root-differs',
        `The log over ${counted(trees[0].size, 'event')} has root ${toBase64(a)} from ${source.name} and ${toBase64(b)} from ${target.name}.`,
      );
    }
    return a;
  };
  const grow = (tree: TreeBuilder, events: readonly RecordedEvent[], from: number): void => {
    tree.append(events.map((event, index) => hasher.leaf(entryOf(event, from + index))));
  };
  const { events } = await commonBeginning(source, target, (originals, copies, done) => {
    const from = done.events - originals.length;
    const cut = checkpoint !== undefined && checkpoint.size > from && checkpoint.size <= done.events ? checkpoint.size - from : 0;
    for (const [begin, end] of [[0, cut], [cut, originals.length]] as const) {
      grow(trees[0], originals.slice(begin, end), from + begin);
      grow(trees[1], copies.slice(begin, end), from + begin);
      if (checkpoint !== undefined && begin === 0 && cut > 0) mustBe(checkpoint, rootsMustAgree());
    }
    onProgress(done);
  });
  if (checkpoint !== undefined && checkpoint.size > events) {
    throw new MigrationRefused(
      'root-differs',
      `The log ${checkpoint.origin} has published ${counted(checkpoint.size, 'entry', 'entries')}; ${source.name} has only ${counted(events, 'event')}.`,
    );
  }
  return { events, root: rootsMustAgree() };
}

function mustBe({ origin, size, root }: Checkpoint, found: Uint8Array): void {
  if (sameBytes(root, found)) return;
  throw new MigrationRefused(
    'root-differs',
    `The log ${origin} has published root ${toBase64(root)} for ${counted(size, 'entry', 'entries')}; both stores give ${toBase64(found)}. ` +
      'The source is not what was published: keep it as it is, and compare it with a mirror of the log.',
  );
}

function entryOf(event: RecordedEvent, number: number): Uint8Array {
  try {
    return entryBytes(event);
  } catch (error) {
    if (!(error instanceof EntryTooLarge || error instanceof MalformedError)) throw error;
    throw new MigrationRefused('unfit-entry', `No log can hold event ${number} (${event.id}): ${error.message}.`, number);
  }
}
