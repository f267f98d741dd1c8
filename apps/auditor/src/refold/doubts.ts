import type { LogEntry } from '@covenant/transparency';
import type { LogEntries } from '../files/entries.js';
import { Findings } from '../report/report.js';
import type { Folded } from './fold.js';

/** What everything must be by the entries so far. */
export interface World {
  readonly folded: Folded;
  readonly entries: LogEntries;
}

/** Holds something that was read against a world: tells what is wrong with it, or nothing. */
export type Judge = (world: World, tell: Pick<Findings, 'found'>) => void;

interface Doubt {
  readonly judge: Judge;
  readonly readApart: boolean;
  /** Was any entry recorded since that could explain it? */
  touched: boolean;
  /** What is wrong with it by the entries that leave the least wrong. */
  told: Findings;
}

/**
 * A city may record while it is looked at, so what was read need not be of the entries that were known then. It must be
 * of some moment since: what no entry known at first explains is a doubt, and is held against the world as it was after
 * every newer entry about it. What is right at none of these moments is a lie. Nothing has to be read again.
 */
export class Doubts {
  readonly #about = new Map<string, Set<Doubt>>();
  readonly #atLast = new Set<Doubt>();
  readonly #all = new Set<Doubt>();

  constructor(
    private readonly world: World,
    private readonly findings: Findings,
  ) {}

  get count(): number {
    return this.#all.size;
  }

  /**
   * `about`: the stream or the city whose entries could explain it; none where no newer entry could. `readApart`: the city
   * puts it together from several reads, which need not be of one moment.
   */
  judge(about: string | undefined, judge: Judge, readApart = false): void {
    const told = judged(judge, this.world);
    if (told.count === 0) return;
    if (about === undefined) return this.findings.take(told);
    const doubt = { judge, readApart, touched: false, told };
    this.#all.add(doubt);
    const known = this.#about.get(about);
    if (known === undefined) this.#about.set(about, new Set([doubt]));
    else known.add(doubt);
  }

  /** Something of a newer entry, which never changes: it is judged by all entries that there are in the end. */
  judgeAtLast(judge: Judge): void {
    const doubt = { judge, readApart: false, touched: true, told: judged(judge, this.world) };
    this.#atLast.add(doubt);
    this.#all.add(doubt);
  }

  /** The world has this entry now. */
  step({ stream, cityId }: LogEntry): void {
    for (const about of new Set([stream, cityId])) {
      for (const doubt of this.#about.get(about) ?? []) {
        doubt.touched = true;
        if (this.#again(doubt)) this.#about.get(about)?.delete(doubt);
      }
    }
  }

  /** The world has all entries that there are. */
  last(): void {
    for (const doubt of this.#atLast) this.#again(doubt);
  }

  /** Takes out, and counts, what may be wrong only because it was read at several moments: it is to be read again. */
  dropReadApart(): number {
    const apart = [...this.#all].filter(({ readApart, touched }) => readApart && touched);
    for (const doubt of apart) this.#all.delete(doubt);
    return apart.length;
  }

  /** What is still in doubt is a finding. */
  tell(): void {
    for (const { told } of this.#all) this.findings.take(told);
  }

  /** Gives whether it is explained. */
  #again(doubt: Doubt): boolean {
    const told = judged(doubt.judge, this.world);
    if (told.count === 0) return this.#all.delete(doubt);
    if (told.count <= doubt.told.count) doubt.told = told;
    return false;
  }
}

function judged(judge: Judge, world: World): Findings {
  const told = new Findings();
  judge(world, told);
  return told;
}
