import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Wraps the keys of subjects, so that their table alone opens nothing. Lists in, lists out, in the same order. */
export interface MasterKey {
  /** Names the key and says nothing about it. */
  readonly id: string;
  wrap(keys: readonly Uint8Array[]): Promise<readonly Uint8Array[]>;
  /** @throws MasterKeyError when one of them was not wrapped by this key, or was changed */
  unwrap(wrapped: readonly Uint8Array[]): Promise<readonly Uint8Array[]>;
}

/** The master keys of a deployment. The newest wraps; older ones only unwrap, until a rotation is through. */
export interface MasterKeys {
  current(): Promise<MasterKey>;
  /** Undefined when it is gone: what it wrapped stays shut for good. */
  named(id: string): Promise<MasterKey | undefined>;
}

/** The master key cannot be used. The message is for the operator. */
export class MasterKeyError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MasterKeyError';
  }
}

/** A new master key as a line of its file. */
export const newMasterLine = (): string => `${randomBytes(32).toString('base64')}\n`;

/** The text of a key file: one key a line, in base64, the newest first. @throws MasterKeyError */
export function readMasterLines(text: string): readonly MasterKey[] {
  const lines = text.split('\n').filter((line) => line !== '');
  const keys = lines.map((line) => Buffer.from(line, 'base64'));
  if (keys.length === 0 || keys.some((key) => key.length !== 32)) {
    throw new MasterKeyError('The file of the master key does not hold keys of 32 bytes in base64, one a line.');
  }
  return keys.map(localMasterKey);
}

/**
 * The keys of a file. It is read anew for each key that is wrapped, and for each that an unknown one wrapped: a rotation by
 * another process is seen at once, and the old key goes from memory with the first key that is opened after it.
 */
export function masterKeysOf(read: () => Promise<string>): MasterKeys {
  let known: { readonly text: string; readonly keys: readonly MasterKey[] } | undefined;
  const keys = async (): Promise<readonly MasterKey[]> => {
    const text = await read();
    if (known?.text !== text) known = { text, keys: readMasterLines(text) };
    return known.keys;
  };
  return {
    current: async () => first(await keys()),
    named: async (id) => known?.keys.find((key) => key.id === id) ?? (await keys()).find((key) => key.id === id),
  };
}

/**
 * A master key that this process never sees: a program wraps, such as a client of a key service. `id` prints the name
 * of the key it wraps with; `wrap` and `unwrap` read one value in base64 a line and print as many.
 */
export function commandMasterKeys(ask: (what: 'id' | 'wrap' | 'unwrap', input: string) => Promise<string>): MasterKeys {
  const answer = async (what: 'wrap' | 'unwrap', values: readonly Uint8Array[]): Promise<readonly Uint8Array[]> => {
    if (values.length === 0) return [];
    const text = await ask(what, values.map((value) => `${Buffer.from(value).toString('base64')}\n`).join(''));
    const lines = text.trim().split('\n').map((line) => Buffer.from(line, 'base64'));
    if (lines.length === values.length && lines.every((line) => line.length > 0)) return lines;
    throw new MasterKeyError(`The program that holds the master key answered “${what}” with other than ${values.length} lines.`);
  };
  const named = (id: string): MasterKey => ({
    id,
    wrap: (keys) => answer('wrap', keys),
    unwrap: (wrapped) => answer('unwrap', wrapped),
  });
  return {
    current: async () => named((await ask('id', '')).trim()),
    named: (id) => Promise.resolve(named(id)),
  };
}

function localMasterKey(secret: Buffer): MasterKey {
  const id = createHash('sha256').update('covenant/master/v1\n').update(secret).digest('hex').slice(0, 16);
  const wrap = (key: Uint8Array): Uint8Array => {
    const nonce = randomBytes(12);
    const sealing = createCipheriv('aes-256-gcm', secret, nonce);
    return Buffer.concat([nonce, sealing.update(key), sealing.final(), sealing.getAuthTag()]);
  };
  const unwrap = (wrapped: Uint8Array): Uint8Array => {
    const opening = createDecipheriv('aes-256-gcm', secret, wrapped.subarray(0, 12));
    try {
      opening.setAuthTag(wrapped.subarray(-16));
      return Buffer.concat([opening.update(wrapped.subarray(12, -16)), opening.final()]);
    } catch (error) {
      throw new MasterKeyError(`A subject's key does not open under the master key ${id}.`, { cause: error });
    }
  };
  return {
    id,
    wrap: (keys) => Promise.resolve(keys.map(wrap)),
    unwrap: async (wrapped) => Promise.resolve(wrapped.map(unwrap)),
  };
}

const first = (keys: readonly MasterKey[]): MasterKey => {
  const [key] = keys;
  if (key === undefined) throw new MasterKeyError('There is no master key.');
  return key;
};
