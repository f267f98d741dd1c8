// Proofs from the server's code at sizes that no test reaches: BENCH_LEAVES=10000000 npm run bench -- proofs
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresEventStore } from '@covenant/event-store';
import { createPool } from '@covenant/platform';
import { HASH_BYTES, parseProofFile, rootOfInclusion, sameBytes, TILE_WIDTH, tileWidth } from '@covenant/transparency';
import { makeEd25519Key } from '../../apps/notary/src/keys/ed25519.js';
import { openLog, type OpenLog } from '../../apps/notary/src/open-log.js';
import { generatedId, generateLog } from './generated-log.js';
import { type Bench, type Figure, milliseconds, percentile } from './harness.js';
import type { World } from './world.js';

interface Measured {
  readonly times: readonly number[];
  /** Bytes in the log's tables a leaf. */
  readonly stored: number;
  /** Seconds. */
  readonly generated: number;
}

async function measure(world: World, folder: string, leaves: number, proofs: number): Promise<Measured> {
  const { appUrl, adminUrl } = await world.database();
  const pool = createPool({ url: appUrl, name: 'bench-log', size: 4, onError: (error) => world.say(error.message) });
  const store = await PostgresEventStore.open({ url: appUrl });
  try {
    const keyFile = join(folder, 'log.key');
    await makeEd25519Key(keyFile, 'log.example.org/bench');
    const say = (line: string): void => world.say(line);
    const log = { info: () => undefined, warn: say, error: say };
    const open = await openLog({ store, pool, origin: 'log.example.org/bench', keyFile, dataDir: folder, log });
    const began = performance.now();
    await generateLog(adminUrl, open.ring, leaves, say);
    const generated = (performance.now() - began) / 1000;
    await holds(open, leaves);
    await ask(open, leaves, proofs / 10);
    const { rows } = await pool.query<{ bytes: string }>(
      `SELECT sum(pg_total_relation_size(oid)) AS bytes FROM pg_class WHERE relkind = 'r' AND relnamespace = 'log'::regnamespace`,
    );
    return { times: await ask(open, leaves, proofs), stored: Number(rows[0]?.bytes) / leaves, generated };
  } finally {
    await store.close();
    await pool.end();
  }
}

const any = (leaves: number): number => Math.floor(Math.random() * leaves);

/** One proof after the other, each of another entry anywhere in the log. */
async function ask({ publicLog }: OpenLog, leaves: number, proofs: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let i = 0; i < proofs; i++) {
    const id = generatedId(any(leaves));
    const began = performance.now();
    await publicLog.proof(id);
    times.push(performance.now() - began);
  }
  return times;
}

/** The log was generated, so it is looked whether its proofs hold. */
async function holds({ publicLog, reader }: OpenLog, leaves: number): Promise<void> {
  const { root } = await publicLog.checkpoint();
  for (const number of [0, leaves - 1, any(leaves), any(leaves)]) {
    const { index, path } = parseProofFile(await publicLog.proof(generatedId(number)));
    const tile = Math.floor(number / TILE_WIDTH);
    const at = (number % TILE_WIDTH) * HASH_BYTES;
    const leaf = (await reader.tile({ level: 0, index: tile, width: tileWidth(leaves, 0, tile) })).subarray(at, at + HASH_BYTES);
    const found = rootOfInclusion({ index, size: leaves, leaf, path });
    if (index !== number || found === undefined || !sameBytes(found, root)) throw new Error(`the proof of entry ${number} does not hold`);
  }
}

async function run(world: World): Promise<readonly Figure[]> {
  const leaves = Number(process.env['BENCH_LEAVES'] ?? (world.quick ? 1_000_000 : 10_000_000));
  const proofs = world.quick ? 2_000 : 20_000;
  const folder = await mkdtemp(join(tmpdir(), 'covenant-log-'));
  try {
    const few = await measure(world, join(folder, 'few'), 10_000, proofs);
    const many = await measure(world, join(folder, 'many'), leaves, proofs);
    const size = leaves.toLocaleString('en');
    const p99 = percentile(many.times, 0.99);
    const [p50, p50Few] = [many, few].map(({ times }) => percentile(times, 0.5)) as [number, number];
    return [
      { figure: `log: proof at ${size} leaves, p99`, value: milliseconds(p99), ratio: p99, unit: ' ms', target: { atMost: 5 } },
      { figure: `log: proof at ${size} leaves, p50`, value: milliseconds(p50), against: `${milliseconds(p50Few)} at 10,000`, ratio: p50 / p50Few, target: { atMost: 1.5 } },
      { figure: `log: stored a leaf at ${size}`, value: `${Math.round(many.stored)} bytes`, against: `${Math.round(few.stored)} bytes at 10,000` },
      { figure: `log: a tree of ${size} generated for this bench`, value: `${many.generated.toFixed(0)} s` },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export default { name: 'proofs', run } satisfies Bench;
