import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { entriesPath, formatPolicy, inclusionProof, policyOfKey, TILE_WIDTH } from '@covenant/transparency';
import { nodeHasher } from '../../apps/auditor/src/node-crypto.js';
import { verify } from '../../apps/auditor/src/verify/verify.js';
import { TestLog, testEntry, testSigner } from '../../libs/transparency/src/testing.js';
import { type Bench, type Figure, milliseconds, percentile, perSecond } from './harness.js';
import type { World } from './world.js';

async function writeMirror(dir: string, log: TestLog): Promise<void> {
  const files = await log.files();
  files.set(`checkpoints/${log.size}`, files.get('checkpoint') ?? new Uint8Array());
  files.set('policy', formatPolicy(policyOfKey(testSigner().key)));
  for (const [path, content] of files) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), content);
  }
}

/** Seconds to read every entry bundle and hash it from end to end: what no check of the entries can do without. */
function hashing(dir: string, size: number): number {
  const began = performance.now();
  const hash = createHash('sha256');
  for (let index = 0; index * TILE_WIDTH < size; index++) {
    hash.update(readFileSync(join(dir, entriesPath(index, Math.min(TILE_WIDTH, size - index * TILE_WIDTH)))));
  }
  hash.digest();
  return (performance.now() - began) / 1000;
}

async function verifying(dir: string, hashesOnly: boolean): Promise<number> {
  const began = performance.now();
  const { verdict } = await verify(dir, { hashesOnly });
  if (verdict !== 'held') throw new Error('the mirror of the bench does not verify');
  return (performance.now() - began) / 1000;
}

async function run(world: World): Promise<readonly Figure[]> {
  const size = world.quick ? 100_000 : 1_000_000;
  const dir = await mkdtemp(join(tmpdir(), 'covenant-mirror-'));
  try {
    const log = new TestLog({ hasher: nodeHasher });
    for (let n = 0; n < size; n++) log.append(testEntry(n));
    await writeMirror(dir, log);
    const bytes = log.entries.reduce((sum, entry) => sum + entry.length, 0);
    const reference = hashing(dir, size);
    const hashes = await verifying(dir, true);
    const whole = await verifying(dir, false);
    const proofs: number[] = [];
    for (let i = 0; i < 10_000; i++) {
      const began = performance.now();
      await inclusionProof(Math.floor(Math.random() * size), size, log.read, nodeHasher);
      proofs.push(performance.now() - began);
    }
    const of = `of ${size.toLocaleString('en')} entries of ${Math.round(bytes / size)} bytes`;
    const plain = `${perSecond(size / reference)} hashed end to end`;
    return [
      { figure: `auditor: verify ${of}, hashes and signatures`, value: perSecond(size / hashes), against: plain, ratio: hashes / reference },
      { figure: `auditor: verify ${of}, contents too`, value: perSecond(size / whole), against: plain, ratio: whole / reference },
      { figure: `library: proof from tiles in memory, p99`, value: milliseconds(percentile(proofs, 0.99)) },
    ];
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

export default { name: 'auditor', run } satisfies Bench;
