import { createHmac } from 'node:crypto';
import { grievanceFigures, leastTold, todayIn, type FigureTrait, type GrievanceAbout, type GrievanceFigures } from '@covenant/domain';
import type { EntryItem, ReadModelQueries } from '@covenant/read-models';
import { Privacy } from '../privacy/privacy.js';

const day = 86_400_000;

/** What a year begins with, before anything in it is opened. */
interface Year {
  /** How many were lodged in it. */
  lodged: number;
  /** What was lodged, in it or before, and acknowledged in it. */
  readonly taken: EntryItem[];
}

/**
 * Numbers about grievances, by the year in which an office took them up. Only of years that are over: while a year runs,
 * two looks would tell what the grievance between them was about. And made once: an erasure afterwards changes nothing
 * that somebody could compare.
 */
export class GrievanceStatistics {
  /** By city, and good until its year ends. */
  private readonly told = new Map<string, { readonly running: number; readonly years: readonly GrievanceFigures[] }>();

  constructor(
    private readonly queries: ReadModelQueries,
    private readonly privacy: Privacy,
    private readonly now: () => number = Date.now,
  ) {}

  /** Every year that is over in which something was lodged or acknowledged, the newest first. Undefined for a city that there is none of. */
  async of(cityId: string): Promise<readonly GrievanceFigures[] | undefined> {
    const city = await this.queries.record('city', cityId);
    if (city === undefined) return undefined;
    const { timeZone } = city.body as { readonly timeZone: string };
    // A day later than it is over: what was lodged in its last moment is recorded by then.
    const running = Number(todayIn(timeZone, new Date(this.now() - day).toISOString()).slice(0, 4));
    const told = this.told.get(cityId);
    if (told?.running === running) return told.years;
    const years = await this.over(cityId, running);
    this.told.set(cityId, { running, years });
    return years;
  }

  private async over(cityId: string, running: number): Promise<readonly GrievanceFigures[]> {
    const found = await this.years(cityId);
    const years = [...found.keys()].filter((year) => year < running).sort((one, other) => other - one);
    const { figures } = this.privacy;
    const known = await figures.of(cityId, years);
    for (const [year, entries] of found) if (year < running && !known.has(year)) await this.make(cityId, year, entries);
    const told = await figures.of(cityId, years);
    return years.flatMap((year) => told.get(year) ?? []);
  }

  private async make(cityId: string, year: number, { lodged, taken }: Year): Promise<void> {
    const [abouts, key] = await Promise.all([this.privacy.sealer.openEach('about', taken), this.privacy.serverKey()]);
    const leftOut = (trait: FigureTrait, value: string): number =>
      createHmac('sha256', key).update(`covenant/figures/v1\n${cityId}\n${year}\n${trait}\n${value}`).digest().readUInt32BE() % leastTold;
    const known = abouts.map((about) => JSON.parse(about) as GrievanceAbout);
    await this.privacy.figures.keep(cityId, year, grievanceFigures({ year, lodged, acknowledged: taken.length }, known, leftOut));
  }

  /** By the day in the city of what happened. */
  private async years(cityId: string): Promise<ReadonlyMap<number, Year>> {
    const years = new Map<number, Year>();
    const found = (entry: EntryItem): Year => {
      const year = yearOf(entry);
      const known = years.get(year) ?? { lodged: 0, taken: [] };
      years.set(year, known);
      return known;
    };
    const lodged = new Map<string, EntryItem>();
    for await (const entry of this.entries(cityId, 'GrievanceLodged')) {
      lodged.set(entry.stream, entry);
      found(entry).lodged += 1;
    }
    for await (const entry of this.entries(cityId, 'GrievanceAcknowledged')) {
      const about = lodged.get(entry.stream);
      if (about !== undefined) found(entry).taken.push(about);
    }
    return years;
  }

  private async *entries(cityId: string, type: string): AsyncGenerator<EntryItem> {
    let cursor: string | undefined;
    do {
      const page = await this.queries.audit({ filter: { cityId, type }, limit: 200, ...(cursor === undefined ? {} : { cursor }) });
      yield* page.items;
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
  }
}

const yearOf = ({ data: { day } }: EntryItem): number => (typeof day === 'string' ? Number(day.slice(0, 4)) : 0);
