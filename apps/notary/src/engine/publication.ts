import type { Position } from '@covenant/event-store';
import { utf8 } from '@covenant/transparency';
import type { KeyRing } from '../keys/key-ring.js';
import type { NotaryMetrics } from '../metrics.js';
import type { PublishedFile } from '../published-file.js';
import type { LogSession, SignedTree } from '../tables/log-session.js';
import type { Cosigned, Witnesses } from '../witnesses/witnesses.js';
import { heldBack } from './held-back.js';
import { sealTree } from './sign.js';
import { WitnessReport, type NotaryLog } from './witness-report.js';

export interface PublicationParts {
  readonly keys: KeyRing;
  readonly file: PublishedFile;
  /** Who is asked to cosign before a checkpoint is published; nobody when left out. */
  readonly witnesses?: Witnesses | undefined;
  readonly log: NotaryLog;
  readonly metrics: NotaryMetrics;
}

export interface PublicationOptions {
  /** Milliseconds between two checkpoints at the least. */
  readonly interval: number;
  /** Milliseconds after which an unchanged checkpoint is signed again, as proof of life. */
  readonly renewEvery: number;
  /** Aborted when the notary is told to end. */
  readonly signal: AbortSignal;
  /** Throws where something was seen since that forbids to sign. */
  readonly heed: () => void;
  /** Told of each publication, also of the same tree once more. */
  readonly onPublished: (tree: SignedTree, position: Position) => void;
}

/** What may be published now: the newest signed tree, and the position of the newest event in it. */
export interface Publishable {
  readonly session: LogSession;
  readonly signed: SignedTree | undefined;
  readonly position: Position;
}

/** A tree on its way out, while the witnesses look at it. */
interface UnderWay {
  readonly position: Position;
  /** Undefined while they are asked. */
  cosigned?: Cosigned;
  readonly done: Promise<void>;
}

/**
 * Brings signed trees out, one at a time: every key signs, the witnesses are asked, then the file, then the table that
 * is served. Knows what the world has seen last.
 */
export class Publication {
  readonly #witnessed: WitnessReport;
  #published: SignedTree | undefined;
  /** When the signatures of what was published last were made, by `performance.now()`; 0 before the first under this hold. */
  #sealedAt = 0;
  #underWay: UnderWay | undefined;

  constructor(
    private readonly parts: PublicationParts,
    private readonly options: PublicationOptions,
  ) {
    this.#witnessed = new WitnessReport(parts.log, parts.metrics);
  }

  /** What was published last. */
  get published(): SignedTree | undefined {
    return this.#published;
  }

  /** A new tree may be sealed an interval after this. */
  get sealedAt(): number {
    return this.#sealedAt;
  }

  get witnessing(): WitnessReport['now'] {
    return this.#witnessed.now;
  }

  /** Resolves when the witnesses have answered about the tree under way; undefined when there is none. */
  get asked(): Promise<void> | undefined {
    return this.#underWay?.done;
  }

  /** They have answered, and what they said waits to be published. */
  get answered(): boolean {
    return this.#underWay?.cosigned !== undefined;
  }

  /** The log was taken: whatever the table says, the newest signature is published again under this hold. */
  begin(published: SignedTree | undefined): void {
    this.#published = published;
    this.#sealedAt = 0;
    this.#underWay = undefined;
  }

  /** What was signed last, with what the witnesses say of it, before anything new is signed. */
  async first(now: Publishable): Promise<void> {
    if (this.parts.witnesses === undefined) return;
    await this.ifDue(now);
    await this.#underWay?.done;
    await this.ifDue(now);
  }

  /** The newest signed tree, when it is new and the last publication is long enough ago; else, in time, once more. */
  async ifDue({ session, signed, position }: Publishable): Promise<void> {
    const underWay = this.#underWay;
    if (underWay !== undefined) {
      if (underWay.cosigned === undefined) return;
      this.#underWay = undefined;
      return this.#publish(session, underWay.cosigned, underWay.position);
    }
    const before = this.#published;
    if (signed === undefined || signed.size < (before?.size ?? 0)) return; // recovering: not yet where it was
    const { interval, renewEvery, heed, signal } = this.options;
    const now = performance.now();
    const first = this.#sealedAt === 0;
    const isNew = before === undefined || signed.size > before.size;
    if (!first && now - this.#sealedAt < (isNew ? interval : renewEvery)) return;
    heed();
    this.#sealedAt = now;
    const tree = await sealTree(signed, this.parts.keys);
    const { witnesses } = this.parts;
    if (witnesses === undefined) return this.#publish(session, { tree }, position);
    const asking = witnesses.cosign(tree, { signal, everybody: first, before: isNew ? undefined : before?.note });
    const begun: UnderWay = { position, done: heldBack(asking.then((cosigned) => void (begun.cosigned = cosigned))) };
    this.#underWay = begun;
  }

  async #publish(session: LogSession, cosigned: Partial<Cosigned> & Pick<Cosigned, 'tree'>, position: Position): Promise<void> {
    const { tree, witnessing, stop } = cosigned;
    this.options.heed();
    if (stop !== undefined) throw stop;
    await this.parts.file.write(utf8(tree.note));
    await session.publish(tree, witnessing?.quorum ?? true);
    this.#witnessed.say(witnessing);
    this.#published = tree;
    this.options.onPublished(tree, position);
  }
}
