import { canonicalJson } from './canonical-json.js';
import type { KeyHistory, KeyPeriod } from './key-history.js';
import { formatVerifierKey } from './keys.js';

/** A key of the log as `/log/keys` shows it. */
export interface ShownKey {
  readonly key: string;
  /** The smallest tree that it signs, in entries. */
  readonly from: number;
  /** The largest, where it has been retired. */
  readonly until?: number;
  readonly announcedIn?: number;
  readonly replaces?: string;
  readonly bothUntil?: string;
}

/** The answer of `/log/keys`: what the entries about keys come to, and these entries themselves. */
export interface ShownKeys {
  readonly origin: string;
  readonly keys: readonly ShownKey[];
  readonly entries: readonly { readonly number: number; readonly entry: object }[];
}

const byKindThenTime = (a: KeyPeriod, b: KeyPeriod): number => a.key.type - b.key.type || a.from - b.from;

export const shownKeys = (origin: string, history: KeyHistory, entries: ShownKeys['entries']): ShownKeys => ({
  origin,
  keys: [...history.periods].sort(byKindThenTime).map(({ key, from, until, announcedIn, replaces, bothUntil }) => ({
    key: formatVerifierKey(key),
    from,
    ...(until === undefined ? {} : { until }),
    ...(announcedIn === undefined ? {} : { announcedIn }),
    ...(replaces === undefined ? {} : { replaces: formatVerifierKey(replaces) }),
    ...(bothUntil === undefined ? {} : { bothUntil }),
  })),
  entries,
});

/** The same as the file `keys.json` of a bundle: one form for one content, whoever writes it. */
export const formatShownKeys = (shown: ShownKeys): string => `${JSON.stringify(JSON.parse(canonicalJson(shown)), null, 2)}\n`;
