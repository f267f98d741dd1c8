import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  canonicalJson,
  consistencyProof,
  ed25519Cosigner,
  edgeTiles,
  formatProofFile,
  formatVerifierKey,
  fromUtf8,
  inclusionProof,
  keyId,
  mlDsa44Signer,
  noteVerifier,
  openCheckpoint,
  parseProofFile,
  parseVerifierKey,
  rootFromTiles,
  signCheckpoint,
  signedAt,
  TILE_WIDTH,
  tileWidth,
  TreeBuilder,
  utf8,
  verifyConsistency,
  verifyInclusion,
  type VerifierKey,
} from '@covenant/transparency';
import fc from 'fast-check';
import { nodeEd25519, nodeHasher } from '../../apps/auditor/src/node-crypto.js';
import { writeFiles } from '../../apps/auditor/src/testing/copies.js';
import { seeded, TestLog, testEntry, testSigner } from '../../libs/transparency/src/testing.js';
import { GoChecker, installed, pythonCanonical } from './tools.js';

jest.setTimeout(240_000);

const withGo = installed('go') ? describe : describe.skip;
const withPython = installed('python3') ? describe : describe.skip;

const origin = 'log.example/city';
const seed = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const named = (key: VerifierKey): string => `${key.name}+${keyId(key).toString(16).padStart(8, '0')}`;

/** The tree over "leaf 0", "leaf 1" and so on, which the Go checker grows too. */
const leaves = (count: number): TestLog =>
  new TestLog({ hasher: nodeHasher }).append(...Array.from({ length: count }, (_, n) => utf8(`leaf ${n}`)));

