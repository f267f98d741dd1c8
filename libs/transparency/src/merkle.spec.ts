import { hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  consistencyProof,
  emptyRoot,
  inclusionProof,
  rootFromTiles,
  rootOfInclusion,
  toHex,
  treeHasher,
  TreeBuilder,
  utf8,
  verifyConsistency,
  verifyInclusion,
} from '@covenant/transparency';
import { TestLog } from './testing.js';
import { NaiveTree } from './testing/naive-tree.js';

const hasher = treeHasher((bytes) => hash('sha256', bytes, 'buffer'));
const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

const leafText = (index: number): Uint8Array => utf8(`leaf ${index}`);
const naive = new NaiveTree(leafText, hasher.sha256);
const log = new TestLog({ hasher }).append(...Array.from({ length: 1300 }, (_, i) => leafText(i)));

describe('the published vectors of the Certificate Transparency reference implementation', () => {
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];
  const vectors = new TestLog().append(...inputs.map(bytes));

  it('gives their roots, the empty tree included', () => {
    expect(roots.map((_, size) => toHex(vectors.root(size)))).toEqual(roots);
    expect(toHex(emptyRoot())).toBe(roots[0]);
  });

  it.each([
    [0, 1, []],
    [
      0,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      5,
      8,
      [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
    [
      1,
      5,
      [
        '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ])('gives the path of leaf %i in the tree of %i', async (index, size, path) => {
    expect((await inclusionProof(index, size, vectors.read)).map(toHex)).toEqual(path);
  });

  it.each([
    [1, 1, []],
    [
      1,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      6,
      8,
      [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [
      2,
      5,
      [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ])('gives the consistency proof from %i to %i', async (from, to, path) => {
    expect((await consistencyProof(from, to, vectors.read)).map(toHex)).toEqual(path);
  });
});

describe('against a naive reading of RFC 6962', () => {
  it('has the same root at every size to 1,300, step by step and from tiles', async () => {
    for (let size = 0; size <= log.size; size++) {
      expect(toHex(log.root(size))).toBe(toHex(naive.mth(0, size)));
      if (size % 13 === 0) expect(toHex(await rootFromTiles(size, log.read, hasher))).toBe(toHex(naive.mth(0, size)));
    }
  });

  it('gives the same path for every leaf of every tree to 300, and each verifies', async () => {
    for (let size = 1; size <= 300; size++) {
      const root = log.root(size);
      for (let index = 0; index < size; index++) {
        const path = await inclusionProof(index, size, log.read, hasher);
        const expected = naive.path(index, 0, size);
        if (Buffer.compare(Buffer.concat(path), Buffer.concat(expected)) !== 0) expect([index, size]).toBe('the same path');
        const claim = { index, size, leaf: hasher.leaf(leafText(index)), root, path };
        if (!verifyInclusion(claim, hasher)) expect([index, size]).toBe('verified');
      }
    }
  }, 120_000);

  it('gives the same consistency proof between any two sizes to 130, and each verifies', async () => {
    for (let to = 0; to <= 130; to++) {
      for (let from = 0; from <= to; from++) {
        const path = await consistencyProof(from, to, log.read, hasher);
        if (from > 0) expect(path.map(toHex)).toEqual(naive.subproof(from, 0, to, true).map(toHex));
        else expect(path).toEqual([]);
        const claim = { from, to, fromRoot: log.root(from), toRoot: log.root(to), path };
        expect(verifyConsistency(claim, hasher)).toBe(true);
      }
    }
  }, 60_000);
});

describe('the builder', () => {
  it('grows by whole tiles whose roots are known as it does leaf by leaf', () => {
    const leaves = Array.from({ length: 3 * 256 }, (_, n) => hasher.leaf(leafText(n)));
    const [byLeaf, byTile] = [new TreeBuilder(hasher), new TreeBuilder(hasher)];
    for (let at = 0; at < leaves.length; at += 256) {
      const tile = leaves.slice(at, at + 256);
      const [, ...above] = byLeaf.append(tile);
      expect(byTile.appendTile(new TreeBuilder(hasher).append(tile).find(({ level }) => level === 1)?.hashes ?? leafText(0))).toEqual(above.filter(({ width }) => width === 256));
      expect([byTile.size, byTile.root()]).toEqual([byLeaf.size, byLeaf.root()]);
    }
    expect(byTile.edge()).toEqual(byLeaf.edge());
    byTile.append(leaves.slice(0, 1));
    expect(() => byTile.appendTile(leaves[0] ?? leafText(0))).toThrow(RangeError);
  });

  it('gives the same tiles and roots whatever the batches, and after a restart at any point', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 4 }), (batches) => {
        let builder = new TreeBuilder(hasher);
        const tiles = new Map<string, string>();
        for (const batch of batches) {
          const leaves = Array.from({ length: batch }, (_, i) => hasher.leaf(leafText(builder.size + i)));
          for (const tile of builder.append(leaves)) {
            expect(tile.hashes.length).toBe(tile.width * 32);
            tiles.set(`${tile.level}/${tile.index}`, toHex(tile.hashes));
          }
          builder = new TreeBuilder(hasher, builder.edge());
        }
        expect(toHex(builder.root())).toBe(toHex(naive.mth(0, builder.size)));
        for (const [key, hashes] of tiles) {
          const [level = 0, index = 0] = key.split('/').map(Number);
          const width = Math.min(Math.floor(builder.size / 256 ** level) - index * 256, 256);
          const step = 256 ** level;
          const start = index * 256 * step;
          const expected = Array.from({ length: width }, (_, i) => naive.mth(start + i * step, start + (i + 1) * step));
          expect(hashes).toBe(expected.map(toHex).join(''));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('crosses from one level of tiles to the next', () => {
    const builder = new TreeBuilder(hasher);
    const leaf = hasher.leaf(utf8(''));
    const tiles = builder.append(Array.from({ length: 65_537 }, () => leaf));
    const widths = tiles.filter(({ level }) => level > 0).map(({ level, index, width }) => [level, index, width]);
    expect(widths).toEqual([
      [1, 0, 256],
      [2, 0, 1],
    ]);
    expect(tiles.filter(({ level }) => level === 0).length).toBe(257);
    expect(builder.edge().tiles.map(({ level, index, width }) => [level, index, width])).toEqual([
      [0, 256, 1],
      [2, 0, 1],
    ]);
    expect(new TreeBuilder(hasher, builder.edge()).root()).toEqual(builder.root());
  });

  it('refuses an edge that is not that of its size', () => {
    const edge = new TreeBuilder(hasher);
    edge.append([hasher.leaf(utf8('a')), hasher.leaf(utf8('b'))]);
    const { tiles } = edge.edge();
    for (const size of [0, 1, 3, 258]) expect(() => new TreeBuilder(hasher, { size, tiles })).toThrow(RangeError);
    expect(() => new TreeBuilder(hasher, { size: 2, tiles: [] })).toThrow(RangeError);
  });

  it('gives no tile when nothing came', () => {
    expect(new TreeBuilder(hasher).append([])).toEqual([]);
  });
});

describe('a proof that was tampered with', () => {
  const flips = (hash: Uint8Array): Uint8Array[] =>
    Array.from({ length: 256 }, (_, bit) => hash.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)));

  it('of inclusion is refused for every flipped bit, another length, another place', async () => {
    const [index, size] = [77, 300];
    const path = await inclusionProof(index, size, log.read);
    const claim = { index, size, leaf: hasher.leaf(leafText(index)), root: log.root(size), path };
    expect(verifyInclusion(claim, hasher)).toBe(true);
    path.forEach((hash, i) =>
      flips(hash).forEach((flipped) => expect(verifyInclusion({ ...claim, path: path.with(i, flipped) }, hasher)).toBe(false)),
    );
    flips(claim.leaf).forEach((leaf) => expect(verifyInclusion({ ...claim, leaf }, hasher)).toBe(false));
    flips(claim.root).forEach((root) => expect(verifyInclusion({ ...claim, root }, hasher)).toBe(false));
    for (const other of [0, 76, 78, 299]) expect(verifyInclusion({ ...claim, index: other }, hasher)).toBe(false);
    for (const bad of [-1, 0.5, NaN, 300, 2 ** 53]) expect(verifyInclusion({ ...claim, index: bad }, hasher)).toBe(false);
    for (const bad of [0, 77, 1 << 20, 2 ** 53]) expect(verifyInclusion({ ...claim, size: bad }, hasher)).toBe(false);
    for (const other of [path.slice(1), path.slice(0, -1), [...path, claim.root], path.toReversed(), []]) {
      expect(verifyInclusion({ ...claim, path: other }, hasher)).toBe(false);
    }
    expect(rootOfInclusion({ ...claim, path: path.with(0, new Uint8Array(31)) }, hasher)).toBeUndefined();
  });

  it('of consistency is refused for every flipped bit, another length, other sizes', async () => {
    for (const [from, to] of [
      [77, 300],
      [128, 300],
      [256, 257],
    ] as const) {
      const path = await consistencyProof(from, to, log.read);
      const claim = { from, to, fromRoot: log.root(from), toRoot: log.root(to), path };
      expect(verifyConsistency(claim, hasher)).toBe(true);
      path.forEach((hash, i) =>
        flips(hash).forEach((flipped) => expect(verifyConsistency({ ...claim, path: path.with(i, flipped) }, hasher)).toBe(false)),
      );
      flips(claim.fromRoot).forEach((fromRoot) => expect(verifyConsistency({ ...claim, fromRoot }, hasher)).toBe(false));
      flips(claim.toRoot).forEach((toRoot) => expect(verifyConsistency({ ...claim, toRoot }, hasher)).toBe(false));
      for (const other of [path.slice(1), path.slice(0, -1), [...path, claim.toRoot], []]) {
        expect(verifyConsistency({ ...claim, path: other }, hasher)).toBe(false);
      }
      for (const bad of [-1, 0, 1, to, to + 1, 0.5]) expect(verifyConsistency({ ...claim, from: bad }, hasher)).toBe(false);
    }
  });

  it('from the empty tree or between equal trees holds only when it is empty and the roots are right', () => {
    const root = log.root(5);
    const empty = emptyRoot();
    const claim = { from: 0, to: 5, fromRoot: empty, toRoot: root, path: [] };
    expect(verifyConsistency(claim)).toBe(true);
    expect(verifyConsistency({ ...claim, fromRoot: root })).toBe(false);
    expect(verifyConsistency({ ...claim, path: [root] })).toBe(false);
    expect(verifyConsistency({ from: 5, to: 5, fromRoot: root, toRoot: root, path: [] })).toBe(true);
    expect(verifyConsistency({ from: 5, to: 5, fromRoot: root, toRoot: root, path: [root] })).toBe(false);
    expect(verifyConsistency({ from: 5, to: 5, fromRoot: root, toRoot: empty, path: [] })).toBe(false);
    expect(verifyConsistency({ from: 0, to: 0, fromRoot: root, toRoot: root, path: [] })).toBe(false);
  });
});

it('a proof leaves the tiles it was made from as they were, Buffers of Node too', async () => {
  const tile = Buffer.from(log.tile(0, 0, 256));
  const before = Buffer.from(tile);
  const path = await inclusionProof(3, 256, () => Promise.resolve(tile), hasher);
  expect(path.map(toHex)).toEqual(naive.path(3, 0, 256).map(toHex));
  expect(tile.equals(before)).toBe(true);
});

describe('asked for what is not there', () => {
  it('refuses leaves outside the tree and trees that shrink', async () => {
    await expect(inclusionProof(5, 5, log.read)).rejects.toThrow(RangeError);
    await expect(inclusionProof(-1, 5, log.read)).rejects.toThrow(RangeError);
    await expect(consistencyProof(6, 5, log.read)).rejects.toThrow(RangeError);
    await expect(rootFromTiles(-1, log.read)).rejects.toThrow(RangeError);
  });

  it('refuses a tile that is too short, too long or cut through a hash', async () => {
    for (const length of [0, 31 * 32, 32 * 32 + 1, 257 * 32]) {
      await expect(inclusionProof(0, 32, () => Promise.resolve(new Uint8Array(length)))).rejects.toThrow('tile');
    }
  });
});
