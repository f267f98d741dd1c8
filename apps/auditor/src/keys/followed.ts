import {
  canonicalJson,
  decodeBundle,
  entriesPath,
  fromUtf8,
  isAboutKeys,
  KeyHistory,
  MalformedError,
  parseCheckpoint,
  parseEntry,
  parseJson,
  parseNote,
  formatVerifierKey,
  shortKey,
  TILE_WIDTH,
  tileWidth,
  utf8,
  type KeyEvent,
  type LogEntry,
  type Policy,
} from '@covenant/transparency';
import { CHECKPOINT, type MirrorDir } from '../files/mirror-dir.js';
import type { Findings } from '../report/report.js';
import { nodeEd25519 } from '../node-crypto.js';

/** An entry about the log's own keys. */
export interface KeyEntry {
  readonly number: number;
  readonly entry: LogEntry;
}

/** The keys that a policy trusts for one log, and those that its entries lead to from there. */
export interface FollowedKeys {
  readonly history: KeyHistory;
  readonly told: readonly { readonly number: number; readonly event: KeyEvent }[];
}

/**
 * Follows the entries about keys, in their order, from the keys that the policy trusts for this log. That they are
 * entries of the log is for the tree to show; that they make a key is shown by the signature of the one before it.
 */
export function followKeys(policy: Policy, origin: string, entries: readonly KeyEntry[]): FollowedKeys {
  const trusted = policy.logs.filter(({ key }) => key.name === origin).map(({ key }) => key);
  const history = new KeyHistory(trusted, nodeEd25519);
  const told = entries.flatMap(({ number, entry }) => {
    const event = history.take(number, entry);
    return event === undefined ? [] : [{ number, event }];
  });
  return { history, told };
}

const marks = ['"type":"LogKeyAnnounced"', '"type":"LogKeyRetired"', '"type":"LogKeyWithdrawn"'].map((mark) => Buffer.from(mark));

/** The entries about keys among a bundle's. What cannot be read is left out: `verify` tells of it. */
export function aboutKeysIn(bundle: Uint8Array, index: number, width: number): readonly KeyEntry[] {
  const bytes = Buffer.from(bundle.buffer, bundle.byteOffset, bundle.length);
  if (!marks.some((mark) => bytes.includes(mark))) return [];
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

function claimOf(dir: MirrorDir): { origin: string; size: number } | undefined {
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

/** The answer of a log's `/keys`, or a file with it. Nothing of it is believed but what the signatures show. */
export function parseKeys(bytes: Uint8Array): readonly KeyEntry[] {
  const text = fromUtf8(bytes);
  if (text === undefined) throw new MalformedError('json', 'not UTF-8');
  const value = parseJson(text);
  const list = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>)['entries'] : undefined;
  if (!Array.isArray(list)) throw new MalformedError('json', 'has no list of entries');
  return list.map((item: unknown) => {
    const { number, entry } = item as Partial<Record<'number' | 'entry', unknown>>;
    if (!Number.isSafeInteger(number) || (number as number) < 0) throw new MalformedError('json', 'an entry has no number');
    return { number: number as number, entry: parseEntry(utf8(canonicalJson(entry))) };
  });
}

/** Tells in plain words what became of the keys, from entry `since` on. */
export function sayKeys({ told }: FollowedKeys, findings: Pick<Findings, 'remark'>, since = 0): void {
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