withGo('Go, golang.org/x/mod and transparency-dev/formats,', () => {
  let go: GoChecker;
  beforeAll(() => {
    go = GoChecker.start();
  }, 240_000);
  afterAll(() => go[Symbol.asyncDispose]());

  it('verifies our checkpoints, by Ed25519, ML-DSA-44 and cosignatures of both kinds', async () => {
    const now = (): number => 1_800_000_000;
    const signers = [
      testSigner(),
      mlDsa44Signer(origin, seed(3), now),
      ed25519Cosigner('witness.example/a', seed(4), now),
      mlDsa44Signer('witness.example/b', seed(5), now),
    ];
    const root = nodeHasher.leaf(utf8('x'));
    const note = fromUtf8(await signCheckpoint({ origin, size: 1, root }, signers)) ?? '';
    const keys = signers.map(({ key }) => formatVerifierKey(key));
    const [logKey, ...others] = keys;
    const opened = await go.ask({ do: 'open', note, origin, logKey, others });
    expect(opened).toEqual({ size: 1, root: base64(root), rest: 0, signers: signers.map(({ key }) => named(key)), unknown: 0 });
    for (const [i, other] of [keys[1], keys[0]].entries()) {
      expect(await go.ask({ do: 'open', note, origin, logKey: other, others: [] })).toMatchObject({ unknown: 3, size: 1, signers: [named(signers[1 - i]?.key ?? testSigner().key)] });
    }
    // And not when one byte of what is signed, or of a signature, is another.
    await expect(go.ask({ do: 'open', note: note.replace('\n1\n', '\n2\n'), origin, logKey, others })).rejects.toThrow('verify');
    await expect(go.ask({ do: 'open', note, origin: 'log.example/other', logKey, others })).rejects.toThrow('Origin');
  });

  it('makes checkpoints that we verify', async () => {
    const root = nodeHasher.leaf(utf8('y'));
    const made = await go.ask({ do: 'sign', origin, size: 77, root: base64(root) });
    const keys = [made['logKey'], made['mlDsaKey'], made['witnessKey']].map((key) => parseVerifierKey(String(key)));
    const note = utf8(String(made['note']));
    const known = keys.map((key) => noteVerifier(key, { ed25519: nodeEd25519 }));
    const opened = openCheckpoint(note, known);
    expect(opened).toMatchObject({ origin, size: 77, extensions: [] });
    expect(opened.note.signedBy).toHaveLength(3);
    expect(Math.abs((signedAt(opened) ?? 0) - Date.now() / 1000)).toBeLessThan(3_600);
    const at = note.indexOf(0x37);
    expect(() => openCheckpoint(note.with(at, 0x38), known)).toThrow('does not hold');
  });

  it('has the same root, inclusion proofs and consistency proofs for every pair to 300', async () => {
    const log = leaves(300);
    const { roots, digests } = (await go.ask({ do: 'sizes', max: 300 })) as { roots: string[]; digests: string[] };
    const builder = new TreeBuilder(nodeHasher);
    for (let size = 1; size <= 300; size++) {
      builder.append([nodeHasher.leaf(utf8(`leaf ${size - 1}`))]);
      const root = builder.root();
      expect([size, base64(root)]).toEqual([size, roots[size - 1]]);
      const digest = createHash('sha256');
      for (let index = 0; index < size; index++) {
        const path = await inclusionProof(index, size, log.read, nodeHasher);
        const leaf = nodeHasher.leaf(utf8(`leaf ${index}`));
        if (!verifyInclusion({ index, size, leaf, root, path }, nodeHasher)) throw new Error(`${index} of ${size} does not verify`);
        for (const hash of path) digest.update(hash);
      }
      for (let from = 1; from <= size; from++) {
        const path = await consistencyProof(from, size, log.read, nodeHasher);
        const claim = { from, to: size, fromRoot: log.root(from), toRoot: root, path };
        if (!verifyConsistency(claim, nodeHasher)) throw new Error(`${from} to ${size} does not verify`);
        for (const hash of path) digest.update(hash);
      }
      expect([size, digest.digest('base64')]).toEqual([size, digests[size - 1]]);
    }
  });

  it('has the same roots, proofs and tiles for random sizes to 100,000', async () => {
    const max = 100_000;
    const log = leaves(max);
    const next = seeded(20_260_102);
    const random = (below: number): number => Math.floor(next() * below);
    const queries = Array.from({ length: 500 }, () => {
      const size = 1 + random(max);
      return [size, random(size), 1 + random(size)] as const;
    });
    const { digests } = (await go.ask({ do: 'queries', max, queries })) as { digests: string[] };
    for (const [i, [size, index, from]] of queries.entries()) {
      const digest = createHash('sha256').update(await rootFromTiles(size, log.read, nodeHasher));
      for (const hash of await inclusionProof(index, size, log.read, nodeHasher)) digest.update(hash);
      for (const hash of await consistencyProof(from, size, log.read, nodeHasher)) digest.update(hash);
      for (const { level, index: tile, width } of newTiles(size)) digest.update(log.tile(level, tile, width));
      expect([size, index, from, digest.digest('base64')]).toEqual([size, index, from, digests[i]]);
    }
  });

  it('reads a copy of a log, every entry, tile and proof', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'covenant-interop-'));
    try {
      // One more than a full tile on level 1, and a little: three levels, two of them partial.
      const size = 65_536 + 300;
      const log = new TestLog({ hasher: nodeHasher });
      for (let n = 0; n < size; n++) log.append(testEntry(n));
      await writeFiles(dir, await log.files());
      expect(await go.ask({ do: 'mirror', dir, size, root: base64(log.root()) })).toEqual({ checked: size });
      const other = base64(nodeHasher.leaf(utf8('another root')));
      await expect(go.ask({ do: 'mirror', dir, size, root: other })).rejects.toThrow();

      const logKey = formatVerifierKey(testSigner().key);
      for (const index of [0, 255, 256, 65_535, 65_536, size - 1]) {
        const path = await inclusionProof(index, size, log.read, nodeHasher);
        const proof = formatProofFile({ index, path, checkpoint: await log.checkpoint() });
        const asked = { do: 'proof', proof: base64(proof), origin, logKey };
        const answer = await go.ask({ ...asked, entry: base64(testEntry(index)) });
        expect(answer).toEqual({ index, again: base64(proof) });
        expect(parseProofFile(Buffer.from(String(answer['again']), 'base64'))).toMatchObject({ index });
        await expect(go.ask({ ...asked, entry: base64(testEntry(index + 1)) })).rejects.toThrow('proof');
      }
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});

/** The tiles that the last leaf of a tree changed: the last of each level that it completed a hash on. */
function newTiles(size: number): { level: number; index: number; width: number }[] {
  const tiles = [];
  for (let level = 0, count = size; count > 0; level++) {
    const index = Math.ceil(count / TILE_WIDTH) - 1;
    tiles.push({ level, index, width: tileWidth(size, level, index) });
    if (count % TILE_WIDTH !== 0) break;
    count /= TILE_WIDTH;
  }
  // Every tile that is left partial is one of the edge, as the builder keeps it.
  const edge = edgeTiles(size).map(({ level, index }) => `${level}/${index}`);
  for (const { level, index, width } of tiles) if (width < TILE_WIDTH) expect(edge).toContain(`${level}/${index}`);
  return tiles;
}

withPython('Python, rfc8785,', () => {
  it('writes the same canonical JSON', () => {
    const values = [
      ...fc.sample(fc.jsonValue({ maxDepth: 4 }), { numRuns: 3_000, seed: 8_785 }),
      ...fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), { numRuns: 3_000, seed: 8_785 }),
      ...fc.sample(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), { numRuns: 1_000, seed: 8_785 }),
      ...Array.from({ length: 500 }, (_, n) => JSON.parse(fromUtf8(testEntry(n)) ?? '') as unknown),
    ];
    const written = pythonCanonical(values.map((value) => JSON.stringify(value)));
    expect(written).toHaveLength(values.length);
    values.forEach((value, i) => expect(canonicalJson(value)).toBe(written[i]));
  });
});
