import { hash } from 'node:crypto';
import { treeHasher } from '@covenant/transparency';

/** Of the public log over the events of a store. */
export const hasher = treeHasher((bytes) => Buffer.from(hash('sha256', bytes, 'binary'), 'binary'));
