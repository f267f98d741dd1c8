import { askProgram } from '@covenant/platform';
import { type NoteVerifier, fromBase64 } from '@covenant/transparency';
import { ed25519Key } from './ed25519.js';
import { type LogKey, LogKeyError } from './log-key.js';
import { mlDsa44Key } from './ml-dsa-44.js';

/** The longest answer is an ML-DSA-44 signature in base 64. Characters. */
const LONGEST = 8_192;

const sizes = { ed25519: { key: 32, signature: 64 }, 'ml-dsa-44': { key: 1_312, signature: 2_420 } } as const;
export type KeyKind = keyof typeof sizes;

/**
 * A key that this process never sees: a program signs, such as a client of a key service or of a hardware module.
 * It is run without a shell, `<command> public` and `<command> sign`. The first prints the public key, the second
 * reads a message and prints its signature (pure Ed25519; pure ML-DSA-44 with an empty context); both in base 64.
 * A signature that does not hold is an error here and goes no further.
 * @throws LogKeyError when there is no such key
 */
export async function commandKey(command: string, kind: KeyKind, origin: string): Promise<LogKey> {
  let publicKey: Uint8Array;
  try {
    publicKey = await answerOf(command, 'public', new Uint8Array(0), sizes[kind].key);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LogKeyError(`${command} gave no ${kind} key: ${reason}.`, { cause: error });
  }
  const sign = (message: Uint8Array): Promise<Uint8Array> => answerOf(command, 'sign', message, sizes[kind].signature);
  const key = kind === 'ed25519' ? ed25519Key(origin, publicKey, sign) : mlDsa44Key(origin, publicKey, sign);
  return { ...key, sign: async (text) => held(key.verifier, text, await key.sign(text), command) };
}

function held(verifier: NoteVerifier, text: Uint8Array, signature: Uint8Array, command: string): Uint8Array {
  if (verifier.verify(text, signature)) return signature;
  throw new Error(`the signature that ${command} made does not hold under the key it gave`);
}

async function answerOf(command: string, what: 'public' | 'sign', input: Uint8Array, length: number): Promise<Uint8Array> {
  const text = await askProgram(command, what, input, LONGEST);
  const bytes = fromBase64(text.trim());
  if (bytes?.length === length) return bytes;
  throw new Error(`“${what}” did not answer with ${length} bytes in base 64`);
}
