import { describe, expect, it } from '@jest/globals';
import { consistencyProof, inclusionProof, type TreeHasher, utf8 } from '@covenant/transparency';
import { TestLog } from '../../../libs/transparency/src/testing.js';
import { nodeHasher } from '../src/hasher.js';
import { KnownSubtrees } from '../src/tables/known-subtrees.js';

const leaves = (from: number, to: number): Uint8Array[] =>
  Array.from({ length: to - from }, (_, i) => utf8(`leaf ${from + i}`));

/** Node's hasher, and how many inner nodes it was asked for. */
function counted(): { readonly hasher: TreeHasher; readonly nodes: () => number } {
  const hasher = nodeHasher();
  let nodes = 0;
  const node = (left: Uint8Array, right: Uint8Array): Uint8Array => {
    nodes += 1;
    return hasher.node(left, right);
  };
  return { hasher: { ...hasher, node }, nodes: () => nodes };
}

describe('known subtrees', () => {
  it('give the proofs that are computed without them, while tiles grow, fill and follow one another', async () => {
    const hasher = nodeHasher();
    const log = new TestLog({ hasher });
    const known = new KnownSubtrees(hasher);
    const all = (size: number): number[] => Array.from({ length: size }, (_, index) => index);
    for (const size of [1, 2, 3, 5, 100, 255, 256, 257, 300, 511, 512, 700]) {
      log.append(...leaves(log.size, size));
      for (const index of all(size).filter((each) => each < 3 || each % 41 === 0 || each > size - 3)) {
        const proof = await inclusionProof(index, size, log.read, hasher, known.root);
        expect(proof).toEqual(await inclusionProof(index, size, log.read, hasher));
        expect(await consistencyProof(index + 1, size, log.read, hasher, known.root)).toEqual(
          await consistencyProof(index + 1, size, log.read, hasher),
        );
      }
    }
  });

  it('hash a tile once, however many proofs come out of it, until they are told to forget', async () => {
    const log = new TestLog({ hasher: nodeHasher() }).append(...leaves(0, 512));
    const { hasher, nodes } = counted();
    const known = new KnownSubtrees(hasher);
    const prove = (index: number) => inclusionProof(index, 512, log.read, hasher, known.root);
    for (let index = 0; index < 512; index++) await prove(index);
    // 254 inner nodes below the root of each of the two tiles; nobody needs those roots, which stand in the tile above.
    expect(nodes()).toBe(2 * 254);
    known.forget();
    await prove(0);
    expect(nodes()).toBeGreaterThan(2 * 254);
  });
});
