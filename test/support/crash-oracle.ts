// What must hold of a data folder after any death: read from the database itself, with no ledger running.
import { createHash } from 'node:crypto';
import { PostgresEventStore, START, type RecordedEvent } from '@covenant/event-store';
import { appRole, startEmbedded } from '@covenant/platform';
import { entryBytes, parseCheckpoint, TreeBuilder, treeHasher } from '@covenant/transparency';
import { FreshFold } from './fresh-fold.js';

export interface Found {
  readonly events: readonly RecordedEvent[];
  /** Rows of the read models that are not what a fresh fold of the store gives; empty is right. */
  readonly wrongRows: readonly string[];
  /** Whether the root of the last checkpoint is the root over the store's events up to its size. */
  readonly log: { readonly size: number; readonly sameRoot: boolean };
}

const hasher = treeHasher((bytes) => createHash('sha256').update(bytes).digest());

/** @param checkpoint the text that the ledger served last */
export async function examine(dataDir: string, checkpoint: string): Promise<Found> {
  const server = await startEmbedded({ folder: dataDir });
  try {
    const url = server.url({ name: appRole, password: server.secrets.app }, 'covenant');
    const store = await PostgresEventStore.open({ url });
    try {
      const events: RecordedEvent[] = [];
      for (let after = START; ; ) {
        const batch = await store.readAll(after, 1_000);
        events.push(...batch);
        const last = batch.at(-1);
        if (last === undefined) break;
        after = last.position;
      }
      const fold = new FreshFold();
      fold.add(events);
      return { events, wrongRows: await fold.wrongRows(url), log: compareLog(checkpoint, events) };
    } finally {
      await store.close();
    }
  } finally {
    await server.stop();
  }
}

function compareLog(text: string, events: readonly RecordedEvent[]): Found['log'] {
  const { size, root } = parseCheckpoint(`${text.split('\n\n')[0] ?? ''}\n`);
  const tree = new TreeBuilder(hasher);
  tree.append(events.slice(0, size).map((event) => hasher.leaf(entryBytes(event))));
  return { size, sameRoot: Buffer.from(tree.root()).equals(Buffer.from(root)) };
}
