import { MalformedError, UnprovenError } from './errors.js';
import { openAnnouncement, type KeyChange } from './key-announcement.js';
import { formatVerifierKey, type Ed25519Verify, type VerifierKey } from './keys.js';

/** From which tree to which a key signs for its log, counted in entries. */
export interface KeyPeriod {
  readonly key: VerifierKey;
  /** The smallest tree that it may sign: 0, or the first that has its announcement. */
  readonly from: number;
  /** The largest: the last without the entry that retired it; undefined while it signs. */
  readonly until: number | undefined;
  /** The entry that announced it; undefined for a key that was there before any was announced. */
  readonly announcedIn: number | undefined;
  /** Until this day at the least the key before it signs too. */
  readonly bothUntil: string | undefined;
  readonly replaces: VerifierKey | undefined;
}

/** What an entry about keys came to. */
export type KeyEvent =
  | { readonly kind: 'announced'; readonly change: KeyChange }
  | { readonly kind: 'ended'; readonly key: VerifierKey }
  /** It speaks of keys that are not known here, and changes nothing. */
  | { readonly kind: 'unknown'; readonly reason: string }
  /** It speaks of known keys and changes nothing; why. */
  | { readonly kind: 'refused'; readonly reason: string };

/** An entry as far as it is about keys. */
export interface KeyFact {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const endings: readonly string[] = ['LogKeyRetired', 'LogKeyWithdrawn'];

/** Is this the type of an entry about the log's own keys? */
export const isAboutKeys = (type: string): boolean => type === 'LogKeyAnnounced' || endings.includes(type);

/**
 * The keys of one log, in order, as its own entries tell. It begins with those that somebody trusts, and follows a
 * change only where one of them signed it: an entry alone makes no key. Who signs what is a matter of tree sizes, not of
 * clocks: a key signs the trees that have its announcement, up to the last that does not have its retirement.
 */
export class KeyHistory {
  readonly #periods: KeyPeriod[];

  /** `trusted`: of this log alone. */
  constructor(
    readonly trusted: readonly VerifierKey[],
    private readonly verify?: Ed25519Verify,
  ) {
    this.#periods = trusted.map((key) => ({ key, from: 0, until: undefined, announcedIn: undefined, bothUntil: undefined, replaces: undefined }));
  }

  get periods(): readonly KeyPeriod[] {
    return this.#periods;
  }

  /** The keys that may sign a tree of this size. */
  at(size: number): readonly VerifierKey[] {
    return this.#periods.filter(({ from, until }) => size >= from && size <= (until ?? Infinity)).map(({ key }) => key);
  }

  /** Every key there was. */
  get keys(): readonly VerifierKey[] {
    return this.#periods.map(({ key }) => key);
  }

  /** Takes in the next entry about keys; those of other types are none of its business. */
  take(entry: number, { type, data }: KeyFact): KeyEvent | undefined {
    if (type === 'LogKeyAnnounced') return this.#announced(entry, data);
    return endings.includes(type) ? this.#ended(entry, data) : undefined;
  }

  #announced(entry: number, data: KeyFact['data']): KeyEvent {
    let change: KeyChange;
    try {
      change = openAnnouncement(data, this.verify);
    } catch (error) {
      if (error instanceof MalformedError || error instanceof UnprovenError) return refused(error.message);
      throw error;
    }
    const { replaces, key, bothUntil } = change;
    const [old, known] = [this.#find(replaces), this.#find(key)];
    if (old === undefined && known === undefined) return { kind: 'unknown', reason: 'neither of its keys is known here' };
    if (old?.until !== undefined) return refused('the key that signed it was retired before');
    if (known?.announcedIn !== undefined || known?.until !== undefined) return refused('its new key was announced before');
    // Whoever trusts the new key has its word for the one before: the trees of that time are signed by it.
    if (old === undefined) this.#periods.push({ key: replaces, from: 0, until: undefined, announcedIn: undefined, bothUntil: undefined, replaces: undefined });
    if (known !== undefined) this.#periods.splice(this.#periods.indexOf(known), 1);
    this.#periods.push({ key, from: entry + 1, until: undefined, announcedIn: entry, bothUntil, replaces });
    return { kind: 'announced', change };
  }

  #ended(entry: number, { key: vkey }: KeyFact['data']): KeyEvent {
    const period = this.#periods.find(({ key }) => formatVerifierKey(key) === vkey);
    if (period === undefined) return { kind: 'unknown', reason: 'it ends a key that is not known here' };
    if (period.until !== undefined) return refused('that key was retired before');
    const others = this.at(entry + 1).some((key) => key !== period.key && key.type === period.key.type && key.name === period.key.name);
    if (!others) return refused('it would leave the log without a key of that kind');
    this.#periods[this.#periods.indexOf(period)] = { ...period, until: entry };
    return { kind: 'ended', key: period.key };
  }

  #find(key: VerifierKey): KeyPeriod | undefined {
    const vkey = formatVerifierKey(key);
    return this.#periods.find((period) => formatVerifierKey(period.key) === vkey);
  }
}

const refused = (reason: string): KeyEvent => ({ kind: 'refused', reason });
