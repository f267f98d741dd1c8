import { fromUtf8, utf8 } from './bytes.js';
import { canonicalJson } from './canonical-json.js';
import { parseEntry, type LogEntry } from './entry.js';
import { MalformedError } from './errors.js';
import { parseJson } from './json-text.js';
import { KeyHistory, type KeyEvent } from './key-history.js';
import type { Ed25519Verify } from './keys.js';
import type { Policy } from './policy.js';

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
export function followKeys(policy: Policy, origin: string, entries: readonly KeyEntry[], verify?: Ed25519Verify): FollowedKeys {
  const trusted = policy.logs.filter(({ key }) => key.name === origin).map(({ key }) => key);
  const history = new KeyHistory(trusted, verify);
  const told = entries.flatMap(({ number, entry }) => {
    const event = history.take(number, entry);
    return event === undefined ? [] : [{ number, event }];
  });
  return { history, told };
}

/**
 * The answer of a log's `/keys`, or a file with it. Nothing of it is believed but what the signatures show.
 * @throws MalformedError
 */
export function parseKeyEntries(bytes: Uint8Array): readonly KeyEntry[] {
  const text = fromUtf8(bytes);
  if (text === undefined) throw new MalformedError('json', 'not UTF-8');
  const value = parseJson(text);
  const list = memberOf(value, 'entries');
  if (!Array.isArray(list)) throw new MalformedError('json', 'has no list of entries');
  let next = 0;
  return list.map((item: unknown) => {
    const number = memberOf(item, 'number');
    if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw new MalformedError('json', 'an entry has no number');
    if (number < next) throw new MalformedError('json', 'its entries are not in the order of the log');
    next = number + 1;
    return { number, entry: parseEntry(utf8(canonicalJson(memberOf(item, 'entry')))) };
  });
}

/** As `parseKeyEntries` reads them. */
export const formatKeyEntries = (entries: readonly KeyEntry[]): Uint8Array => utf8(`${canonicalJson({ entries })}\n`);

const memberOf = (value: unknown, member: string): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>)[member] : undefined;
