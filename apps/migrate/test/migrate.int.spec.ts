import { generateKeyPairSync, hash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { makeReadOnly, makeWritable, PostgresEventStore, type RecordedEvent } from '@covenant/event-store';
import {
  ed25519Signer,
  entryBytes,
  formatProofFile,
  inclusionProof,
  noteVerifier,
  openCheckpoint,
  parseCheckpoint,
  parseNote,
  parseProofFile,
  signCheckpoint,
  TreeBuilder,
  treeHasher,
  verifyProofFile,
} from '@covenant/transparency';
import { bareDatabase, freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { FakeEventStoreDb, unavailable } from '../../../test/support/eventstoredb/index.js';
import type { Source, Target } from '../src/ends.js';
import { migrate } from '../src/migrate.js';
import { findPlace, openSource, openTarget } from '../src/places.js';
import { Interrupted } from '../src/refused.js';
import { anEvent, chance, Died, dying, everything, kept, record, tampered } from './ends.support.js';

jest.setTimeout(120_000);

const count = 400;
const seed = 20_301;
const hasher = treeHasher((bytes) => hash('sha256', bytes, 'buffer'));

const afterwards: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of afterwards.splice(0).reverse()) await close();
});

/** A closed PostgreSQL store with a past, the same for every test here. */
let origin: TestDatabase;
let originals: readonly RecordedEvent[];

beforeAll(async () => {
  origin = await freshDatabase();
  const store = await PostgresEventStore.open({ url: origin.appUrl });
  await record(store, count, seed);
  originals = await everything(store);
  await store.close();
  await makeReadOnly(origin.ownerUrl);
});

afterAll(() => origin.drop());

const opened = <End extends Source | Target>(end: End): End => {
  afterwards.push(() => end.close());
  return end;
};
const sourceAt = async (url: string, stopped = true): Promise<Source> =>
  opened(await openSource(await findPlace(url, {}), { stopped }));
const targetAt = async (url: string): Promise<Target> => opened(await openTarget(await findPlace(url, {})));

async function newFake(): Promise<FakeEventStoreDb> {
  const fake = await new FakeEventStoreDb().start();
  afterwards.push(() => fake.kill());
  return fake;
}

async function newDatabase(): Promise<TestDatabase> {
  const database = await bareDatabase();
  afterwards.push(() => database.drop());
  return database;
}

const rootOf = (events: readonly RecordedEvent[]): Uint8Array => {
  const builder = new TreeBuilder(hasher);
  builder.append(events.map((event) => hasher.leaf(entryBytes(event))));
  return builder.root();
};

