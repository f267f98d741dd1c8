import {
  canonicalJson,
  followKeys,
  fromUtf8,
  leafHash,
  MalformedError,
  NO_QUORUM,
  parseCheckpoint,
  parseEntry,
  parseJson,
  parseKeyEntries,
  parseNote,
  parsePolicy,
  parseProofFile,
  quorumHolds,
  sameBytes,
  stepsOfInclusion,
  trustPolicy,
  UnprovenError,
  utf8,
  verifyProofFile,
  type Checkpoint,
  type FollowedKeys,
  type InclusionStep,
  type KeyEntry,
  type LogEntry,
  type Note,
  type Policy,
  type ProofFile,
} from '@covenant/transparency';
import { kindsInForce, signatureLines, type SignatureLine } from './signatures.js';

/** What a reader brings: three texts, and a fourth where the log has changed a key; empty without it. */
export interface Given {
  readonly event: string;
  readonly proof: string;
  readonly policy: string;
  readonly keys: string;
}

/** A step that held or failed, with what there is to tell; one is not reached where a step it stands on failed. */
export type Step<Held, Failed> =
  | ({ readonly outcome: 'held' } & Held)
  | ({ readonly outcome: 'failed' } & Failed)
  | { readonly outcome: 'unreached' };

type Malformed = { readonly detail: string };
type Way = { readonly index: number; readonly size: number; readonly leaf: Uint8Array; readonly signed: Uint8Array };
type Signed = { readonly lines: readonly SignatureLine[] };
type Seen = { readonly cosigned: readonly string[] };

export interface Steps {
  readonly event: Step<{ readonly entry: LogEntry; readonly bytes: Uint8Array; readonly rewritten: boolean }, Malformed>;
  readonly leaf: Step<{ readonly hash: Uint8Array }, never>;
  readonly proof: Step<{ readonly file: ProofFile; readonly note: Note; readonly checkpoint: Checkpoint }, Malformed>;
  /** `steps` is absent where the path has not the one length that it can have. */
  readonly path: Step<Way & { readonly steps: readonly InclusionStep[] }, Way & { readonly steps?: readonly InclusionStep[]; readonly hashes: number }>;
  /** `told`: what each entry about keys comes to, under the keys that the policy trusts. */
  readonly keys: Step<FollowedKeys, Malformed>;
  readonly signatures: Step<Signed, Signed & { readonly reason: 'policy' | 'broken' | 'untimely' | 'unsigned' | 'kind'; readonly detail: string }>;
  readonly quorum: Step<Seen & { readonly asked: boolean }, Seen & { readonly threshold: number; readonly members: readonly string[] }>;
}

export const stepNames = ['event', 'leaf', 'proof', 'path', 'keys', 'signatures', 'quorum'] as const satisfies readonly (keyof Steps)[];
export type StepName = (typeof stepNames)[number];

export interface Checked {
  readonly steps: Steps;
  /** The library's own word, from the same texts in one go; the steps only explain it. */
  readonly proven: boolean;
}

const unreached = { outcome: 'unreached' } as const;

/** Checks a fact by nothing but these texts. */
export function check(given: Given): Checked {
  const event = readEvent(given.event);
  const leaf: Steps['leaf'] = event.outcome === 'held' ? { outcome: 'held', hash: leafHash(event.bytes) } : unreached;
  const proof = readProof(given.proof);
  const path = leaf.outcome === 'held' && proof.outcome === 'held' ? followPath(proof.file, proof.checkpoint, leaf.hash) : unreached;
  const policy = readPolicy(given.policy);
  const keys = proof.outcome === 'held' && 'logs' in policy ? readKeys(given.keys, proof.checkpoint, policy) : unreached;
  const signatures = proof.outcome === 'held' && keys.outcome !== 'failed' ? checkSignatures(proof.note, proof.checkpoint, policy, keys) : unreached;
  const quorum = signatures.outcome === 'held' && 'logs' in policy ? checkQuorum(signatures.lines, policy) : unreached;
  return { steps: { event, leaf, proof, path, keys, signatures, quorum }, proven: provenAtOnce(event, given) };
}

/** The first step that failed. */
export const failedStep = ({ steps }: Checked): StepName | undefined => stepNames.find((name) => steps[name].outcome === 'failed');

function malformed<T>(read: () => T): T | Malformed {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedError) return { detail: error.message };
    throw error;
  }
}

function readEvent(text: string): Steps['event'] {
  const read = malformed(() => {
    const bytes = utf8(canonicalJson(parseJson(text)));
    return { entry: parseEntry(bytes), bytes, rewritten: !sameBytes(bytes, utf8(text)) };
  });
  return 'detail' in read ? { outcome: 'failed', ...read } : { outcome: 'held', ...read };
}

function readProof(text: string): Steps['proof'] {
  const read = malformed(() => {
    const file = parseProofFile(utf8(text));
    const note = parseNote(file.checkpoint);
    return { file, note, checkpoint: parseCheckpoint(note.text) };
  });
  return 'detail' in read ? { outcome: 'failed', ...read } : { outcome: 'held', ...read };
}

