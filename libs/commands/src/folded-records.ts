import { aggregateNamed, streamOf, type AggregateName, type AnyAggregate, type DomainEvent, type Folded, type RecordedActor } from '@covenant/domain';
import type { EventStore, RecordedEvent } from '@covenant/event-store';
import { LRUCache } from 'lru-cache';
import { readEvent } from './read-event.js';

export interface Entry {
  readonly id: string;
  readonly type: string;
  readonly actor: RecordedActor;
}

/** A record folded up to `revision`; -1 and the initial state before it exists. */
export interface FoldedRecord {
  readonly aggregate: AnyAggregate;
  readonly stream: string;
  state: { readonly status: string };
  revision: number;
  readonly history: Entry[];
}

/** An event just recorded by this process, as its own append described it. */
export interface Applied extends Folded<DomainEvent> {
  readonly revision: number;
}

/**
 * Folded records, kept in memory so that a command need not read its stream again.
 *
 * What is kept may be behind: only this process's own appends and, within moments, the store's live subscription
 * (`CacheKeeper`) bring it forward. Nobody relies on it being right: an accepted decision is checked by the store's
 * expected revision, and a refusal is given only on what was read afresh (`load(…, true)`).
 * Memory: bounded by the number of records and of the entries in them.
 */
export class FoldedRecords {
  private readonly kept: LRUCache<string, FoldedRecord>;
  private readonly loading = new Map<string, Promise<FoldedRecord>>();

  constructor(
    private readonly store: Pick<EventStore, 'readStream'>,
    records: number,
  ) {
    this.kept = new LRUCache({ max: records, maxSize: records * 16, sizeCalculation: ({ history }) => 8 + history.length });
  }

  get size(): number {
    return this.kept.size;
  }

  /** @param fresh read it from the store whatever is kept */
  load(name: AggregateName, id: string, fresh = false): FoldedRecord | Promise<FoldedRecord> {
    const stream = streamOf(name, id);
    if (!fresh) {
      const known = this.kept.get(stream);
      if (known !== undefined) return known;
    }
    const before = this.loading.get(stream);
    if (before !== undefined && !fresh) return before;
    const loading = this.read(aggregateNamed(name), stream)
      .then((record) => {
        if (this.loading.get(stream) === loading) this.keep(record);
        return record;
      })
      .finally(() => {
        if (this.loading.get(stream) === loading) this.loading.delete(stream);
      });
    this.loading.set(stream, loading);
    return loading;
  }

  /** As current as read afresh, for the price of what was recorded since. */
  async current(name: AggregateName, id: string): Promise<FoldedRecord> {
    const known = this.kept.get(streamOf(name, id));
    if (known === undefined) return this.load(name, id, true);
    const read = await this.store.readStream(known.stream, { from: known.revision + 1 });
    // This process may have recorded some of it itself meanwhile.
    const since = read.filter(({ revision }) => revision > known.revision);
    if (since.length === 0) return known;
    // A record that a command of its own is decided on just now stays as it is: its append names the revision it has.
    const record = folded({ ...known, history: [...known.history] }, since);
    if (this.kept.peek(known.stream) === known) this.kept.set(known.stream, record);
    return record;
  }

  /** A record before it exists. */
  blank(name: AggregateName, id: string): FoldedRecord {
    const aggregate = aggregateNamed(name);
    return { aggregate, stream: streamOf(name, id), state: aggregate.initial, revision: -1, history: [] };
  }

  /** Brings a record forward by events that follow on what it holds; anything else is left for the next load. */
  apply(record: FoldedRecord, events: readonly Applied[]): void {
    for (const event of events) {
      if (event.revision !== record.revision + 1) return this.forget(record.stream);
      record.state = record.aggregate.evolve(record.state, event);
      record.history.push({ id: event.id, type: event.type, actor: event.actor });
      record.revision = event.revision;
    }
    this.kept.set(record.stream, record);
  }

  /** Somebody else's event: what is kept and now behind goes. */
  saw(event: RecordedEvent): void {
    const record = this.kept.peek(event.stream);
    if (record === undefined || record.revision < event.revision) this.forget(event.stream);
  }

  /** What is being read just now may be from before as well: it is used once by who asked for it, and not kept. */
  forget(stream: string): void {
    this.kept.delete(stream);
    this.loading.delete(stream);
  }

  forgetEvery(name: AggregateName): void {
    const streams = streamOf(name, '');
    for (const stream of [...this.kept.keys(), ...this.loading.keys()]) if (stream.startsWith(streams)) this.forget(stream);
  }

  forgetAll(): void {
    this.kept.clear();
    this.loading.clear();
  }

  private async read(aggregate: AnyAggregate, stream: string): Promise<FoldedRecord> {
    return folded({ aggregate, stream, state: aggregate.initial, revision: -1, history: [] }, await this.store.readStream(stream));
  }

  private keep(record: FoldedRecord): void {
    const known = this.kept.peek(record.stream);
    if (record.revision >= 0 && (known === undefined || known.revision <= record.revision)) this.kept.set(record.stream, record);
  }
}

/** The record given, brought forward by events that follow on what it holds. */
function folded(record: FoldedRecord, events: readonly RecordedEvent[]): FoldedRecord {
  for (const event of events) {
    record.state = record.aggregate.evolve(record.state, readEvent(record.aggregate, event));
    record.history.push({ id: event.id, type: event.type, actor: event.metadata.actor });
    record.revision = event.revision;
  }
  return record;
}
