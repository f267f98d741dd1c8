import {
  previewedCase,
  retentionOf,
  rulesFor,
  todayIn,
  type Begun,
  type GrievanceState,
  type HoldsRetention,
  type PreviewedCase,
  type RemedyState,
  type SubjectState,
  type WhichRules,
} from '@covenant/domain';
import type { ReadModelQueries, RecordItem } from '@covenant/read-models';

/** Cases that are looked at together: a page waits for few reads, and does not take them all from others. */
const together = 10;

export interface Preview {
  readonly cityId: string;
  readonly today: string;
  readonly items: readonly PreviewedCase[];
  readonly next: string | null;
}

interface PreviewOptions {
  readonly rules: WhichRules;
  readonly limit?: number;
  readonly cursor?: string;
}

/**
 * Says what would go when, by which rule, from what is public. `proposed`: as if the proposal were adopted today; a city
 * without one has no such answer.
 */
export class RetentionPreview {
  constructor(
    private readonly queries: ReadModelQueries,
    private readonly now: () => number = Date.now,
  ) {}

  /** Undefined for a city that there is none of. */
  async of(cityId: string, { rules, ...page }: PreviewOptions): Promise<Preview | undefined> {
    const city = await this.queries.record('city', cityId);
    if (city === undefined) return undefined;
    const { timeZone } = city.body as { readonly timeZone: string };
    const today = todayIn(timeZone, new Date(this.now()).toISOString());
    const held = rulesFor(retentionOf(city.body), rules, today);
    const found = await this.queries.list('grievance', { filter: { cityId }, sort: 'recordedAt', ...page });
    const items: PreviewedCase[] = [];
    for (let done = 0; done < found.items.length; done += together) {
      const group = found.items.slice(done, done + together);
      items.push(...(await Promise.all(group.map((item) => this.caseOf(item, held, today)))));
    }
    return { cityId, today, items, next: found.next };
  }

  private async caseOf({ id, body }: RecordItem, rules: HoldsRetention, today: string): Promise<PreviewedCase> {
    const grievance = body as Begun<GrievanceState>;
    const subject = (await this.queries.record('subject', grievance.complainant))?.body as Begun<SubjectState> | undefined;
    const read = async (one: string): Promise<Begun<RemedyState> | undefined> => (await this.queries.record('remedy', one))?.body as Begun<RemedyState> | undefined;
    const remedies = subject?.erasedAt === undefined ? await Promise.all(grievance.remedies.map(read)) : [];
    return previewedCase(rules, { grievanceId: id, grievance, remedies, subject }, today);
  }
}