const readPolicy = (text: string): Policy | Malformed => malformed(() => parsePolicy(utf8(text)));

/** The entries about keys that a reader gave; none in an empty text. @throws MalformedError */
const changesIn = (text: string): readonly KeyEntry[] => (text.trim() === '' ? [] : parseKeyEntries(utf8(text)));

/** From the keys that are trusted to those of the proof's time: each change counts as far as the key before signed it. */
function readKeys(text: string, { origin }: Checkpoint, policy: Policy): Steps['keys'] {
  const read = malformed(() => followKeys(policy, origin, changesIn(text)));
  return 'detail' in read ? { outcome: 'failed', ...read } : { outcome: 'held', ...read };
}

function followPath({ index, path }: ProofFile, { size, root: signed }: Checkpoint, leaf: Uint8Array): Steps['path'] {
  const way = { index, size, leaf, signed };
  const steps = stepsOfInclusion({ index, size, leaf, path });
  if (steps === undefined) return { outcome: 'failed', ...way, hashes: path.length };
  if (sameBytes(steps.at(-1)?.parent ?? leaf, signed)) return { outcome: 'held', ...way, steps };
  return { outcome: 'failed', ...way, steps, hashes: path.length };
}

function checkSignatures(note: Note, { origin, size }: Checkpoint, policy: Policy | Malformed, keys: Steps['keys']): Steps['signatures'] {
  if ('detail' in policy) return { outcome: 'failed', reason: 'policy', detail: policy.detail, lines: [] };
  if (keys.outcome !== 'held') return unreached;
  const lines = signatureLines(note, { policy, history: keys.history, size });
  const broken = lines.find(({ outcome }) => outcome === 'broken');
  if (broken !== undefined) return { outcome: 'failed', reason: 'broken', detail: broken.name, lines };
  const holding = new Set<string>(lines.flatMap(({ outcome, by, name, algorithm }) => (outcome === 'holds' && by === 'log' && name === origin ? (algorithm ?? []) : [])));
  const untimely = lines.some(({ outcome, by }) => outcome === 'untimely' && by === 'log');
  if (holding.size === 0) return { outcome: 'failed', reason: untimely ? 'untimely' : 'unsigned', detail: origin, lines };
  const missing = kindsInForce(origin, keys.history, size).find((kind) => !holding.has(kind));
  return missing === undefined ? { outcome: 'held', lines } : { outcome: 'failed', reason: 'kind', detail: missing, lines };
}

function checkQuorum(lines: readonly SignatureLine[], policy: Policy): Steps['quorum'] {
  const cosigned = [...new Set(lines.flatMap(({ by, outcome, witness }) => (by === 'witness' && outcome === 'holds' ? (witness ?? []) : [])))];
  if (quorumHolds(policy, cosigned)) return { outcome: 'held', cosigned, asked: policy.quorum !== NO_QUORUM };
  const group = policy.groups.find(({ name }) => name === policy.quorum) ?? { threshold: 1, members: [policy.quorum] };
  return { outcome: 'failed', cosigned, threshold: group.threshold, members: group.members };
}

function provenAtOnce(event: Steps['event'], { proof, policy, keys }: Given): boolean {
  if (event.outcome !== 'held') return false;
  try {
    const [file, trusted] = [parseProofFile(utf8(proof)), parsePolicy(utf8(policy))];
    const { origin } = parseCheckpoint(parseNote(file.checkpoint).text);
    const { history } = followKeys(trusted, origin, changesIn(keys));
    verifyProofFile(file, event.bytes, trustPolicy(trusted, { keys: history }).open);
    return true;
  } catch (error) {
    if (error instanceof MalformedError || error instanceof UnprovenError) return false;
    throw error;
  }
}

/** What kind of text a file holds, by how it begins. */
export function kindOf(bytes: Uint8Array): { readonly kind: keyof Given; readonly text: string } | undefined {
  const text = fromUtf8(bytes);
  if (text === undefined) return undefined;
  if (text.startsWith('c2sp.org/tlog-proof@')) return { kind: 'proof', text };
  if (/^\s*\{/.test(text)) return { kind: isKeysAnswer(text) ? 'keys' : 'event', text };
  return /^(?:log|witness|group|quorum|#)/m.test(text) ? { kind: 'policy', text } : undefined;
}

/** What a log answers at `/keys`, and not an event. */
function isKeysAnswer(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'entries' in value && Array.isArray(value.entries);
  } catch {
    return false; // no JSON: whoever reads it as an event says so
  }
}

/** Does a log's answer at `/keys` tell of any change? One that cannot be read does, so that it is not passed over. */
export function tellsOfChanges(keys: string): boolean {
  const read = malformed(() => changesIn(keys));
  return 'detail' in read || read.length > 0;
}
