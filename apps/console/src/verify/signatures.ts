import { cosignedAt, keyId, kindNames, noteVerifier, signatureTypes, utf8, type KeyHistory, type Note, type Policy, type SignatureType, type VerifierKey } from '@covenant/transparency';

/** One signature under a checkpoint, and what may be said of it. */
export interface SignatureLine {
  /** The key's name, as the line says it. */
  readonly name: string;
  /** Eight hexadecimal digits. */
  readonly keyId: string;
  /** Who it is by the policy; of an `unknown` key nothing was checked, and nothing rests on it. */
  readonly by: 'log' | 'witness' | 'unknown';
  /** `untimely`: of a key of the log that signs no tree of that size; it was not checked and does not count. */
  readonly outcome: 'holds' | 'broken' | 'untimely' | 'ignored';
  readonly algorithm?: (typeof kindNames)[SignatureType];
  /** The policy's own name for a witness. */
  readonly witness?: string;
  /** When it was made, by the signer's word: seconds since 1970. A log's Ed25519 signature brings none. */
  readonly at?: number;
}

/** Whose signatures may count under a tree of this size. */
interface Signers {
  readonly policy: Policy;
  /** Of the log's own keys; they take the place of the policy's. */
  readonly history: KeyHistory;
  readonly size: number;
}

interface Known {
  readonly key: VerifierKey;
  readonly untimely?: boolean;
  readonly by: 'log' | 'witness';
  readonly witness?: string;
}

/** The kinds of key that sign trees of this size for the log: one of each must have. */
export const kindsInForce = (origin: string, history: KeyHistory, size: number): readonly string[] =>
  history.at(size).flatMap(({ name, type }) => (name === origin ? kindNames[type] : []));

/** Every signature of the note, checked one by one. */
export function signatureLines({ text, signatures }: Note, { policy, history, size }: Signers): readonly SignatureLine[] {
  const own = new Set(history.keys.map(({ name }) => name));
  const inTime = history.at(size);
  const known: readonly Known[] = [
    ...policy.logs.filter(({ key }) => !own.has(key.name)).map(({ key }) => ({ key, by: 'log' }) as const),
    ...history.keys.map((key) => ({ key, by: 'log', untimely: !inTime.includes(key) }) as const),
    ...policy.witnesses.map(({ key, name }) => ({ key, by: 'witness', witness: name }) as const),
  ];
  const message = utf8(text);
  return signatures.map(({ name, keyId: id, signature }) => {
    const line = { name, keyId: id.toString(16).padStart(8, '0') };
    const signer = known.find(({ key }) => key.name === name && keyId(key) === id);
    if (signer === undefined) return { ...line, by: 'unknown', outcome: 'ignored' };
    const { key, by, witness } = signer;
    const timed = key.type !== signatureTypes.ed25519;
    const at = timed ? cosignedAt(signature) : undefined;
    return {
      ...line,
      by,
      outcome: signer.untimely === true ? 'untimely' : noteVerifier(key, { witness: by === 'witness' }).verify(message, signature) ? 'holds' : 'broken',
      algorithm: kindNames[key.type],
      ...(witness === undefined ? {} : { witness }),
      ...(at === undefined ? {} : { at }),
    };
  });
}
