// What must hold after every round, whatever happened in it. It keeps what it has seen of the store, so that a round
// costs what the round wrote; a fresh one, which begins at the first event, must come to the same.
import { createHash } from 'node:crypto';
import type { RecordedEvent } from '@covenant/event-store';
import { START } from '@covenant/event-store';
import { withClient } from '@covenant/platform';
import { entryBytes, TreeBuilder, treeHasher } from '@covenant/transparency';
import type { Order } from '../support/crash-load.js';
import { FreshFold } from '../support/fresh-fold.js';
import type { Shown } from './checkpoints.js';
import { openStore, type StoreEngine } from './store.js';
import { TopicRecord } from './topic-record.js';
import { topic } from './topology.js';

const hasher = treeHasher((bytes) => createHash('sha256').update(bytes).digest());

export interface Looked {
  readonly databaseUrl: string;
  /** Where the events are, if not in that database. */
  readonly store: StoreEngine | undefined;
  readonly orders: readonly Order[];
  readonly shown: Iterable<Shown>;
}

export class Oracle {
  /** Of the store, in order. */
  readonly events: RecordedEvent[] = [];
  readonly topic: TopicRecord;
  private readonly fold = new FreshFold();
  private readonly tree = new TreeBuilder(hasher);
  /** Root after so many entries, in hex. */
  private readonly roots: string[] = [hex(new TreeBuilder(hasher))];
  private readonly byKey = new Map<string, string[]>();
  private readonly ids = new Set<string>();
  private readonly revisions = new Map<string, number>();

  constructor(brokers: () => string) {
    this.topic = new TopicRecord(() => ({ brokers: [brokers()] }), topic);
  }

  /** Sentences about what is wrong; none is right. */
  async check({ databaseUrl, store, orders, shown }: Looked): Promise<readonly string[]> {
    const fresh = await this.readOn(store, databaseUrl);
    const wrong = [...this.take(fresh)];
    wrong.push(...(await this.topic.compare(fresh)));
    wrong.push(...(await this.fold.wrongRows(databaseUrl)).map((row) => `a row is not what a fresh fold gives: ${row}`));
    wrong.push(...(await this.compareIndex(databaseUrl)), ...this.compareOrders(orders));
    for (const { size, root, by } of shown) {
      if (this.roots[size] !== root) wrong.push(`${by} has a tree of ${size} entries that is not the store's`);
    }
    return wrong;
  }

  typesByStream(): ReadonlyMap<string, readonly string[]> {
    const types = new Map<string, string[]>();
    for (const { stream, type } of this.events) types.set(stream, [...(types.get(stream) ?? []), type]);
    return types;
  }

  private async readOn(engine: StoreEngine | undefined, url: string): Promise<readonly RecordedEvent[]> {
    const store = await openStore(engine, url);
    try {
      const found: RecordedEvent[] = [];
      for (let after = this.events.at(-1)?.position ?? START; ; after = found.at(-1)?.position ?? after) {
        const batch = await store.readAll(after, 1_000);
        if (batch.length === 0) return found;
        found.push(...batch);
      }
    } finally {
      await store.close();
    }
  }

  private *take(events: readonly RecordedEvent[]): Generator<string> {
    this.fold.add(events);
    for (const event of events) {
      const { id, stream, revision, metadata } = event;
      if (this.ids.has(id)) yield `event ${id} is in the store twice`;
      if (revision !== (this.revisions.get(stream) ?? -1) + 1) yield `event ${id} is not the next one of ${stream}`;
      this.ids.add(id);
      this.revisions.set(stream, revision);
      this.events.push(event);
      this.tree.append([hasher.leaf(entryBytes(event))]);
      this.roots.push(hex(this.tree));
      const { idempotencyKey: key } = metadata;
      if (key !== undefined) this.byKey.set(key, [...(this.byKey.get(key) ?? []), id]);
    }
  }

  /** The log numbers the store's events, densely and in its order. */
  private async compareIndex(url: string): Promise<readonly string[]> {
    const { rows } = await withClient(url, (client) =>
      client.query<{ number: string; event_id: string }>('SELECT number, event_id FROM log.entries ORDER BY number'),
    );
    const numbered = rows.map(({ number, event_id }) => `${number} ${event_id}`).join();
    return numbered === this.events.map(({ id }, entry) => `${entry} ${id}`).join() ? [] : ["the log's index is not the store's order"];
  }

  /** Every command that was acknowledged is there as it was answered; every other one at most once. */
  private *compareOrders(orders: readonly Order[]): Generator<string> {
    for (const { key, path, receipt } of orders) {
      const found = this.byKey.get(key) ?? [];
      const answered = receipt?.events.map(({ id }) => id) ?? found.slice(0, 1);
      if (found.join() !== answered.join()) yield `${path} with the key ${key} was answered with ${answered.join()}, and the store has ${found.join()}`;
    }
  }
}

const hex = (tree: TreeBuilder): string => Buffer.from(tree.root()).toString('hex');
