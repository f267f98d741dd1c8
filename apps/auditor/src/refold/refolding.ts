import { Unchecked } from '../cli/exit.js';
import type { StartProgress } from '../cli/progress.js';
import type { Entries } from '../files/entries.js';
import type { Language } from '../report/language.js';
import { Findings, type Report } from '../report/report.js';
import { say } from '../report/statements.js';
import { checkLines } from './check-lines.js';
import { checkPages } from './check-pages.js';
import { checkRetention } from './check-retention.js';
import { checkRows, type Check } from './check-rows.js';
import { checkStatistics } from './check-statistics.js';
import { Doubts } from './doubts.js';
import { newestOf, Unfoldable } from './fold.js';
import type { Folding } from './folding.js';
import { each, type PublicInterface } from './interface.js';
import { FarBehind, GrownEntries, type NewerEntries } from './newer.js';

const LOOK_EVERY_MS = 500;
/** Rounds in which what is put together from several reads is read again. */
const ROUNDS = 3;

type Part = (check: Check) => Promise<void>;

export interface RefoldingParts {
  readonly city: PublicInterface;
  /** By the entries of the copy; it is folded on. */
  readonly folded: Folding;
  readonly entries: Entries;
  readonly newer: NewerEntries;
  readonly findings: Findings;
  readonly language: Language;
  readonly catchUp: number;
  readonly start: StartProgress;
}

/** One comparison of a city, which may go on recording. */
export class Refolding {
  readonly #entries: GrownEntries;
  #compared = 0;
  /** Why newer entries could not be had, once they could not. */
  #lost: string | undefined;
  #unanswered: Unchecked | undefined;
  readonly #told = new Set<string>();

  constructor(private readonly parts: RefoldingParts) {
    this.#entries = new GrownEntries(parts.entries);
  }

