import { setTimeout as delay } from 'node:timers/promises';
import {
  type NoteSignature,
  noteVerifier,
  type NoteVerifier,
  parseNote,
  quorumHolds,
  utf8,
} from '@covenant/transparency';
import { noteOf } from '../engine/sign.js';
import { NotaryStopped } from '../engine/stopped.js';
import type { SignedTree } from '../tables/log-session.js';
import { addCheckpoint, type WitnessAnswer } from './add-checkpoint.js';
import type { WitnessPolicy } from './policy-file.js';

/** How a published checkpoint stands with the policy's witnesses. */
export interface Witnessing {
  readonly quorum: boolean;
  /** The policy's names. */
  readonly cosigned: readonly string[];
  /** Whose signature is not on it, and why. */
  readonly missing: readonly { readonly name: string; readonly reason: string }[];
}

/** A tree with the cosignatures that came in time. */
export interface Cosigned {
  readonly tree: SignedTree;
  readonly witnessing: Witnessing;
  /** Set when what the witnesses say means that this log must not go on. */
  readonly stop?: NotaryStopped;
}

export interface CosignOptions {
  readonly signal: AbortSignal;
  /** Wait for an answer of everybody, and not only for the quorum. */
  readonly everybody: boolean;
  /** The same tree as it was published before: what a witness signed then, it has signed. */
  readonly before?: string | undefined;
}

export interface WitnessesOptions {
  readonly policy: WitnessPolicy;
  readonly prove: (from: number, to: number) => Promise<readonly Uint8Array[]>;
  /** Milliseconds to wait for a quorum. */
  readonly within: number;
  /** Milliseconds that the others get once there is a quorum. Default 200. */
  readonly grace?: number;
}

interface Witness {
  readonly name: string;
  readonly url: string;
  readonly verifier: NoteVerifier;
  /** Entries of the tree that it cosigned last, as far as this process knows. */
  size: number;
}

/** The witnesses of a policy, asked by one notary. */
export class Witnesses {
  readonly #witnesses: readonly Witness[];

