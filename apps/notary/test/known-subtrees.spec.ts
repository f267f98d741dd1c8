import { describe, expect, it } from '@jest/globals';
import { consistencyProof, inclusionProof, utf8 } from '@covenant/transparency';
import { TestLog } from '../../../libs/transparency/src/testing.js';
import { hashNodes, nodeHasher, type NodesOfTile } from '../src/hasher.js';
import { KnownSubtrees } from '../src/tables/known-subtrees.js';

const leaves = (from: number, to: number): Uint8Array[] =>
  Array.from({ length: to - from }, (_, i) => utf8(`leaf ${from + i}`));

/** Node's hasher, how many inner nodes it was asked for, and how many whole tiles were hashed. */
function counted(): { readonly known: KnownSubtrees; readonly nodes: () => number; readonly tiles: () => number } {
  const hasher = nodeHasher();
  let [nodes, tiles] = [0, 0];
  const node = (left: Uint8Array, right: Uint8Array): Uint8Array => {
    nodes += 1;
    return hasher.node(left, right);
  };
  const whole: NodesOfTile = (tile, into) => {
    tiles += 1;
    hashNodes(tile, into);
  };
  return { known: new KnownSubtrees({ ...hasher, node }, whole), nodes: () => nodes, tiles: () => tiles };
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
    const log = new TestLog({ hasher: nodeHasher() }).append(...leaves(0, 512 + 128));
    const { known, nodes, tiles } = counted();
    const prove = (index: number) => inclusionProof(index, log.size, log.read, nodeHasher(), known.root);
    for (let index = 0; index < log.size; index++) await prove(index);
    // The two whole tiles; by itself each of the 127 nodes over the half of the third, and the one over the roots of the two.
    expect([tiles(), nodes()]).toEqual([2, 127 + 1]);
    known.forget();
    await prove(0);
    expect(tiles()).toBe(3);
  });
});
