import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStore } from '@covenant/event-store';
import {
  entryBytes,
  leafHash,
  openCheckpoint,
  type OpenedCheckpoint,
  parseProofFile,
  rootFromTiles,
  sameBytes,
  TreeBuilder,
  utf8,
  verifyConsistency,
  verifyProofFile,
} from '@covenant/transparency';
import { verifyAll } from '../src/engine/verify-all.js';
import { nodeHasher } from '../src/hasher.js';
import type { LogKey } from '../src/keys/log-key.js';
import { verifiersOf } from '../src/keys/log-keys.js';
import { asAdmin, newWorld, origin, record, tamper, type World } from '../../../test/support/log/world.js';

let world: World;
beforeEach(async () => {
  world = await newWorld();
});
afterEach(() => world.close());

const everything = async (): Promise<readonly Uint8Array[]> => (await world.store.readAll(-1n, 100_000)).map((event) => entryBytes(event));

const opened =
  (key: LogKey) =>
  (note: Uint8Array): OpenedCheckpoint =>
    openCheckpoint(note, [key.verifier]);

const rootOf = (entries: readonly Uint8Array[]): Uint8Array => {
  const builder = new TreeBuilder();
  builder.append(entries.map((entry) => leafHash(entry)));
  return builder.root();
};

describe('the notary', () => {
  it('signs the empty tree before there is anything', async () => {
    const { notary, key, publicLog } = await world.open();
    notary.start();
    await notary.covered((await record(world, 1)).position);
    const first = await asAdmin<{ note: string }>(world, 'SELECT note FROM log.checkpoints ORDER BY size LIMIT 1');
    const checkpoint = opened(key)(utf8(first[0]?.note ?? ''));
    expect(checkpoint).toMatchObject({ origin, size: 0, extensions: [] });
    expect(sameBytes(checkpoint.root, rootOf([]))).toBe(true);
    expect((await publicLog.checkpoint()).size).toBe(1);
  });

  it('covers what is recorded: each event has a proof under the key, over exactly its bytes', async () => {
    const { notary, key, publicLog } = await world.open();
    notary.start();
    const { ids, position } = await record(world, 700);
    await notary.covered(position);
    const entries = await everything();
    for (const at of [0, 1, 255, 256, 511, 699]) {
      const proof = parseProofFile(await publicLog.proof(ids[at] ?? ''));
      expect(proof.index).toBe(at);
      expect(verifyProofFile(proof, entries[at] ?? new Uint8Array(), opened(key)).size).toBe(700);
      const shown = await publicLog.entry(ids[at] ?? '');
      expect(shown).toMatchObject({ number: at, faithful: true });
      expect(Buffer.from(shown.bytes)).toEqual(Buffer.from(entries[at] ?? []));
    }
    expect(sameBytes((await publicLog.checkpoint()).root, rootOf(entries))).toBe(true);
    expect(notary.health()).toEqual({ state: 'following', size: 700, lag: 0 });
  });

  it('keeps every tree it signed: proofs at earlier sizes, and each continues the one before', async () => {
    const { notary, key, publicLog, reader } = await world.open();
    notary.start();
    const sizes: number[] = [];
    notary.onCheckpoint(({ size }) => sizes.push(size));
    const ids: string[] = [];
    for (const count of [1, 254, 1, 1, 300, 3]) {
      const recorded = await record(world, count);
      ids.push(...recorded.ids);
      await notary.covered(recorded.position);
    }
    expect(sizes.at(-1)).toBe(560);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    const entries = await everything();
    for (const [i, size] of sizes.entries()) {
      const root = rootOf(entries.slice(0, size));
      expect(sameBytes(await rootFromTiles(size, reader.tile), root)).toBe(true);
      const from = sizes[i - 1] ?? 0;
      if (size > 0) {
        const proof = parseProofFile(await publicLog.proof(ids[size - 1] ?? '', size));
        expect(verifyProofFile(proof, entries[size - 1] ?? new Uint8Array(), opened(key))).toMatchObject({ size });
      }
      const { consistency } = await publicLog.consistency(from, size);
      const path = consistency.map((hash) => new Uint8Array(Buffer.from(hash, 'base64')));
      expect(verifyConsistency({ from, to: size, fromRoot: rootOf(entries.slice(0, from)), toRoot: root, path })).toBe(true);
    }
  });

  it('signs once for all that a store which never rests has recorded since the last look', async () => {
    const restless: EventStore = {
      append: (...given) => world.store.append(...given),
      readStream: (...given) => world.store.readStream(...given),
      head: () => world.store.head(),
      subscribe: (...given) => world.store.subscribe(...given),
      close: () => world.store.close(),
      async readAll(...given) {
        await record(world, 1);
        return world.store.readAll(...given);
      },
    };
    await record(world, 10);
    const { notary } = await world.open({ store: restless, interval: 500 });
    const published: number[] = [];
    const thrice = new Promise<void>((resolve) => {
      notary.onCheckpoint(({ size }) => published.push(size) === 3 && resolve());
    });
    notary.start();
    await thrice;
    await notary.stop();
    const signed = await asAdmin(world, 'SELECT size FROM log.checkpoints WHERE size > 0');
    expect(signed.length).toBeLessThanOrEqual(2 * published.length);
  });

  it('makes its key once, readable by nobody else, and keeps the last published checkpoint in a file', async () => {
    const first = await world.open();
    first.notary.start();
    const { position } = await record(world, 10);
    await first.notary.covered(position);
    await first.notary.stop();
    const second = await world.open();
    expect(second.key.vkey).toBe(first.key.vkey);
    const { note } = await second.publicLog.checkpoint();
    expect(await readFile(join(world.dataDir, 'log-checkpoint'), 'utf8')).toBe(note);
  });

  it('comes out bit for bit the same when its tables are emptied and the store is read again', async () => {
    const first = await world.open({ batch: 100 });
    first.notary.start();
    await first.notary.covered((await record(world, 1_300)).position);
    await first.notary.stop();
    const tables = async (): Promise<unknown> =>
      Promise.all(
        [
          'SELECT level, index, hashes FROM log.tiles ORDER BY 1, 2',
          'SELECT number, event_id, position FROM log.entries ORDER BY 1',
          'SELECT size, root FROM log.published',
          'SELECT size, root, note FROM log.checkpoints WHERE size = 1300',
        ].map((sql) => asAdmin(world, sql)),
      );
    const before = await tables();
    await asAdmin(world, 'TRUNCATE log.tiles, log.entries, log.checkpoints, log.published, log.publications');
    await asAdmin(world, 'UPDATE log.state SET size = 0, position = -1');

    const refusing = await world.open();
    refusing.notary.start();
    await expect(refusing.notary.covered(1_299n)).rejects.toMatchObject({ code: 'behind-published' });
    await refusing.notary.stop();

    const again = await world.open({ recover: true, batch: 333 });
    again.notary.start();
    await again.notary.covered(1_299n);
    expect(await tables()).toEqual(before);
  });

  it('signs an unchanged tree again in time, as proof of life, and counts', async () => {
    const counted = { published: [] as number[], merged: 0 };
    let thirdTime: () => void = () => undefined;
    const alive = new Promise<void>((resolve) => (thirdTime = resolve));
    const metrics = {
      published(size: number) {
        counted.published.push(size);
        if (counted.published.filter((each) => each === 40).length === 3) thirdTime();
      },
      merged: () => void (counted.merged += 1),
      witnessed: () => undefined,
    };
    const { position } = await record(world, 40);
    const { notary, publicLog, keys } = await world.open({ metrics, renewEvery: 1 });
    notary.start();
    await notary.covered(position);
    const { note, publishedAt } = await publicLog.checkpoint();
    await alive;
    const later = await publicLog.checkpoint();
    expect(later.publishedAt).toEqual(publishedAt);
    expect(later.note).not.toBe(note); // ML-DSA-44 signatures carry their time, and some chance
    for (const each of [note, later.note]) {
      const { size, note: opened } = openCheckpoint(utf8(each), verifiersOf(keys));
      expect([size, opened.signedBy.length, opened.ignored.length]).toEqual([40, 2, 0]);
    }
    expect(await asAdmin(world, 'SELECT renewed_at > published_at AS renewed FROM log.published')).toEqual([{ renewed: true }]);
    expect(counted.merged).toBe(40);
    expect(await asAdmin(world, 'SELECT size FROM log.checkpoints ORDER BY size')).toEqual([{ size: '0' }, { size: '40' }]);
  });

  it('holds everything against the store when it is told to, where the sample saw nothing', async () => {
    const first = await world.open();
    first.notary.start();
    await first.notary.covered((await record(world, 2_000)).position);
    await first.notary.stop();
    await tamper(world, `UPDATE ledger.events SET data = '{}' WHERE position = 300`);
    const sampled = await world.open({ chance: () => 0, sampleEvery: 1e9 });
    sampled.notary.start();
    await sampled.notary.covered(1_999n);
    await sampled.notary.stop();
    const whole = await world.open({ chance: () => 0, checkAll: true });
    whole.notary.start();
    await expect(whole.notary.covered(1_999n)).rejects.toMatchObject({ code: 'store-contradicts-log', entry: 300 });
  });

  it('verifies everything on demand, and says how far it is', async () => {
    const { notary, reader, publicLog } = await world.open();
    notary.start();
    await notary.covered((await record(world, 5_000)).position);
    const tree = await publicLog.checkpoint();
    const steps: number[] = [];
    await verifyAll({ store: world.store, reader, hasher: nodeHasher(), tree }, (done) => steps.push(done));
    expect(steps).toEqual([4_096, 5_000]);
  });
});
