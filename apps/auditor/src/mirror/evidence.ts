import { join } from 'node:path';
import {
  concat,
  consistencyProof,
  rootFromTiles,
  sameBytes,
  toBase64,
  utf8,
  type AuthenticTiles,
  type TrustedCheckpoint,
} from '@covenant/transparency';
import { writeWhole } from '../files/atomic.js';
import { EVIDENCE } from '../files/mirror-dir.js';
import { nodeHasher } from '../node-crypto.js';

/** Two checkpoints that one honest log cannot both have signed in this order. */
export interface Contradiction {
  readonly kind: 'forked' | 'served-older';
  readonly kept: TrustedCheckpoint;
  readonly keptBytes: Uint8Array;
  readonly served: TrustedCheckpoint;
  readonly servedBytes: Uint8Array;
  /** From the larger of the two trees: shows that it does not begin with the smaller. None between equal sizes. */
  readonly path?: readonly Uint8Array[];
}

/** Does the tree of these tiles begin with the signed one? Otherwise the path that shows that it does not. */
export async function continues(
  first: TrustedCheckpoint,
  tiles: AuthenticTiles,
): Promise<{ holds: true } | { holds: false; path: readonly Uint8Array[] }> {
  const root = await rootFromTiles(first.size, tiles.read, nodeHasher);
  if (sameBytes(root, first.root)) return { holds: true };
  return { holds: false, path: await consistencyProof(first.size, tiles.size, tiles.read, nodeHasher) };
}

function explanation({ kind, kept, served, path }: Contradiction): string {
  if (kind === 'served-older') {
    return (
      `The log served a checkpoint of ${served.size} entries after it had signed one of ${kept.size}.\n` +
      'Unless an old copy was served by mistake, entries were taken back. The signatures do not show in which order they were served.\n'
    );
  }
  const [smaller, larger] = kept.size <= served.size ? ['kept', 'served'] : ['served', 'kept'];
  return (
    'The log signed both checkpoints, “kept” and “served”, and they are not of one tree.\n' +
    'An honest log only grows: it would never sign both.\n' +
    (path === undefined
      ? '\nThey have the same size and different roots.\n'
      : `\n“consistency” is the path of RFC 6962 §2.1.2 between the two sizes, taken from the tiles of “${larger}”: it leads to the\n` +
        `root signed there, and for the beginning to another root than the one signed in “${smaller}”.\n`)
  );
}

/** Writes down what was seen, so that others can check it without us. Gives the folder, within the mirror. */
export async function leaveEvidence(dir: string, contradiction: Contradiction): Promise<string> {
  const { kind, kept, keptBytes, served, servedBytes, path } = contradiction;
  const digest = Buffer.from(nodeHasher.sha256(concat(keptBytes, servedBytes))).toString('hex').slice(0, 8);
  const folder = `${EVIDENCE}/${kind}-${kept.size}-${served.size}-${digest}`;
  const write = (name: string, content: Uint8Array): Promise<void> => writeWhole(join(dir, folder, name), content);
  await write('kept', keptBytes);
  await write('served', servedBytes);
  if (path !== undefined) await write('consistency', utf8(path.map((hash) => `${toBase64(hash)}\n`).join('')));
  await write('README.txt', utf8(explanation(contradiction)));
  return folder;
}
