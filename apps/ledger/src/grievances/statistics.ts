import { grievanceFigures, todayIn, type GrievanceAbout, type GrievanceFigures } from '@covenant/domain';
import type { EntryItem, ReadModelQueries } from '@covenant/read-models';
import { Privacy } from '../privacy/privacy.js';

const day = 86_400_000;

/**
 * Numbers about grievances, by year. Only of years that are over: while a year runs, two looks would tell what the
 * grievance between them was about. And made once: an erasure afterwards changes nothing that somebody could compare.
 */
export class GrievanceStatistics {
  /** By city, and good until its year ends. */
  private readonly told = new Map<string, { readonly running: number; readonly years: readonly GrievanceFigures[] }>();

  constructor(
    private readonly queries: ReadModelQueries,
    private readonly privacy: Privacy,
    private readonly now: () => number = Date.now,
  ) {}

  /** Every year that is over in which something was lodged, the newest first. Undefined for a city that there is none of. */
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
    const lodged = await this.lodgedIn(cityId);
    const years = [...lodged.keys()].filter((year) => year < running).sort((one, other) => other - one);
    const { figures } = this.privacy;
    const known = await figures.of(cityId, years);
    for (const year of years.filter((one) => !known.has(one))) await this.make(cityId, year, lodged.get(year) ?? []);
    const told = await figures.of(cityId, years);
    return years.flatMap((year) => told.get(year) ?? []);
  }

  private async make(cityId: string, year: number, entries: readonly EntryItem[]): Promise<void> {
    const abouts = await this.privacy.sealer.openEach('about', entries);
    await this.privacy.figures.keep(cityId, year, grievanceFigures(year, entries.length, abouts.map((about) => JSON.parse(about) as GrievanceAbout)));
  }

  /** What was lodged, by the year of its day in the city. */
  private async lodgedIn(cityId: string): Promise<ReadonlyMap<number, readonly EntryItem[]>> {
    const byYear = new Map<number, EntryItem[]>();
    let cursor: string | undefined;
    do {
      const filter = { cityId, type: 'GrievanceLodged' };
      const page = await this.queries.audit({ filter, limit: 200, ...(cursor === undefined ? {} : { cursor }) });
      for (const item of page.items) {
        const { day: lodgedOn } = item.data;
        const year = typeof lodgedOn === 'string' ? Number(lodgedOn.slice(0, 4)) : 0;
        byYear.set(year, [...(byYear.get(year) ?? []), item]);
      }
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    return byYear;
  }
}
