import {
  formatVerifierKey,
  KeyHistory,
  type KeyFact,
  noteVerifier,
  type NoteVerifier,
  openAnnouncement,
  shortKey,
  MalformedError,
  signatureTypes,
  UnprovenError,
  type VerifierKey,
} from '@covenant/transparency';
import { NotaryStopped } from '../engine/stopped.js';
import type { HeldKeys, OpenedKeys } from './held-keys.js';
import type { LogKey } from './log-key.js';
import type { LogKeys } from './log-keys.js';

/** An entry about keys, with its number. */
export interface NumberedFact extends KeyFact {
  readonly entry: number;
}

/**
 * Which keys sign which tree: those at hand, as far as the log's own entries let them. A file in the right place makes
 * no key of the log; an entry does, signed by the key before it. So the same store gives the same answer after any
 * crash, and a file that was swapped signs nothing.
 */
export class KeyRing {
  readonly origin: string;
  #held: Pick<OpenedKeys, 'ed25519' | 'mlDsa44'>;
  #history: KeyHistory;
  /** Trees below this are made anew, and never published: whichever key is at hand signs them. */
  #rebuilding = 0;

  constructor(
    private readonly opened: OpenedKeys,
    facts: readonly NumberedFact[],
  ) {
    this.origin = opened.origin;
    this.#held = opened;
    this.#history = this.#historyOf(facts);
  }

  /** The log was taken anew: all that was taken in since is forgotten. */
  reset(facts: readonly NumberedFact[], rebuilding = 0): void {
    this.#history = this.#historyOf(facts);
    this.#rebuilding = rebuilding;
  }

  /** The keys from before any change, of which the entries tell the rest. */
  get roots(): readonly VerifierKey[] {
    return this.#history.trusted;
  }

  get history(): KeyHistory {
    return this.#history;
  }

  /** Takes in an entry as the tree grows. */
  take({ entry, ...fact }: NumberedFact): void {
    this.#history.take(entry, fact);
  }

  /**
   * The keys that sign a tree of this size.
   * @throws NotaryStopped `key-missing` where the log has changed to a key that is not at hand
   */
  at(size: number): LogKeys {
    const inForce = this.#history.at(size);
    const of = (held: HeldKeys, type: VerifierKey['type']): readonly LogKey[] => {
      const here = [held.main, held.next].filter((key) => key !== undefined);
      const wanted = inForce.filter((key) => key.type === type).map(formatVerifierKey);
      const signing = wanted.flatMap((vkey) => here.find((key) => key.vkey === vkey) ?? []);
      if (signing.length > 0) return signing;
      if (size < this.#rebuilding) return here.slice(-1);
      throw new NotaryStopped(
        'key-missing',
        `a tree of ${size} entries is signed by ${wanted.map(shortKey).join(' or ')}, and that key is not here: put it in its place and start again`,
      );
    };
    const { ed25519, mlDsa44 } = this.#held;
    return { origin: this.origin, ed25519: of(ed25519, signatureTypes.ed25519), mlDsa44: of(mlDsa44, signatureTypes.mlDsa44) };
  }

  /** Keys of the log, from a tree of this size on, that are not at hand; their names and ids. */
  missing(size: number): readonly string[] {
    const { ed25519, mlDsa44 } = this.#held;
    const held = [ed25519.main, ed25519.next, mlDsa44.main, mlDsa44.next].map((key) => key?.vkey);
    return this.#history
      .at(size)
      .map(formatVerifierKey)
      .filter((vkey) => !held.includes(vkey))
      .map(shortKey);
  }

  /** A key that was announced may have been put in its place since the start. */
  async lookAgain(size: number): Promise<void> {
    if (this.missing(size).length > 0) this.#held = await this.opened.again();
  }

  /** Who may have signed a tree of this size. */
  verifiers(size: number): readonly NoteVerifier[] {
    return this.#history.at(size).map((key) => noteVerifier(key));
  }

  /** Every key at hand or in the history, for a checkpoint that is ahead of the entries known. */
  allVerifiers(): readonly NoteVerifier[] {
    const { ed25519, mlDsa44 } = this.#held;
    const held = [ed25519.main, ed25519.next, mlDsa44.main, mlDsa44.next].flatMap((key) => key?.key ?? []);
    const keys = new Map([...this.#history.keys, ...held].map((key) => [formatVerifierKey(key), key]));
    return [...keys.values()].map((key) => noteVerifier(key));
  }

  /**
   * From a key at hand back to the one before any change: each step was signed by the key that it starts from. From one
   * that a change tells of, if there is any: a new key may lie beside it that nothing has announced yet.
   */
  #historyOf(facts: readonly NumberedFact[]): KeyHistory {
    const before = new Map<string, VerifierKey>();
    for (const { type, data } of facts) {
      const change = type === 'LogKeyAnnounced' ? opened(data) : undefined;
      if (change !== undefined) before.set(formatVerifierKey(change.key), change.replaces);
    }
    const told = new Set([...before].flatMap(([key, replaced]) => [key, formatVerifierKey(replaced)]));
    const root = ({ main, next }: HeldKeys): readonly VerifierKey[] => {
      const held = [main, next].filter((one) => one !== undefined);
      let key = (held.find(({ vkey }) => told.has(vkey)) ?? held[0])?.key;
      const seen = new Set<string>();
      for (let older = key; older !== undefined && !seen.has(formatVerifierKey(older)); older = before.get(formatVerifierKey(older))) {
        seen.add(formatVerifierKey(older));
        key = older;
      }
      return key === undefined ? [] : [key];
    };
    const history = new KeyHistory([...root(this.#held.ed25519), ...root(this.#held.mlDsa44)]);
    for (const { entry, ...fact } of facts) history.take(entry, fact);
    return history;
  }
}

function opened(data: KeyFact['data']): ReturnType<typeof openAnnouncement> | undefined {
  try {
    return openAnnouncement(data);
  } catch (error) {
    if (error instanceof MalformedError || error instanceof UnprovenError) return undefined; // it announces nothing
    throw error;
  }
}
