// Ours and Tessera's POSIX storage side by side, with the same entries: how fast they are sequenced, how long a proof
// takes, what a leaf costs on disk. Tessera's part is a program in tessera/; it needs Go, and the Go module proxy once.
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { entryBytes } from '@covenant/transparency';
import { events, measure } from './notary.bench.js';
import { type Bench, type Figure, milliseconds, percentile, perSecond } from './harness.js';
import type { World } from './world.js';

interface Sequenced {
  readonly entries: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly proofs: readonly number[];
  readonly bytes: number;
}

async function build(program: string): Promise<void> {
  const folder = fileURLToPath(new URL('./tessera/', import.meta.url));
  await promisify(execFile)('go', ['build', '-mod=readonly', '-o', program, '.'], { cwd: folder }).catch((cause: unknown) => {
    throw new Error('Tessera’s part needs Go 1.26 and the Go module proxy.', { cause });
  });
}

async function tessera(program: string, folder: string, leaves: number, proofs: number): Promise<Sequenced> {
  const child = spawn(program, [folder, String(proofs)], { stdio: ['pipe', 'pipe', 'ignore'] });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  const ended = once(child, 'close');
  for (const event of events(0, leaves)) {
    const entry = entryBytes(event);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(entry.length);
    if (!child.stdin.write(Buffer.concat([length, entry]))) await once(child.stdin, 'drain');
  }
  child.stdin.end();
  const [status] = (await ended) as [number | null];
  if (status !== 0) throw new Error(`Tessera's part ended with ${status}`);
  return JSON.parse(Buffer.concat(said).toString()) as Sequenced;
}

async function run(world: World): Promise<readonly Figure[]> {
  if (spawnSync('go', ['version']).status !== 0) return [{ figure: 'log: beside Tessera, POSIX', value: 'not run: it needs Go 1.26' }];
  const leaves = world.quick ? 50_000 : 500_000;
  const proofs = world.quick ? 2_000 : 10_000;
  const folder = await mkdtemp(join(tmpdir(), 'covenant-tessera-'));
  try {
    const program = join(folder, 'tessera');
    await build(program);
    const theirs = await tessera(program, join(folder, 'log'), leaves, proofs);
    const ours = await measure(world, join(folder, 'ours'), leaves, proofs);
    const size = leaves.toLocaleString('en');
    const rate = theirs.entries / theirs.seconds;
    const [p50, p99] = [0.5, 0.99].map((share) => ({ ours: percentile(ours.proofs, share), theirs: percentile(theirs.proofs, share) }));
    if (p50 === undefined || p99 === undefined) throw new Error('nothing was measured');
    return [
      { figure: `log: sequencing ${size} entries`, value: perSecond(ours.rate), against: `${perSecond(rate)} Tessera, POSIX`, ratio: ours.rate / rate },
      { figure: `log: proof at ${size} leaves, p50`, value: milliseconds(p50.ours), against: `${milliseconds(p50.theirs)} Tessera, POSIX`, ratio: p50.ours / p50.theirs },
      { figure: `log: proof at ${size} leaves, p99`, value: milliseconds(p99.ours), against: `${milliseconds(p99.theirs)} Tessera, POSIX`, ratio: p99.ours / p99.theirs },
      {
        figure: 'log: stored a leaf, hashes and index',
        value: `${Math.round(ours.stored)} bytes`,
        against: `${Math.round(theirs.bytes / theirs.entries)} bytes Tessera, POSIX, with the entries themselves`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export default { name: 'tessera', run } satisfies Bench;