describe('a copy', () => {
  it('from PostgreSQL to EventStoreDB and back is the same, event for event, with one root', async () => {
    const fake = await newFake();
    const first = await migrate({ source: await sourceAt(origin.appUrl), target: await targetAt(fake.url) });
    expect(first).toEqual({ events: count, copied: count, root: rootOf(originals) });

    const database = await newDatabase();
    const back = await migrate({ source: await sourceAt(fake.url), target: await targetAt(database.ownerUrl) });
    expect(back).toEqual(first);
    const { store } = await sourceAt(database.ownerUrl);
    expect(kept(await everything(store))).toEqual(kept(originals));
    expect((await everything(store)).map(({ position }) => position)).toEqual(originals.map(({ position }) => position));
  });

  it('takes what was added elsewhere back into the store that it came from', async () => {
    const fake = await newFake();
    const old = await newDatabase();
    const target = await targetAt(old.ownerUrl);
    await migrate({ source: await sourceAt(origin.appUrl), target });
    await makeReadOnly(old.ownerUrl);
    await migrate({ source: await sourceAt(old.ownerUrl), target: await targetAt(fake.url) });

    const away = await sourceAt(fake.url);
    await away.store.append('remedy-of-later', 'no-stream', [anEvent(2, 0), anEvent(2, 1)]);
    await expect(migrate({ source: away, target })).rejects.toMatchObject({ code: 'target-closed' });
    await makeWritable(old.ownerUrl);
    expect(await migrate({ source: away, target })).toMatchObject({ events: count + 2, copied: 2 });
    expect(kept(await everything(target.store))).toEqual(kept(await everything(away.store)));
  });

  it('keeps every old proof true', async () => {
    const size = 301;
    const name = 'log.example.org/city';
    const { privateKey } = generateKeyPairSync('ed25519');
    const signer = ed25519Signer(name, new Uint8Array(Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url')));
    const builder = new TreeBuilder(hasher);
    const tiles = new Map<string, Uint8Array>();
    for (const { level, index, hashes } of builder.append(originals.slice(0, size).map((event) => hasher.leaf(entryBytes(event))))) {
      tiles.set(`${level}/${index}`, hashes);
    }
    const checkpoint = await signCheckpoint({ origin: name, size, root: builder.root() }, [signer]);
    const tile = ({ level, index }: { level: number; index: number }): Promise<Uint8Array> =>
      Promise.resolve(tiles.get(`${level}/${index}`) ?? new Uint8Array());
    const path = await inclusionProof(123, size, tile, hasher);
    const proof = formatProofFile({ index: 123, path, checkpoint });

    const fake = await newFake();
    const published = parseCheckpoint(parseNote(checkpoint).text);
    await migrate({ source: await sourceAt(origin.appUrl), target: await targetAt(fake.url), checkpoint: published });
    const copies = await everything((await sourceAt(fake.url)).store);
    const copy = copies[123];
    if (copy === undefined) throw new Error('the copy has no event 123');
    const open = (note: Uint8Array) => openCheckpoint(note, [noteVerifier(signer.key)]);
    expect(verifyProofFile(parseProofFile(proof), entryBytes(copy), open, hasher).size).toBe(size);
    expect(rootOf(copies.slice(0, size))).toEqual(published.root);

    const database = await newDatabase();
    const wrong = { ...published, size: size + 1 };
    await expect(
      migrate({ source: await sourceAt(fake.url), target: await targetAt(database.ownerUrl), checkpoint: wrong }),
    ).rejects.toMatchObject({ code: 'root-differs' });
  });
});

describe('a copy that is interrupted', () => {
  const rounds = Array.from({ length: 3 }, (_, round) => round);

  it.each(rounds)('at random, round %i, goes on where it was, to EventStoreDB', async (round) => {
    const pick = chance(7_000 + round);
    const fake = await newFake();
    const source = await sourceAt(origin.appUrl);
    for (let deaths = 0; deaths < 4; deaths += 1) {
      const target = dying(await targetAt(fake.url), pick(40), pick(2) === 0 ? 'before' : 'after');
      await expect(migrate({ source, target })).rejects.toBeInstanceOf(Died);
      const there = await everything(target.store);
      expect(kept(there)).toEqual(kept(originals.slice(0, there.length)));
      await fake.kill();
      await fake.start();
    }
    expect(await migrate({ source, target: await targetAt(fake.url) })).toMatchObject({ events: count });
  });

  it('in PostgreSQL, with lost replies and at the caller’s word, too', async () => {
    const database = await newDatabase();
    const source = await sourceAt(origin.appUrl);
    await expect(migrate({ source, target: dying(await targetAt(database.ownerUrl), 33, 'after') })).rejects.toBeInstanceOf(Died);
    const stopping = AbortSignal.abort();
    const target = await targetAt(database.ownerUrl);
    await expect(migrate({ source, target, signal: stopping })).rejects.toBeInstanceOf(Interrupted);
    expect(await migrate({ source, target })).toMatchObject({ events: count });
    expect(kept(await everything(target.store))).toEqual(kept(originals));
  });

  it('by a server that loses replies and is away for a while is not interrupted at all', async () => {
    const fake = await newFake();
    for (let i = 0; i < 20; i += 1) {
      fake.faults.append.push(
        { apply: 'now', answer: 'the truth' },
        { apply: 'now', answer: unavailable },
        { apply: 'never', answer: unavailable },
      );
    }
    await migrate({ source: await sourceAt(origin.appUrl), target: await targetAt(fake.url) });
    expect(kept(await everything((await sourceAt(fake.url)).store))).toEqual(kept(originals));
  });
});

describe('a copy is refused', () => {
  let fake: FakeEventStoreDb;
  beforeEach(async () => {
    fake = await newFake();
  });

  it('while its source takes events', async () => {
    const open = await freshDatabase();
    afterwards.push(() => open.drop());
    const target = await targetAt(fake.url);
    await expect(migrate({ source: await sourceAt(open.appUrl), target })).rejects.toMatchObject({ code: 'source-writable' });
    const other = await newFake();
    const unstopped = await sourceAt(other.url, false);
    await expect(migrate({ source: unstopped, target })).rejects.toMatchObject({ code: 'source-writable' });
  });

  it('when its source took events meanwhile', async () => {
    const from = await sourceAt(fake.url);
    await record(from.store, 10, 5);
    const to = await targetAt((await newFake()).url);
    const target: Target = {
      ...to,
      async write(runs) {
        await to.write(runs);
        await from.store.append('remedy-of-meanwhile', 'no-stream', [anEvent(6, 0)]);
      },
    };
    await expect(migrate({ source: from, target })).rejects.toMatchObject({ code: 'source-grew' });
  });

  it('into a store that holds something else, with the number of the first difference, and nothing is added', async () => {
    const target = await targetAt(fake.url);
    for (const { stream, revision, position: _, ...event } of originals.slice(0, 7)) {
      await target.store.append(stream, revision === 0 ? 'no-stream' : revision - 1, [event]);
    }
    await target.store.append('remedy-of-somebody', 'no-stream', [anEvent(3, 0)]);
    const refusal = { code: 'target-differs', entry: 7 };
    await expect(migrate({ source: await sourceAt(origin.appUrl), target })).rejects.toMatchObject(refusal);
    expect(await everything(target.store)).toHaveLength(8);
  });

  it('into a store that has more', async () => {
    const target = await targetAt(fake.url);
    const source = await sourceAt(origin.appUrl);
    await migrate({ source, target });
    await target.store.append('remedy-of-later', 'no-stream', [anEvent(3, 0)]);
    await expect(migrate({ source, target })).rejects.toMatchObject({ code: 'target-has-more', entry: count });
  });
});

describe('a copy that was tampered with', () => {
  const id = 250;
  let copied: TestDatabase;
  let source: Source;
  let target: Target;
  beforeAll(async () => {
    copied = await bareDatabase();
    source = await openSource(await findPlace(origin.appUrl, {}), { stopped: false });
    target = await openTarget(await findPlace(copied.ownerUrl, {}));
    await migrate({ source, target });
  });
  afterAll(async () => {
    await source.close();
    await target.close();
    await copied.drop();
  });
  const changed = (change: (event: RecordedEvent) => RecordedEvent | undefined) => (event: RecordedEvent) =>
    event.id === originals[id]?.id ? change(event) : event;

  it.each<[string, (event: RecordedEvent) => RecordedEvent | undefined]>([
    ['content', (event) => ({ ...event, data: { ...event.data, more: 1 } })],
    ['order of members', (event) => ({ ...event, data: { late: true, ...event.data } })],
    ['time of recording', (event) => ({ ...event, metadata: { ...event.metadata, recordedAt: '2030-01-01T00:00:00.000Z' } })],
    ['author', (event) => ({ ...event, metadata: { ...event.metadata, actor: { subject: 'other', role: 'staff' } } })],
    ['key of idempotency', (event) => ({ ...event, metadata: { ...event.metadata, idempotencyKey: 'other' } })],
    ['id', (event) => ({ ...event, id: anEvent(9, 9).id })],
    ['type', (event) => ({ ...event, type: 'CommitmentMet' })],
    ['stream', (event) => ({ ...event, stream: 'remedy-of-somebody' })],
    ['revision', (event) => ({ ...event, revision: event.revision + 1 })],
    ['presence', () => undefined],
  ])('in its %s is noticed', async (_what, change) => {
    const refusal = { code: 'target-differs', entry: id };
    await expect(migrate({ source, target: tampered(target, changed(change)) })).rejects.toMatchObject(refusal);
  });

  it('is noticed when its server forgets what it has just recorded', async () => {
    const empty = await newFake();
    const last = originals.at(-1)?.id;
    const forgetful = tampered(await targetAt(empty.url), (event) => (event.id === last ? undefined : event));
    await expect(migrate({ source, target: forgetful })).rejects.toMatchObject({ code: 'target-differs', entry: count - 1 });
  });
});
