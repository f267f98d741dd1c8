// What must hold of a data folder after any death: read from the database itself, with no ledger running.
import { createHash } from 'node:crypto';
import { parseStream } from '@covenant/domain';
import { PostgresEventStore, START, type RecordedEvent } from '@covenant/event-store';
import { appRole, startEmbedded, withClient } from '@covenant/platform';
import { recordModels, schema } from '@covenant/read-models';
import { entryBytes, parseCheckpoint, TreeBuilder, treeHasher } from '@covenant/transparency';

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
      const wrongRows = await compareRows(url, events);
      return { events, wrongRows, log: compareLog(checkpoint, events) };
    } finally {
      await store.close();
    }
  } finally {
    await server.stop();
  }
}

interface Row {
  readonly id: string;
  readonly body: unknown;
  readonly revision: number;
  readonly position: string;
}

async function compareRows(url: string, events: readonly RecordedEvent[]): Promise<readonly string[]> {
  const wrong: string[] = [];
  await withClient(url, async (client) => {
    for (const model of recordModels) {
      const expected = new Map<string, Row>();
      for (const [entry, event] of events.entries()) {
        const address = parseStream(event.stream);
        if (address?.aggregate !== model.aggregate) continue;
        const body = model.evolve(expected.get(address.id)?.body ?? model.initial, { ...event, entry } as never);
        expected.set(address.id, { id: address.id, body, revision: event.revision, position: String(event.position) });
      }
      const { rows } = await client.query<Row>(
        `SELECT id, body, revision, as_of_position::text AS position FROM ${schema}.${model.table}`,
      );
      for (const row of rows) {
        const fold = expected.get(row.id);
        if (fold === undefined || asText(row) !== asText(fold)) wrong.push(`${model.table} ${row.id}`);
        expected.delete(row.id);
      }
      wrong.push(...[...expected.keys()].map((id) => `${model.table} ${id} is missing`));
    }
    const { rows } = await client.query<{ entry: string; event_id: string }>(
      `SELECT entry, event_id FROM ${schema}.entries ORDER BY entry`,
    );
    const numbered = rows.map(({ entry, event_id }) => `${entry} ${event_id}`);
    const right = events.map(({ id }, entry) => `${entry} ${id}`);
    if (numbered.join() !== right.join()) wrong.push('entries');
  });
  return wrong;
}

/** JSON with its members in order, so that two writings of one value are one text. */
const asText = (value: unknown): string =>
  JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );

function compareLog(text: string, events: readonly RecordedEvent[]): Found['log'] {
  const { size, root } = parseCheckpoint(`${text.split('\n\n')[0] ?? ''}\n`);
  const tree = new TreeBuilder(hasher);
  tree.append(events.slice(0, size).map((event) => hasher.leaf(entryBytes(event))));
  return { size, sameRoot: Buffer.from(tree.root()).equals(Buffer.from(root)) };
}