  constructor(private readonly options: WitnessesOptions) {
    this.#witnesses = options.policy.witnesses.map(({ name, key, url }) => ({
      name,
      url: (url ?? '').replace(/\/+$/, ''),
      verifier: noteVerifier(key, { witness: true }),
      size: 0,
    }));
  }

  /**
   * Asks all at once for their signature under a tree, again and again where one fails. Answers when there is a
   * quorum and the others had a moment more, or when the time is over; sooner only when what they say means that the
   * log must stop. Rejects only where a proof for them cannot be made.
   */
  async cosign(tree: SignedTree, { signal, everybody, before }: CosignOptions): Promise<Cosigned> {
    const ending = new AbortController();
    const limit = ending.signal;
    const end = (): void => ending.abort();
    const timer = setTimeout(end, this.options.within);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    const answers = new Map<Witness, WitnessAnswer>();
    let settle: () => void = () => undefined;
    const settled = new Promise<void>((resolve) => (settle = resolve));
    limit.addEventListener('abort', () => settle());
    if (limit.aborted) settle();
    const look = (): void => {
      const all = answers.size === this.#witnesses.length;
      const holds = this.#holds(cosigners(answers));
      if (all && (holds || this.#judge(answers) !== undefined)) settle();
      else if (holds && !everybody) void pause(this.options.grace ?? 200, limit).then(settle);
    };
    look();
    const asked = this.#witnesses.map((witness) =>
      this.#askOn(witness, tree, limit, (answer) => {
        answers.set(witness, answer);
        look();
      }),
    );
    try {
      await Promise.race([settled, Promise.all(asked).then(() => settled)]);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      end(); // whoever is asked still, answers to nobody; and the moment of grace is over
    }
    await Promise.all(asked);
    return this.#outcome(tree, answers, before);
  }

  /** Asks until there is an answer, or no more time. What was said last before that stays. */
  async #askOn(witness: Witness, tree: SignedTree, limit: AbortSignal, told: (answer: WitnessAnswer) => void): Promise<void> {
    for (let tries = 0; tries === 0 || !limit.aborted; tries++) {
      const answer = await this.#ask(witness, tree, limit);
      if (tries > 0 && limit.aborted) return;
      told(answer);
      if (answer.kind !== 'failed') return;
      await pause(Math.min(this.options.within / 10, 1_000), limit);
    }
  }

  async #ask(witness: Witness, tree: SignedTree, signal: AbortSignal): Promise<WitnessAnswer> {
    const { url, verifier, size } = witness;
    const { prove } = this.options;
    const answer = await addCheckpoint({ url, verifier, tree, prove, signal }, Math.min(size, tree.size));
    if (answer.kind === 'cosigned') witness.size = tree.size;
    return answer;
  }

  #outcome(tree: SignedTree, answers: ReadonlyMap<Witness, WitnessAnswer>, before: string | undefined): Cosigned {
    const { text, signatures } = parseNote(utf8(tree.note));
    const earlier = before === undefined ? [] : parseNote(utf8(before)).signatures;
    const added: NoteSignature[] = [];
    const cosigned: string[] = [];
    const missing: { name: string; reason: string }[] = [];
    for (const [witness, answer] of inOrder(this.#witnesses, answers)) {
      const known = answer.kind === 'cosigned' ? answer.signature : earlier.find(isBy(witness));
      if (known === undefined) {
        missing.push({ name: witness.name, reason: reasonOf(answer) });
        continue;
      }
      added.push(known);
      cosigned.push(witness.name);
    }
    const stop = this.#judge(answers);
    return {
      tree: added.length === 0 ? tree : { ...tree, note: noteOf({ text, signatures: [...signatures, ...added] }) },
      witnessing: { quorum: this.#holds(cosigned), cosigned, missing },
      ...(stop === undefined ? {} : { stop }),
    };
  }

  /**
   * Some say that they have seen more of this log than it has, or another. If it is true, the database is an older
   * copy or another notary signs with these keys, and to go on would be a fork. One liar must not stop the log: it
   * goes on where somebody has just seen it grow, and those who do not contradict it can make a quorum.
   */
  #judge(answers: ReadonlyMap<Witness, WitnessAnswer>): NotaryStopped | undefined {
    const against = [...answers].filter(([, { kind }]) => kind === 'ahead' || kind === 'another-tree');
    const [first] = against;
    if (first === undefined) return undefined;
    const others = this.#witnesses.filter((witness) => !against.some(([each]) => each === witness));
    if (cosigners(answers).length > 0 && this.#holds(others.map(({ name }) => name))) return undefined;
    const said = against.map(([{ name }, answer]) => `${name}: ${reasonOf(answer)}`).join('; ');
    const meaning = 'the database is an older copy, or another notary signs with the keys of this log';
    return new NotaryStopped(first[1].kind === 'ahead' ? 'behind-published' : 'forked', `the witnesses contradict the log (${said}): ${meaning}`);
  }

  #holds(cosigned: readonly string[]): boolean {
    return quorumHolds({ ...this.options.policy, logs: [] }, cosigned);
  }
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  delay(milliseconds, undefined, { signal }).catch(() => undefined); // ended before its time: whoever waits sees that

const isBy =
  ({ verifier }: Witness) =>
  ({ name, keyId }: NoteSignature): boolean =>
    name === verifier.name && keyId === verifier.keyId;

const cosigners = (answers: ReadonlyMap<Witness, WitnessAnswer>): string[] =>
  [...answers].filter(([, { kind }]) => kind === 'cosigned').map(([{ name }]) => name);

/** In the order of the policy, whoever answered first. */
const inOrder = (witnesses: readonly Witness[], answers: ReadonlyMap<Witness, WitnessAnswer>): [Witness, WitnessAnswer][] =>
  witnesses.flatMap((witness) => {
    const answer = answers.get(witness);
    return answer === undefined ? [] : [[witness, answer]];
  });

function reasonOf(answer: WitnessAnswer): string {
  switch (answer.kind) {
    case 'cosigned':
      return 'it has cosigned';
    case 'ahead':
      return `it says that it has cosigned ${answer.size} entries, more than this log has`;
    case 'another-tree':
      return `it says that this tree does not continue the one of ${answer.size} entries that it cosigned`;
    case 'failed':
      return answer.reason;
  }
}
