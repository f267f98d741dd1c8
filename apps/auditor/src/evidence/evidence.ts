import { join } from 'node:path';
import {
  concat,
  consistencyProof,
  formatKeyEntries,
  rootFromTiles,
  sameBytes,
  toBase64,
  UnprovenError,
  utf8,
  type AuthenticTiles,
  type KeyEntry,
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
  /** The changes of keys that lead to those that signed it; each is signed by the key before. */
  readonly keptKeys: readonly KeyEntry[];
  readonly served: TrustedCheckpoint;
  readonly servedBytes: Uint8Array;
  readonly servedKeys: readonly KeyEntry[];
  /** From the larger of the two trees: shows that it does not begin with the smaller. None between equal sizes. */
  readonly beginning?: Beginning;
}

/** What a tree begins with: the root of its first leaves, and the path that leads from there to its own root. */
export interface Beginning {
  readonly root: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** Does the tree of these tiles begin with the signed one? Otherwise what it begins with. @throws UnprovenError */
async function otherBeginning(first: TrustedCheckpoint, tiles: AuthenticTiles): Promise<Beginning | undefined> {
  const root = await rootFromTiles(first.size, tiles.read, nodeHasher);
  if (sameBytes(root, first.root)) return undefined;
  return { root, path: await consistencyProof(first.size, tiles.size, tiles.read, nodeHasher) };
}

/**
 * Do the two not go together, in the order in which they were seen? `served` are the tiles of the one, `kept` those of
 * the other, where there are any. @throws UnprovenError where the served tiles do not belong to the served tree
 */
export async function contradicts(
  pair: Omit<Contradiction, 'kind' | 'beginning'>,
  servedTiles: AuthenticTiles,
  keptTiles?: AuthenticTiles,
): Promise<Contradiction | undefined> {
  const { kept, served } = pair;
  if (served.size === kept.size) return sameBytes(served.root, kept.root) ? undefined : { ...pair, kind: 'forked' };
  if (served.size > kept.size) {
    const beginning = await otherBeginning(kept, servedTiles);
    return beginning && { ...pair, kind: 'forked', beginning };
  }
  try {
    const beginning = keptTiles && (await otherBeginning(served, keptTiles));
    return beginning === undefined ? { ...pair, kind: 'served-older' } : { ...pair, kind: 'forked', beginning };
  } catch (error) {
    if (error instanceof UnprovenError) return { ...pair, kind: 'served-older' }; // our copy is damaged: the milder word
    throw error;
  }
}

const sized = (size: number): string => `${size} ${size === 1 ? 'entry' : 'entries'}`;

function explanation({ kind, kept, served, beginning }: Contradiction): string {
  if (kind === 'served-older') {
    return (
      `The log served a checkpoint of ${sized(served.size)} after it had signed one of ${kept.size}.\n` +
      'Unless an old copy was served by mistake, entries were taken back. Only signatures that bring a time show the order.\n' +
      checking
    );
  }
  const smaller = Math.min(kept.size, served.size);
  return (
    'The log signed both checkpoints, “kept” and “served”, and they are not of one tree.\n' +
    'An honest log only grows: it would never sign both.\n' +
    (beginning === undefined
      ? '\nThey have the same size and different roots.\n'
      : `\nThe ${larger(kept, served)} tree does not begin with the smaller: “beginning” is the root of its first ${smaller === 1 ? 'entry' : sized(smaller)},\n` +
        `“consistency” the path of RFC 6962 §2.1.2 that leads from there to the root that was signed.\n`) +
    checking
  );
}

/** How a stranger checks a folder of evidence. */
export const checking =
  '\nTo check it without whoever wrote this, with the log’s key from elsewhere:\n' +
  '  covenant-auditor verify-evidence <this folder> --key <the log’s key>\n' +
  '\nWhere there is a file “…keys.json”, the log has changed its key: it has the announcements, each signed by the key before it,\n' +
  'so that the first key is enough.\n';

const larger = (kept: TrustedCheckpoint, served: TrustedCheckpoint): string => (kept.size < served.size ? 'served' : 'kept');

/** Writes down what was seen, so that others can check it without us. Gives the folder, within the mirror. */
export async function leaveEvidence(dir: string, contradiction: Contradiction): Promise<string> {
  const { kind, kept, keptBytes, keptKeys, served, servedBytes, servedKeys, beginning } = contradiction;
  const hashes = (list: readonly Uint8Array[]): Uint8Array => utf8(list.map((hash) => `${toBase64(hash)}\n`).join(''));
  return writeEvidence(dir, `${kind}-${kept.size}-${served.size}`, {
    kept: keptBytes,
    served: servedBytes,
    ...keysFile('kept-keys.json', keptKeys),
    ...keysFile('served-keys.json', servedKeys),
    ...(beginning === undefined ? {} : { beginning: hashes([beginning.root]), consistency: hashes(beginning.path) }),
    'README.txt': utf8(explanation(contradiction)),
  });
}

/** None where the log has not changed its keys: its first ones did it. */
export const keysFile = (name: string, entries: readonly KeyEntry[]): Readonly<Record<string, Uint8Array>> =>
  entries.length === 0 ? {} : { [name]: formatKeyEntries(entries) };

/** Two runs that see the same write the same folder. */
export async function writeEvidence(dir: string, name: string, files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const digest = Buffer.from(nodeHasher.sha256(concat(...Object.values(files)))).toString('hex').slice(0, 8);
  const folder = `${EVIDENCE}/${name}-${digest}`;
  for (const [file, content] of Object.entries(files)) await writeWhole(join(dir, folder, file), content);
  return folder;
}
