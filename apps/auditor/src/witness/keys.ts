import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ed25519Cosigner, fromBase64, isKeyName, mlDsa44Signer, toBase64, type Clock, type NoteSigner, type VerifierKey } from '@covenant/transparency';
import { codeOf, reasonOf } from '../cli/errors.js';
import { Unchecked, UsageError } from '../cli/exit.js';

export type WitnessKey = NoteSigner & { readonly key: VerifierKey };

const SEED_BYTES = 32;
const kinds = { ed25519: ed25519Cosigner, 'ml-dsa-44': mlDsa44Signer } as const;

/**
 * The keys of a witness: one line its name, then one line a key, its kind and its seed in base 64. Made the first
 * time, for the owner's eyes only.
 * @throws UsageError when there is no name for new keys; Unchecked when the file is no key file, or others may read it
 */
export async function witnessKeys(path: string, name: string | undefined, now: Clock): Promise<readonly WitnessKey[]> {
  const known = read(path);
  if (known === undefined) {
    if (name === undefined) throw new UsageError('a new witness needs a name: --name example.org/witness');
    if (!isKeyName(name)) throw new UsageError(`“${name}” is no name for a key: no white space and no “+”`);
    await writeOnce(path, `${[name, ...Object.keys(kinds).map((kind) => `${kind} ${toBase64(randomBytes(SEED_BYTES))}`)].join('\n')}\n`);
    return witnessKeys(path, name, now);
  }
  const [own = '', ...lines] = known.split('\n').filter((line) => line !== '');
  if (name !== undefined && name !== own) throw new UsageError(`the keys in ${path} are those of ${own}, not of ${name}`);
  if (lines.length === 0 || !isKeyName(own)) throw new Unchecked(`${path} has no keys`);
  return lines.map((line) => {
    const [kind = '', text = ''] = line.split(' ');
    const seed = fromBase64(text);
    if (!isKind(kind) || seed?.length !== SEED_BYTES) throw new Unchecked(`${path} has a line that is no key`);
    return kinds[kind](own, seed, now);
  });
}

const isKind = (kind: string): kind is keyof typeof kinds => Object.hasOwn(kinds, kind);

function read(path: string): string | undefined {
  try {
    const { mode } = statSync(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw new Unchecked(`${path} can be read by others: chmod 600 it`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error instanceof Unchecked ? error : new Unchecked(`${path} cannot be read: ${reasonOf(error)}`);
  }
}

async function writeOnce(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
