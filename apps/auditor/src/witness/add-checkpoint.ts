import {
  emptyRoot,
  formatSignature,
  fromBase64,
  fromDecimal,
  fromUtf8,
  HASH_BYTES,
  MalformedError,
  parseCheckpoint,
  parseNote,
  sameBytes,
  UnprovenError,
  utf8,
  verifyConsistency,
  type KeyEntry,
  type Trust,
} from '@covenant/transparency';
import { leaveEvidence } from '../evidence/evidence.js';
import { followKeys } from '../keys/followed.js';
import type { Opened } from '../keys/open.js';
import { nodeHasher } from '../node-crypto.js';
import { trustOf } from '../trust.js';
import { doubtOf } from './doubt.js';
import type { KeyChanges } from './key-changes.js';
import type { WitnessKey } from './keys.js';
import type { WitnessState } from './state.js';

export interface Answer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly type: string;
  readonly body: string;
}

const SIZE = 'text/x.tlog.size';
const MAX_PROOF = 63;

interface Request {
  readonly old: number;
  readonly path: readonly Uint8Array[];
  readonly note: Uint8Array;
}

/** A C2SP tlog-witness: cosigns a checkpoint only where it continues the one that it cosigned before. */
export class Witness {
  /** The answers to one log are made one after the other: what is compared and what is kept are of one moment. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly parts: {
      /** Folder for evidence of forks. */
      readonly dir: string;
      /** Of each log that is witnessed, by its origin. */
      readonly logs: ReadonlyMap<string, Trust>;
      readonly keys: readonly WitnessKey[];
      readonly state: WitnessState;
      readonly told: (line: string) => void;
      /** Where changes of the logs' keys are looked up and kept; without it the keys of the policy are all. */
      readonly changes?: KeyChanges;
    },
  ) {}

  /** @throws Unchecked when the state cannot be read or written: then nothing was cosigned */
  async addCheckpoint(body: Uint8Array): Promise<Answer> {
    let request: Request;
    let origin: string;
    try {
      request = parseRequest(body);
      origin = parseCheckpoint(parseNote(request.note).text).origin;
    } catch (error) {
      if (error instanceof MalformedError) return plain(400, error.message);
      throw error;
    }
    const log = this.parts.logs.get(origin);
    if (log === undefined) return plain(404, 'this log is not witnessed here');
    const opened = await this.#opened(log, origin, request.note);
    if (opened instanceof UnprovenError) return plain(403, opened.message);
    if (request.old > opened.checkpoint.size) return plain(400, 'the old size is larger than the checkpoint’s');
    return this.#inTurn(origin, () => this.#cosign(log, opened, request));
  }

  /**
   * By a key that is known, or by one that the log says to have changed to, under a key that is known. Where a key that was
   * replaced should sign and does not, or nothing else signs, the log is asked whether it was retired.
   */
  async #opened(log: Trust, origin: string, note: Uint8Array): Promise<Opened | UnprovenError> {
    const { changes } = this.parts;
    const opened = openKnown(log, origin, note, changes?.known(origin) ?? []);
    if (opened instanceof UnprovenError) {
      const asked = await changes?.learn(log.policy, origin, note);
      return asked === undefined || asked instanceof UnprovenError ? opened : asked;
    }
    const doubt = doubtOf(opened);
    if (doubt === undefined || changes === undefined) return opened;
    const asked = await changes.learn(log.policy, origin, note);
    if (doubt === 'not by the newer') return asked ?? new UnprovenError('key-period', NOT_BY_THE_NEWER);
    return asked === undefined || asked instanceof UnprovenError ? opened : asked;
  }

  async #cosign(log: Trust, opened: Opened, { old, path, note }: Request): Promise<Answer> {
    const { checkpoint } = opened;
    const { origin, size, root } = checkpoint;
    const latest = this.parts.state.latest(origin);
    const known = { size: latest?.size ?? 0, root: latest?.root ?? emptyRoot(nodeHasher) };
    if (old !== known.size) return conflict(known.size);
    if (old === size && !sameBytes(root, known.root)) {
      if (latest !== undefined) await this.#accuse(log, latest.note, opened, note);
      return conflict(known.size);
    }
    const claim = { from: old, to: size, fromRoot: known.root, toRoot: root, path };
    if (!verifyConsistency(claim, nodeHasher)) return plain(422, 'the proof does not lead from the tree that was cosigned to this one');
    const text = utf8(checkpoint.note.text);
    const lines: string[] = [];
    for (const key of this.parts.keys) {
      lines.push(formatSignature({ name: key.name, keyId: key.keyId, signature: await key.sign(text) }));
    }
    await this.parts.state.persist(origin, note);
    // The one before: what the newest tree needs may be served only once it is cosigned.
    if (latest !== undefined) this.parts.changes?.show(origin, latest);
    this.parts.told(`cosigned ${origin} at ${size} entries`);
    return { status: 200, type: 'text/plain; charset=utf-8', body: lines.join('') };
  }

  /** Two trees of one size, both signed by the log: it has forked, and anybody can see it. */
  async #accuse(log: Trust, keptBytes: Uint8Array, { checkpoint: served, keys: servedKeys }: Opened, servedBytes: Uint8Array): Promise<void> {
    const before = await this.#opened(log, served.origin, keptBytes);
    if (before instanceof UnprovenError) return;
    const { checkpoint: kept, keys: keptKeys } = before;
    const folder = await leaveEvidence(this.parts.dir, { kind: 'forked', kept, keptBytes, keptKeys, served, servedBytes, servedKeys });
    this.parts.told(`${served.origin} has forked at ${served.size} entries; the evidence is in ${folder}`);
  }

  async #inTurn<T>(origin: string, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(origin) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.#turns.set(origin, turn);
    return turn;
  }
}

const NOT_BY_THE_NEWER = 'it is signed by a key that was replaced and not by the newer one, and the log cannot be asked whether it still counts';

function openKnown(log: Trust, origin: string, note: Uint8Array, keys: readonly KeyEntry[]): Opened | UnprovenError {
  const followed = followKeys(log.policy, origin, keys);
  try {
    const trust = keys.length === 0 ? log : trustOf(log.policy, followed.history);
    return { checkpoint: trust.open(note), keys, followed };
  } catch (error) {
    if (error instanceof UnprovenError) return error;
    throw error;
  }
}

const plain = (status: Answer['status'], text: string): Answer => ({ status, type: 'text/plain; charset=utf-8', body: `${text}\n` });
const conflict = (size: number): Answer => ({ status: 409, type: SIZE, body: `${size}\n` });

/** `old <size>`, the lines of the proof, an empty line, the checkpoint. @throws MalformedError */
export function parseRequest(body: Uint8Array): Request {
  const text = fromUtf8(body);
  const blank = text?.indexOf('\n\n') ?? -1;
  if (text === undefined || blank < 0) throw new MalformedError('request', 'has no empty line before the checkpoint');
  const [first = '', ...lines] = text.slice(0, blank).split('\n');
  const old = first.startsWith('old ') ? fromDecimal(first.slice('old '.length)) : undefined;
  if (old === undefined) throw new MalformedError('request', 'does not begin with “old” and a size');
  if (lines.length > MAX_PROOF) throw new MalformedError('request', `has more than ${MAX_PROOF} lines of proof`);
  const path = lines.map((line) => {
    const hash = fromBase64(line);
    if (hash?.length !== HASH_BYTES) throw new MalformedError('request', 'a line of its proof is not a SHA-256 hash');
    return hash;
  });
  return { old, path, note: utf8(text.slice(blank + 2)) };
}