  async run(): Promise<Report> {
    const { city, entries, findings } = this.parts;
    await this.#follow();
    await this.#pagesCaughtUp();
    let read: readonly Part[] = [checkRows, checkLines, checkPages, checkStatistics, checkRetention];
    let unjudged = 0;
    for (let round = 1; read.length > 0; round++) {
      const { again, left } = await this.#round(read, round === ROUNDS);
      unjudged += left;
      read = again ? [checkRetention] : [];
    }
    if (this.#entries.size > entries.size) findings.remark('followed', { url: city.base, kept: entries.size, size: this.#entries.size });
    return this.#report(unjudged);
  }

  /** Gives whether something is to be read again, and how much could not be judged. */
  async #round(read: readonly Part[], isLast: boolean): Promise<{ readonly again: boolean; readonly left: number }> {
    const findings = new Findings();
    const doubts = new Doubts({ folded: this.parts.folded, entries: this.#entries }, findings);
    await this.#compare({ findings, doubts }, read);
    const judged = doubts.count === 0 || (await this.#logCaughtUp(doubts));
    const again = judged && !isLast && doubts.dropReadApart() > 0;
    // Where the city has shown nothing newer, nothing newer can explain it.
    const told = judged || ((await this.#newest()) ?? Infinity) < this.#entries.size;
    if (told) doubts.tell();
    this.#tell(findings);
    return { again, left: told ? 0 : doubts.count };
  }

  /** What is read twice is told once. */
  #tell({ findings, count }: Findings): void {
    const fresh = findings.filter((said) => !this.#told.has(JSON.stringify(said)));
    for (const said of fresh) this.#told.add(JSON.stringify(said));
    this.parts.findings.take({ findings: fresh, remarks: [], count: fresh.length + count - findings.length });
  }

  #report(unjudged: number): Report {
    const { city, findings, folded } = this.parts;
    const url = city.base;
    // Where something was found already, what could not be looked at takes nothing away.
    if (findings.count === 0 && this.#unanswered !== undefined) throw this.#unanswered;
    if (findings.count === 0 && unjudged > 0) throw new Unchecked(`${unjudged} rows or lines of ${url} may be of newer entries, which could not be had: ${this.#lost ?? ''}`);
    if (this.#unanswered !== undefined) findings.remark('unanswered', { url, detail: this.#unanswered.message });
    if (unjudged > 0) findings.remark('unjudged', { url, count: unjudged, detail: this.#lost ?? '' });
    const records = [...folded.records.values()].reduce((sum, of) => sum + of.size, 0);
    const cities = folded.records.get('city')?.size ?? 0;
    return findings.report('refold', [say('refolded', { url, size: this.#entries.size, records, cities, compared: this.#compared })]);
  }

  /** Folds on by what the log has recorded. Gives whether it could be had. @throws FarBehind */
  async #follow(doubts?: Doubts): Promise<boolean> {
    const { findings, folded, newer } = this.parts;
    if (this.#lost !== undefined) return false;
    const before = findings.count;
    try {
      for (const entry of (await newer.next(findings)) ?? []) {
        const number = this.#entries.size;
        const expected = folded.revisionAfter(entry.stream);
        if (entry.revision !== expected) findings.found('entry-out-of-order', { entry: number, stream: entry.stream, expected, found: entry.revision });
        folded.step(number, entry);
        this.#entries.push(entry);
        doubts?.step(entry);
      }
    } catch (error) {
      if (error instanceof Unfoldable) findings.found('entry-unfoldable', { entry: error.entry, detail: error.message });
      else if (error instanceof Unchecked && !(error instanceof FarBehind && doubts === undefined)) this.#lost = error.message;
      else throw error;
    }
    if (findings.count > before) this.#lost = 'what the log serves now does not hold';
    return this.#lost === undefined;
  }

  /**
   * The log follows the pages by a moment: waits until a signed tree has what they showed. What they show and the log does
   * not have after that, no entry explains. Gives whether the newer entries could be had.
   */
  async #logCaughtUp(doubts: Doubts): Promise<boolean> {
    const until = performance.now() + this.parts.catchUp;
    const shown = (await this.#newest()) ?? -1;
    for (;;) {
      if (!(await this.#follow(doubts))) return false;
      if (this.#entries.size > shown || performance.now() > until) break;
      await new Promise((again) => setTimeout(again, LOOK_EVERY_MS));
    }
    doubts.last();
    return true;
  }

  /** The pages follow the entries by a moment, those of each city in their own time. */
  async #pagesCaughtUp(): Promise<void> {
    const { folded, catchUp } = this.parts;
    const until = performance.now() + catchUp;
    const behind = new Set(folded.byCity.keys());
    for (;;) {
      await each([...behind], async (cityId) => {
        if (((await this.#newest(cityId)) ?? -1) >= newestOf(folded, cityId)) behind.delete(cityId);
      });
      if (behind.size === 0 || performance.now() > until) return;
      await new Promise((again) => setTimeout(again, LOOK_EVERY_MS));
    }
  }

  /** The number of the newest entry that the city shows; undefined where it shows none, or cannot show it. */
  async #newest(cityId?: string): Promise<number | undefined> {
    try {
      const items = (await this.parts.city.get(`/v1/audit?sort=-entry&limit=1${cityId === undefined ? '' : `&cityId=${cityId}`}`))?.['items'];
      const entry: unknown = Array.isArray(items) ? (items[0] as Record<string, unknown> | undefined)?.['entry'] : undefined;
      return typeof entry === 'number' ? entry : undefined;
    } catch (error) {
      if (error instanceof Unchecked) return undefined; // the comparison comes to the same page, and tells of it
      throw error;
    }
  }

  async #compare(into: Pick<Check, 'findings' | 'doubts'>, read: readonly Part[]): Promise<void> {
    const { city, folded, language, start } = this.parts;
    const records = [...folded.records.values()].reduce((sum, of) => sum + of.size, 0);
    const total = 4 * this.#entries.size + 4 * records;
    const progress = start('comparing', total, 'rows');
    let done = 0;
    // The total is an estimate: what trails, figures and previews add to it shows only when they are read.
    const compared = (rows: number): void => progress.at(Math.min((done += rows), total));
    try {
      for (const part of read) {
        try {
          await part({ city, folded, entries: this.#entries, ...into, language, compared });
        } catch (error) {
          if (!(error instanceof Unchecked)) throw error;
          this.#unanswered ??= error;
        }
      }
    } finally {
      progress.stop();
      this.#compared += done;
    }
  }
}
