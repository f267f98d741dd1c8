import { execFile } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { cpus, tmpdir } from 'node:os';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { formatPolicy, inclusionProof, policyOfKey } from '@covenant/transparency';
import { nodeHasher } from '../../apps/auditor/src/node-crypto.js';
import { TestLog, testEntry, testSigner } from '../../libs/transparency/src/testing.js';
import { type Bench, type Figure, median, milliseconds, percentile, perSecond } from './harness.js';
import type { World } from './world.js';

const run = promisify(execFile);
const scripts = fileURLToPath(new URL('../../scripts/', import.meta.url));

async function writeMirror(dir: string, log: TestLog): Promise<void> {
  const files = await log.files();
  files.set(`checkpoints/${log.size}`, files.get('checkpoint') ?? new Uint8Array());
  files.set('policy', formatPolicy(policyOfKey(testSigner().key)));
  for (const [path, content] of files) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), content);
  }
}

const timed = async (work: () => unknown): Promise<number> => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
};

/** Files that one call of openssl is given. */
const FILES = 2_000;

/** Seconds that `openssl dgst` needs for every byte of the copy, and Ed25519 for its signatures: one core, no tree. */
async function reference(dir: string): Promise<number> {
  const found = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = found.filter((item) => item.isFile()).map((item) => join(item.parentPath, item.name));
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const signature = sign(null, Buffer.from(dir), privateKey);
  const key = createPublicKey(publicKey.export({ format: 'pem', type: 'spki' }));
  return timed(async () => {
    for (let from = 0; from < files.length; from += FILES) {
      await run('openssl', ['dgst', '-sha256', ...files.slice(from, from + FILES)], { maxBuffer: 1 << 26 });
    }
    for (let checkpoint = 0; checkpoint < 2; checkpoint++) if (!verify(null, Buffer.from(dir), key, signature)) throw new Error('no signature');
  });
}

/** Three runs of each, taking turns; the medians. The auditor is the built one file, started as a person would. */
async function run3(dir: string, program: string): Promise<{ readonly plain: number; readonly hashes: number; readonly whole: number }> {
  const [plain, hashes, whole]: [number[], number[], number[]] = [[], [], []];
  for (let turn = 0; turn < 3; turn++) {
    plain.push(await reference(dir));
    hashes.push(await timed(() => run(process.execPath, [program, 'verify', dir, '--hashes-only'])));
    whole.push(await timed(() => run(process.execPath, [program, 'verify', dir])));
  }
  return { plain: median(plain), hashes: median(hashes), whole: median(whole) };
}

async function measure(world: World): Promise<readonly Figure[]> {
  const size = world.quick ? 200_000 : 1_000_000;
  const dir = await mkdtemp(join(tmpdir(), 'covenant-mirror-'));
  const built = await mkdtemp(join(tmpdir(), 'covenant-auditor-'));
  try {
    await run(process.execPath, [join(scripts, 'build-auditor.mjs'), built]);
    const log = new TestLog({ hasher: nodeHasher });
    for (let n = 0; n < size; n++) log.append(testEntry(n));
    await writeMirror(dir, log);
    const bytes = log.entries.reduce((sum, entry) => sum + entry.length, 0);
    const { plain, hashes, whole } = await run3(dir, join(built, 'covenant-auditor.mjs'));
    const proofs: number[] = [];
    for (let i = 0; i < 10_000; i++) {
      const began = performance.now();
      await inclusionProof(Math.floor(Math.random() * size), size, log.read, nodeHasher);
      proofs.push(performance.now() - began);
    }
    const of = `of ${size.toLocaleString('en')} entries of ${Math.round(bytes / size)} bytes`;
    const against = `${perSecond(size / plain)} openssl dgst and Ed25519`;
    const target = { atMost: 2.5 };
    return [
      { figure: `auditor: verify ${of}, hashes and signatures, ${cpus().length} threads`, value: perSecond(size / hashes), against, ratio: hashes / plain, target },
      { figure: `auditor: verify ${of}, contents too`, value: perSecond(size / whole), against, ratio: whole / plain, target },
      { figure: `library: proof from tiles in memory, p99`, value: milliseconds(percentile(proofs, 0.99)) },
    ];
  } finally {
    await rm(dir, { recursive: true, force: true });
    await rm(built, { recursive: true, force: true });
  }
}

export default { name: 'auditor', run: measure } satisfies Bench;
