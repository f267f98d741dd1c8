import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresEventStore, type RecordedEvent } from '@covenant/event-store';
import { createPool } from '@covenant/platform';
import { entryBytes, TreeBuilder } from '@covenant/transparency';
import type { Pool } from 'pg';
import type { NotaryLog } from '../../apps/notary/src/engine/notary.js';
import { grow } from '../../apps/notary/src/engine/grow.js';
import { nodeHasher } from '../../apps/notary/src/hasher.js';
import { makeEd25519Key } from '../../apps/notary/src/keys/ed25519.js';
import { openLog, type OpenLog } from '../../apps/notary/src/open-log.js';
import { takeLog } from '../../apps/notary/src/tables/log-session.js';
import { sampleEvent } from './append.bench.js';
import { type Bench, type Figure, milliseconds, percentile, perSecond } from './harness.js';
import type { World } from './world.js';

const batch = 4_096;

/** Events as the store gives them, without a store: positions are dense, ids are fresh. */
export const events = (from: number, count: number): RecordedEvent[] =>
  Array.from({ length: Math.max(count, 0) }, (_, i) => ({
    ...sampleEvent(),
    stream: `commitment-${from + i}`,
    revision: 0,
    position: BigInt(from + i),
  }));

/** Leaves a second from the entries' bytes to tiles and root, a batch at a time, nothing stored. */
function inMemory(count: number): number {
  const hasher = nodeHasher();
  const entries = events(0, batch).map((event) => entryBytes(event));
  const builder = new TreeBuilder(hasher);
  const began = performance.now();
  for (let done = 0; done < count; done += batch) {
    builder.append(entries.map((entry) => hasher.leaf(entry)));
    builder.root();
  }
  return builder.size / ((performance.now() - began) / 1000);
}

const logTo = (world: World): NotaryLog => ({
  info: () => undefined,
  warn: (line) => world.say(line),
  error: (line) => world.say(line),
});

interface Filled {
  readonly ids: readonly string[];
  /** Leaves a second, hashing, signing and committing; the making of the events is not counted. */
  readonly rate: number;
}

/** Lets the log of a database grow, as the notary does, from events that need not be read. */
async function fill(pool: Pool, keys: OpenLog['ring'], count: number): Promise<Filled> {
  const hasher = nodeHasher();
  const session = await takeLog(pool, { signal: new AbortController().signal, onStandby: () => undefined });
  const builder = new TreeBuilder(hasher);
  const ids: string[] = [];
  let spent = 0;
  try {
    while (builder.size < count) {
      const made = Array.from({ length: 16 }, (_, i) => events(builder.size + i * batch, Math.min(batch, count - builder.size - i * batch)));
      const began = performance.now();
      let writing = Promise.resolve();
      for (const next of made.filter(({ length }) => length > 0)) {
        const growth = await grow(builder, next, keys, hasher);
        await writing;
        writing = session.commit(growth);
        ids.push(...next.map((event) => event.id));
        if (builder.size === count) writing = writing.then(() => session.publish(growth.tree, true));
      }
      await writing;
      spent += performance.now() - began;
    }
  } finally {
    session.close();
  }
  return { ids, rate: count / (spent / 1000) };
}

async function proofTimes({ publicLog }: OpenLog, ids: readonly string[], count: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const id = ids[Math.floor(Math.random() * ids.length)] ?? '';
    const began = performance.now();
    await publicLog.proof(id);
    times.push(performance.now() - began);
  }
  return times;
}

interface Measured extends Filled {
  readonly proofs: readonly number[];
  /** Bytes of the schema `log` for each entry. */
  readonly stored: number;
}

export async function measure(world: World, folder: string, leaves: number, proofs: number): Promise<Measured> {
  const { appUrl } = await world.database();
  const pool = createPool({ url: appUrl, name: 'bench-log', size: 4, onError: (error) => world.say(error.message) });
  const store = await PostgresEventStore.open({ url: appUrl });
  try {
    const log = logTo(world);
    const keyFile = join(folder, 'log.key');
    await makeEd25519Key(keyFile, 'log.example.org/bench');
    const open = await openLog({ store, pool, origin: 'log.example.org/bench', keyFile, dataDir: folder, log });
    const filled = await fill(pool, open.ring, leaves);
    await proofTimes(open, filled.ids, proofs / 10);
    const { rows } = await pool.query<{ bytes: string }>(
      `SELECT sum(pg_total_relation_size(oid)) AS bytes FROM pg_class WHERE relkind = 'r' AND relnamespace = 'log'::regnamespace`,
    );
    return { ...filled, proofs: await proofTimes(open, filled.ids, proofs), stored: Number(rows[0]?.bytes) / leaves };
  } finally {
    await store.close();
    await pool.end();
  }
}

/** Entries a second from events in the store to a published checkpoint, all that a notary does on the way. */
async function catchUp(world: World, folder: string, count: number): Promise<number> {
  const { appUrl } = await world.database();
  const pool = createPool({ url: appUrl, name: 'bench-log', size: 4, onError: (error) => world.say(error.message) });
  const store = await PostgresEventStore.open({ url: appUrl });
  const log = logTo(world);
  try {
    let position = -1n;
    for (let done = 0; done < count; done += 1000) {
      const appended = await store.append(`commitment-${done}`, 'no-stream', Array.from({ length: 1000 }, sampleEvent));
      position = appended.events.at(-1)?.position ?? position;
    }
    const { notary } = await openLog({ store, pool, origin: 'log.example.org/bench', dataDir: folder, log });
    const began = performance.now();
    notary.start();
    await notary.covered(position);
    const rate = count / ((performance.now() - began) / 1000);
    await notary.stop();
    return rate;
  } finally {
    await store.close();
    await pool.end();
  }
}

async function run(world: World): Promise<readonly Figure[]> {
  const [small, large, proofs] = world.quick ? [10_000, 100_000, 1_000] : [10_000, 1_000_000, 10_000];
  const folder = await mkdtemp(join(tmpdir(), 'covenant-log-'));
  try {
    const memory = inMemory(world.quick ? 200_000 : 1_000_000);
    const few = await measure(world, join(folder, 'few'), small, proofs);
    const many = await measure(world, join(folder, 'many'), large, proofs);
    const whole = await catchUp(world, join(folder, 'whole'), world.quick ? 50_000 : 200_000);
    const size = large.toLocaleString('en');
    const p99 = percentile(many.proofs, 0.99);
    return [
      { figure: 'log: entries to tiles in memory', value: perSecond(memory), ratio: memory / 1000, unit: ' k/s', target: { atLeast: 200 } },
      { figure: 'log: events to tiles, index and checkpoint in PostgreSQL', value: perSecond(many.rate), ratio: many.rate / 1000, unit: ' k/s', target: { atLeast: 50 } },
      { figure: 'log: catching up with a store, reading included', value: perSecond(whole) },
      { figure: `log: proof at ${size} leaves, p99`, value: milliseconds(p99), ratio: p99, unit: ' ms', target: { atMost: 5 } },
      {
        figure: `log: proof at ${size} leaves, p50`,
        value: milliseconds(percentile(many.proofs, 0.5)),
        against: `${milliseconds(percentile(few.proofs, 0.5))} at ${small.toLocaleString('en')}`,
        ratio: percentile(many.proofs, 0.5) / percentile(few.proofs, 0.5),
      },
      { figure: `log: stored a leaf at ${size}`, value: `${Math.round(many.stored)} bytes` },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export default { name: 'notary', run } satisfies Bench;
