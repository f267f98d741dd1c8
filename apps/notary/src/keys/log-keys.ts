import { join } from 'node:path';
import { type NoteVerifier, parseNote, utf8 } from '@covenant/transparency';
import { commandKey } from './command-key.js';
import { makeEd25519Key, readEd25519Key } from './ed25519.js';
import { type LogKey, LogKeyError } from './log-key.js';
import { makeMlDsa44Key, readMlDsa44Key } from './ml-dsa-44.js';

/** Where the log's keys are. What is left out is a file in `dataDir`, made at the first start. */
export interface KeyPlaces {
  readonly dataDir: string;
  /** `LOG_KEY_FILE`. Default `log.key`. */
  readonly keyFile?: string;
  /** `LOG_KEY_COMMAND`, instead of the file. */
  readonly keyCommand?: string;
  /** `LOG_ML_DSA_KEY_FILE`. Default `log-ml-dsa-44.key`. */
  readonly mlDsaKeyFile?: string;
  /** `LOG_ML_DSA_KEY_COMMAND`, instead of the file. */
  readonly mlDsaKeyCommand?: string;
}

/**
 * All keys that sign. Every tree is signed with Ed25519 as it is committed: quick, and the same bytes each time.
 * ML-DSA-44 is added for publication, so that the record outlives the day on which Ed25519 can be forged.
 */
export interface LogKeys {
  readonly origin: string;
  readonly ed25519: readonly LogKey[];
  readonly mlDsa44: readonly LogKey[];
}

export const allKeys = ({ ed25519, mlDsa44 }: LogKeys): readonly LogKey[] => [...ed25519, ...mlDsa44];
export const verifiersOf = (keys: LogKeys): readonly NoteVerifier[] => allKeys(keys).map(({ verifier }) => verifier);

/**
 * Opens the log's keys. A missing one is made only for a log that has not signed with such a key: afterwards a new
 * key would be a new log under an old name. `signed` is the newest note, undefined for a log that has signed nothing.
 * @throws LogKeyError
 */
export async function openKeys(places: KeyPlaces, origin: string, signed: string | undefined): Promise<LogKeys> {
  const { dataDir, keyCommand, mlDsaKeyCommand } = places;
  const keyFile = places.keyFile ?? join(dataDir, 'log.key');
  const mlDsaKeyFile = places.mlDsaKeyFile ?? join(dataDir, 'log-ml-dsa-44.key');
  const ed25519 =
    keyCommand !== undefined
      ? await commandKey(keyCommand, 'ed25519', origin)
      : ((await readEd25519Key(keyFile, origin)) ?? (await firstKey(keyFile, signed === undefined, () => makeEd25519Key(keyFile, origin))));
  // A log of a version that knew Ed25519 alone gets its second key now; one that has signed with such a key does not.
  const mayMake = signed === undefined || !hasStranger(signed, origin, ed25519);
  const mlDsa44 =
    mlDsaKeyCommand !== undefined
      ? await commandKey(mlDsaKeyCommand, 'ml-dsa-44', origin)
      : ((await readMlDsa44Key(mlDsaKeyFile, origin)) ?? (await firstKey(mlDsaKeyFile, mayMake, () => makeMlDsa44Key(mlDsaKeyFile, origin))));
  return { origin, ed25519: [ed25519], mlDsa44: [mlDsa44] };
}

async function firstKey(file: string, mayMake: boolean, make: () => Promise<LogKey>): Promise<LogKey> {
  if (mayMake) return make();
  throw new LogKeyError(`The log's key is missing: ${file} does not exist, and this log has signed checkpoints with it already.`);
}

/** Has another key than this one signed in the log's own name? */
function hasStranger(note: string, origin: string, own: LogKey): boolean {
  return parseNote(utf8(note)).signatures.some(({ name, keyId }) => name === origin && keyId !== own.keyId);
}

