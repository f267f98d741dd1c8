import { join } from 'node:path';
import { parseNote, utf8 } from '@covenant/transparency';
import { commandKey, type KeyKind } from './command-key.js';
import { makeEd25519Key, readEd25519Key } from './ed25519.js';
import { type LogKey, LogKeyError } from './log-key.js';
import { makeMlDsa44Key, readMlDsa44Key } from './ml-dsa-44.js';

/** Where a key of one kind may be: a file, or a program that signs. */
export interface KeyPlace {
  readonly file: string;
  readonly command?: string | undefined;
}

/** Two places a kind: in which of them the key in use is, the log's own entries say. */
export interface KeyPlaces {
  readonly main: KeyPlace;
  readonly next: KeyPlace;
}

/** Where the log's keys are, by the settings. What is left out is a file in `dataDir`. */
export interface KeySettings {
  readonly dataDir: string;
  /** `LOG_KEY_FILE`. Default `log.key`, made at the first start. */
  readonly keyFile?: string;
  /** `LOG_KEY_COMMAND`, instead of the file. */
  readonly keyCommand?: string;
  /** `LOG_ML_DSA_KEY_FILE`. Default `log-ml-dsa-44.key`, made at the first start. */
  readonly mlDsaKeyFile?: string;
  /** `LOG_ML_DSA_KEY_COMMAND`, instead of the file. */
  readonly mlDsaKeyCommand?: string;
  /** `LOG_NEXT_KEY_FILE`, `LOG_NEXT_KEY_COMMAND`: a key that takes the place of the first. Default `log-next.key`. */
  readonly nextKeyFile?: string;
  readonly nextKeyCommand?: string;
  /** `LOG_NEXT_ML_DSA_KEY_FILE`, `LOG_NEXT_ML_DSA_KEY_COMMAND`: likewise. Default `log-next-ml-dsa-44.key`. */
  readonly nextMlDsaKeyFile?: string;
  readonly nextMlDsaKeyCommand?: string;
}

export const keyKinds: readonly KeyKind[] = ['ed25519', 'ml-dsa-44'];

export function placesOf(settings: KeySettings): Readonly<Record<KeyKind, KeyPlaces>> {
  const { dataDir } = settings;
  return {
    'ed25519': {
      main: { file: settings.keyFile ?? join(dataDir, 'log.key'), command: settings.keyCommand },
      next: { file: settings.nextKeyFile ?? join(dataDir, 'log-next.key'), command: settings.nextKeyCommand },
    },
    'ml-dsa-44': {
      main: { file: settings.mlDsaKeyFile ?? join(dataDir, 'log-ml-dsa-44.key'), command: settings.mlDsaKeyCommand },
      next: { file: settings.nextMlDsaKeyFile ?? join(dataDir, 'log-next-ml-dsa-44.key'), command: settings.nextMlDsaKeyCommand },
    },
  };
}

/** The keys of one kind that this machine can sign with. */
export interface HeldKeys {
  readonly main: LogKey | undefined;
  readonly next: LogKey | undefined;
}

const readers = { 'ed25519': readEd25519Key, 'ml-dsa-44': readMlDsa44Key } as const;
const makers = { 'ed25519': makeEd25519Key, 'ml-dsa-44': makeMlDsa44Key } as const;

/** @throws LogKeyError where there is something that is no key */
export const readKey = ({ file, command }: KeyPlace, kind: KeyKind, origin: string): Promise<LogKey | undefined> =>
  command === undefined ? readers[kind](file, origin) : commandKey(command, kind, origin);

export const makeKey = ({ file }: KeyPlace, kind: KeyKind, origin: string): Promise<LogKey> => makers[kind](file, origin);

export async function readHeld({ main, next }: KeyPlaces, kind: KeyKind, origin: string): Promise<HeldKeys> {
  return { main: await readKey(main, kind, origin), next: await readKey(next, kind, origin) };
}

export interface OpenedKeys {
  readonly origin: string;
  readonly ed25519: HeldKeys;
  readonly mlDsa44: HeldKeys;
  /** Looks again: a key may have been put there since. */
  readonly again: () => Promise<Pick<OpenedKeys, 'ed25519' | 'mlDsa44'>>;
}

/**
 * Opens what keys there are. A missing first key is made only for a log that has not signed with one of its kind:
 * afterwards it would be a new log under an old name. `signed` is the newest note, undefined for a log that has signed
 * nothing; `announced` tells whether the log's entries name a key, so that it may take the place of the first.
 * @throws LogKeyError
 */
export async function openHeld(
  settings: KeySettings,
  origin: string,
  signed: string | undefined,
  announced: (key: LogKey) => boolean,
): Promise<OpenedKeys> {
  const places = placesOf(settings);
  const first = async (kind: KeyKind, mayMake: (held: HeldKeys) => boolean): Promise<HeldKeys> => {
    const held = await readHeld(places[kind], kind, origin);
    if (held.main !== undefined || (held.next !== undefined && announced(held.next))) return held;
    const { file } = places[kind].main;
    if (mayMake(held)) return { ...held, main: await makeKey(places[kind].main, kind, origin) };
    throw new LogKeyError(`The log's key is missing: ${file} does not exist, and this log has signed checkpoints with it already.`);
  };
  const ed25519 = await first('ed25519', () => signed === undefined);
  // A log of a version that knew Ed25519 alone gets its second key now; one that has signed with such a key does not.
  const mlDsa44 = await first('ml-dsa-44', () => signed === undefined || !hasLongSignature(signed, origin));
  const again = async (): Promise<Pick<OpenedKeys, 'ed25519' | 'mlDsa44'>> => ({
    ed25519: await readHeld(places.ed25519, 'ed25519', origin),
    mlDsa44: await readHeld(places['ml-dsa-44'], 'ml-dsa-44', origin),
  });
  return { origin, ed25519, mlDsa44, again };
}

/** Has a key that is no Ed25519 key signed in the log's own name? */
const hasLongSignature = (note: string, origin: string): boolean =>
  parseNote(utf8(note)).signatures.some(({ name, signature }) => name === origin && signature.length > 64);
