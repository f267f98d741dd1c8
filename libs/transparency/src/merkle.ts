import { isCount, sameBytes } from './bytes.js';
import { HASH_BYTES, portableHasher, type TreeHasher } from './hash.js';

/** An inclusion proof with what it claims (RFC 6962 §2.1.1). `path` goes from the leaf's sibling up. */
export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly root: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** A consistency proof with what it claims (RFC 6962 §2.1.2): the first tree is the beginning of the second. */
export interface ConsistencyClaim {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: Uint8Array;
  readonly toRoot: Uint8Array;
  readonly path: readonly Uint8Array[];
}

const isHash = (bytes: Uint8Array): boolean => bytes.length === HASH_BYTES;
const odd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);

/** One step up from a leaf: which neighbour is joined on which side, and what the two make. */
export interface InclusionStep {
  readonly sibling: Uint8Array;
  readonly side: 'left' | 'right';
  readonly parent: Uint8Array;
}

/**
 * The way from a leaf up to the only root that this path leads to, or undefined when the path cannot belong to that
 * index and size: it has exactly one length.
 */
export function stepsOfInclusion(
  claim: Omit<InclusionClaim, 'root'>,
  hasher: TreeHasher = portableHasher,
): readonly InclusionStep[] | undefined {
  if (!isCount(claim.index) || !isCount(claim.size) || claim.index >= claim.size) return undefined;
  if (!isHash(claim.leaf) || !claim.path.every(isHash)) return undefined;
  const steps: InclusionStep[] = [];
  let node = claim.index;
  let last = claim.size - 1;
  let own = claim.leaf;
  for (const sibling of claim.path) {
    if (last === 0) return undefined;
    const side = odd(node) || node === last ? 'left' : 'right';
    own = side === 'left' ? hasher.node(sibling, own) : hasher.node(own, sibling);
    steps.push({ sibling, side, parent: own });
    if (side === 'left') {
      while (!odd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 ? steps : undefined;
}

/** The only root that this path leads to, or undefined when the path cannot belong to that index and size. */
export function rootOfInclusion(
  claim: Omit<InclusionClaim, 'root'>,
  hasher: TreeHasher = portableHasher,
): Uint8Array | undefined {
  const steps = stepsOfInclusion(claim, hasher);
  return steps === undefined ? undefined : (steps.at(-1)?.parent ?? claim.leaf);
}

export function verifyInclusion(claim: InclusionClaim, hasher: TreeHasher = portableHasher): boolean {
  const root = rootOfInclusion(claim, hasher);
  return root !== undefined && sameBytes(root, claim.root);
}

/**
 * Between equal sizes the path is empty and the roots are equal. From the empty tree the path is empty and the
 * first root is that of the empty tree: everything continues it.
 */
export function verifyConsistency(claim: ConsistencyClaim, hasher: TreeHasher = portableHasher): boolean {
  const { from, to, fromRoot, toRoot, path } = claim;
  if (!isCount(from) || !isCount(to) || from > to) return false;
  if (![fromRoot, toRoot, ...path].every(isHash)) return false;
  if (from === to) return path.length === 0 && sameBytes(fromRoot, toRoot) && (from > 0 || sameBytes(fromRoot, hasher.empty()));
  if (from === 0) return path.length === 0 && sameBytes(fromRoot, hasher.empty());

  let node = from - 1;
  let last = to - 1;
  while (odd(node)) {
    node = half(node);
    last = half(last);
  }
  const rest = [...path];
  const seed = node === 0 ? fromRoot : rest.shift();
  if (seed === undefined) return false;
  let oldRoot = seed;
  let newRoot = seed;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (odd(node) || node === last) {
      oldRoot = hasher.node(sibling, oldRoot);
      newRoot = hasher.node(sibling, newRoot);
      while (!odd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      newRoot = hasher.node(newRoot, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && sameBytes(oldRoot, fromRoot) && sameBytes(newRoot, toRoot);
}
