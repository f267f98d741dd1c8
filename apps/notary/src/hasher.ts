import { hash } from 'node:crypto';
import { treeHasher, type TreeHasher } from '@covenant/transparency';

/** The tree's hashes by Node's own SHA-256: the same values as the portable one's, in a fraction of the time. */
export const nodeHasher = (): TreeHasher => treeHasher((bytes) => hash('sha256', bytes, 'buffer'));
