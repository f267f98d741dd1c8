import {
  decodeBundle,
  entriesPath,
  followKeys as followEntries,
  formatVerifierKey,
  isAboutKeys,
  MalformedError,
  parseCheckpoint,
  parseEntry,
  parseKeyEntries,
  parseNote,
  shortKey,
  TILE_WIDTH,
  tileWidth,
  type FollowedKeys,
  type KeyEntry,
  type LogEntry,
  type Policy,
} from '@covenant/transparency';
import { CHECKPOINT, KEYS, type MirrorDir } from '../files/mirror-dir.js';
import type { Findings } from '../report/report.js';
import { nodeEd25519 } from '../node-crypto.js';

/** Follows the entries about keys from those that the policy trusts for this log, with Node's own check of signatures. */
export const followKeys = (policy: Policy, origin: string, entries: readonly KeyEntry[]): FollowedKeys =>
  followEntries(policy, origin, entries, nodeEd25519);

/** What the type of each entry about keys has in it. So short a text, which begins with a rare letter, is found fastest. */
const mark = Buffer.from('LogKey');

/** The entries about keys among a bundle's. What cannot be read is left out: `verify` tells of it. */
export function aboutKeysIn(bundle: Uint8Array, index: number, width: number): readonly KeyEntry[] {
  const bytes = Buffer.from(bundle.buffer, bundle.byteOffset, bundle.length);
  if (!bytes.includes(mark)) return [];
  try {
    return decodeBundle(bundle, width).flatMap((each, i) => {
      const entry = readable(each);
      return entry !== undefined && isAboutKeys(entry.type) ? [{ number: index * TILE_WIDTH + i, entry }] : [];
    });
  } catch (error) {
    if (error instanceof MalformedError) return [];
    throw error;
  }
}

function readable(bytes: Uint8Array): LogEntry | undefined {
  try {
    return parseEntry(bytes);
  } catch (error) {
    if (error instanceof MalformedError) return undefined;
    throw error;
  }
}

/** The keys as the entries of a copy tell of them, up to the size that its checkpoint claims, whoever signed it. */
export function keysInCopy(dir: MirrorDir, policy: Policy): FollowedKeys | undefined {
  const claimed = claimOf(dir);
  if (claimed === undefined) return undefined;
  return followKeys(policy, claimed.origin, keyEntriesOf(dir, claimed.size));
}

/** The entries about keys among the first `size` of a copy. */
export function keyEntriesOf(dir: MirrorDir, size: number): readonly KeyEntry[] {
  const entries: KeyEntry[] = [];
  for (let index = 0; index * TILE_WIDTH < size; index++) {
    const width = tileWidth(size, 0, index);
    const bundle = dir.read(entriesPath(index, width));
    if (bundle !== undefined) entries.push(...aboutKeysIn(bundle, index, width));
  }
  return entries;
}

/**
 * The entries about keys of the first `size`: of a copy as its own bundles have them; of a monitor's folder, which has
 * none, as the file says that was written when that tree was found good.
 * @throws MalformedError
 */
export function rememberedKeys(dir: MirrorDir, size: number): readonly KeyEntry[] {
  const bytes = dir.read(KEYS);
  return bytes === undefined ? keyEntriesOf(dir, size) : parseKeyEntries(bytes).filter(({ number }) => number < size);
}

/** Reads entries about keys; where they are not any, that is a finding. */
export function readableKeys<T>(path: string, findings: Pick<Findings, 'found'>, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    findings.found('policy-malformed', { path, detail: error.message });
    return undefined;
  }
}

/** What the copy's checkpoint says, whoever signed it. */
export function claimOf(dir: MirrorDir): { origin: string; size: number } | undefined {
  const bytes = dir.read(CHECKPOINT);
  try {
    return bytes === undefined ? undefined : parseCheckpoint(parseNote(bytes).text);
  } catch (error) {
    if (error instanceof MalformedError) return undefined; // told by whoever opens it
    throw error;
  }
}

/** Who says to have signed, to see whether that has changed. */
export function signersIn(note: Uint8Array): string {
  try {
    const { text, signatures } = parseNote(note);
    const origin = text.slice(0, text.indexOf('\n'));
    return signatures.flatMap(({ name, keyId }) => (name === origin ? [keyId] : [])).sort().join();
  } catch (error) {
    if (error instanceof MalformedError) return '';
    throw error;
  }
}

/** The log that a checkpoint says to be of. */
export function originIn(note: Uint8Array): string | undefined {
  try {
    return parseCheckpoint(parseNote(note).text).origin;
  } catch (error) {
    if (error instanceof MalformedError) return undefined;
    throw error;
  }
}

/** Tells in plain words what became of the keys, from entry `since` on. */
export function sayKeys({ told }: Pick<FollowedKeys, 'told'>, findings: Pick<Findings, 'remark'>, since = 0): void {
  for (const { number, event } of told) {
    if (number < since) continue;
    if (event.kind === 'announced') {
      const { key, replaces, bothUntil } = event.change;
      findings.remark('key-announced', { entry: number, key: shortOf(key), replaces: shortOf(replaces), bothUntil });
    } else if (event.kind === 'ended') {
      findings.remark('key-retired', { entry: number, key: shortOf(event.key) });
    } else if (event.kind === 'refused') {
      findings.remark('key-refused', { entry: number, reason: event.reason });
    }
  }
}

const shortOf = (key: Parameters<typeof formatVerifierKey>[0]): string => shortKey(formatVerifierKey(key));
