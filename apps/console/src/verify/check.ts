import {
  canonicalJson,
  fromUtf8,
  leafHash,
  MalformedError,
  NO_QUORUM,
  parseCheckpoint,
  parseEntry,
  parseJson,
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
  type InclusionStep,
  type LogEntry,
  type Note,
  type Policy,
  type ProofFile,
} from '@covenant/transparency';
import { signatureLines, type SignatureLine } from './signatures.js';

/** What a reader brings: three texts. */
export interface Given {
  readonly event: string;
  readonly proof: string;
  readonly policy: string;
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
  readonly signatures: Step<Signed, Signed & { readonly reason: 'policy' | 'broken' | 'unsigned'; readonly detail: string }>;
  readonly quorum: Step<Seen & { readonly asked: boolean }, Seen & { readonly threshold: number; readonly members: readonly string[] }>;
}

export const stepNames = ['event', 'leaf', 'proof', 'path', 'signatures', 'quorum'] as const satisfies readonly (keyof Steps)[];
export type StepName = (typeof stepNames)[number];

export interface Checked {
  readonly steps: Steps;
  /** The library's own word, from the same texts in one go; the steps only explain it. */
  readonly proven: boolean;
}

const unreached = { outcome: 'unreached' } as const;

/** Checks a fact by nothing but the three texts. */
export function check(given: Given): Checked {
  const event = readEvent(given.event);
  const leaf: Steps['leaf'] = event.outcome === 'held' ? { outcome: 'held', hash: leafHash(event.bytes) } : unreached;
  const proof = readProof(given.proof);
  const path = leaf.outcome === 'held' && proof.outcome === 'held' ? followPath(proof.file, proof.checkpoint, leaf.hash) : unreached;
  const policy = readPolicy(given.policy);
  const signatures = proof.outcome === 'held' ? checkSignatures(proof.note, proof.checkpoint, policy) : unreached;
  const quorum = signatures.outcome === 'held' && 'logs' in policy ? checkQuorum(signatures.lines, policy) : unreached;
  return { steps: { event, leaf, proof, path, signatures, quorum }, proven: provenAtOnce(event, given) };
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

function followPath({ index, path }: ProofFile, { size, root: signed }: Checkpoint, leaf: Uint8Array): Steps['path'] {
  const way = { index, size, leaf, signed };
  const steps = stepsOfInclusion({ index, size, leaf, path });
  if (steps === undefined) return { outcome: 'failed', ...way, hashes: path.length };
  if (sameBytes(steps.at(-1)?.parent ?? leaf, signed)) return { outcome: 'held', ...way, steps };
  return { outcome: 'failed', ...way, steps, hashes: path.length };
}

function checkSignatures(note: Note, { origin }: Checkpoint, policy: Policy | Malformed): Steps['signatures'] {
  if ('detail' in policy) return { outcome: 'failed', reason: 'policy', detail: policy.detail, lines: [] };
  const lines = signatureLines(note, policy);
  const broken = lines.find(({ outcome }) => outcome === 'broken');
  if (broken !== undefined) return { outcome: 'failed', reason: 'broken', detail: broken.name, lines };
  const signed = lines.some(({ outcome, by, name }) => outcome === 'holds' && by === 'log' && name === origin);
  return signed ? { outcome: 'held', lines } : { outcome: 'failed', reason: 'unsigned', detail: origin, lines };
}

function checkQuorum(lines: readonly SignatureLine[], policy: Policy): Steps['quorum'] {
  const cosigned = [...new Set(lines.flatMap(({ by, outcome, witness }) => (by === 'witness' && outcome === 'holds' ? (witness ?? []) : [])))];
  if (quorumHolds(policy, cosigned)) return { outcome: 'held', cosigned, asked: policy.quorum !== NO_QUORUM };
  const group = policy.groups.find(({ name }) => name === policy.quorum) ?? { threshold: 1, members: [policy.quorum] };
  return { outcome: 'failed', cosigned, threshold: group.threshold, members: group.members };
}

function provenAtOnce(event: Steps['event'], { proof, policy }: Given): boolean {
  if (event.outcome !== 'held') return false;
  try {
    verifyProofFile(parseProofFile(utf8(proof)), event.bytes, trustPolicy(parsePolicy(utf8(policy))).open);
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
  if (/^\s*\{/.test(text)) return { kind: 'event', text };
  return /^(?:log|witness|group|quorum|#)/m.test(text) ? { kind: 'policy', text } : undefined;
}
