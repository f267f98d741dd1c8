import type { EventStore } from '@covenant/event-store';
import { entryOf, KeyHistory, keyId, parseNote, parseVerifierKey, type Policy, shownKeys, type ShownKeys, utf8, type VerifierKey } from '@covenant/transparency';
import { keyEntries, type KeyEntry } from '../keys/key-facts.js';
import type { LogReader } from '../tables/log-reader.js';
import type { WitnessPolicy } from '../witnesses/policy-file.js';
import { policyOf, policyText } from './policy.js';
import { keyNotOfTheLog, newKeySilent } from './problems.js';
import { details } from './words/words.js';

export interface KeyDirectoryParts {
  readonly store: EventStore;
  readonly reader: LogReader;
  readonly origin: string;
  /** The keys from before any change. */
  readonly roots: () => readonly VerifierKey[];
  readonly url?: string | undefined;
  readonly witnesses?: WitnessPolicy | undefined;
}

interface Known {
  readonly history: KeyHistory;
  readonly entries: readonly KeyEntry[];
}

/** Who signs the log and who has signed it, for those who read it: as the published entries tell, in every process. */
export class KeyDirectory {
  constructor(private readonly parts: KeyDirectoryParts) {}

  /** Of the published tree, or of an earlier one. */
  async known(size?: number): Promise<Known> {
    const upTo = size ?? (await this.parts.reader.published())?.size ?? 0;
    const entries = await keyEntries(this.parts, upTo);
    const history = new KeyHistory(this.parts.roots());
    for (const { entry, ...fact } of entries) history.take(entry, fact);
    return { history, entries };
  }

  /** Every key that the log has had: whoever has an old proof needs the key of its time. */
  async policy(size?: number): Promise<Policy> {
    const { history } = await this.known(size);
    return policyOf({ ...this.parts, keys: history.keys });
  }

  /** The text of `/log/policy`. */
  async policyText(): Promise<string> {
    const { history } = await this.known();
    return policyText({ ...this.parts, keys: history.keys }, history.periods);
  }

  /** Has this caller announced a key under this Idempotency-Key? */
  async announcedBy(subject: string, idempotencyKey: unknown): Promise<boolean> {
    if (typeof idempotencyKey !== 'string') return false;
    const { entries } = await this.known(Number.MAX_SAFE_INTEGER);
    return entries.some(({ type, event: { metadata } }) => type === 'LogKeyAnnounced' && metadata.idempotencyKey === idempotencyKey && metadata.actor.subject === subject);
  }

  /**
   * May this be announced? Both signatures must hold, under a key that signs the log now.
   * @throws Problem `key-not-of-the-log`
   */
  async admit(announcement: Readonly<Record<string, unknown>>): Promise<void> {
    const { history } = await this.known(Number.MAX_SAFE_INTEGER);
    const taken = history.take(Number.MAX_SAFE_INTEGER - 1, { type: 'LogKeyAnnounced', data: announcement });
    if (taken !== undefined && 'reason' in taken) throw keyNotOfTheLog(details.announcesNothing(taken.reason));
  }

  /**
   * Has the key that this change announced signed the newest checkpoint? A change that there is not has none to wait for.
   * @throws Problem `new-key-silent`
   */
  async expectSigning(changeId: string): Promise<void> {
    const { store, reader } = this.parts;
    const [first] = await store.readStream(`log-key-${changeId}`, { limit: 1 });
    if (first === undefined) return;
    const { key: vkey } = first.data;
    const key = parseVerifierKey(typeof vkey === 'string' ? vkey : '');
    const note = (await reader.published())?.note;
    const signs = note !== undefined && parseNote(utf8(note)).signatures.some(({ name, keyId: id }) => name === key.name && id === keyId(key));
    if (!signs) throw newKeySilent(details.keySilent(`${key.name}+${keyId(key).toString(16).padStart(8, '0')}`));
  }

  async shown(size?: number): Promise<ShownKeys> {
    const { history, entries } = await this.known(size);
    return shownKeys(this.parts.origin, history, entries.map(({ entry, event }) => ({ number: entry, entry: entryOf(event) })));
  }
}
