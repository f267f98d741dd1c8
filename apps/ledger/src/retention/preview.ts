import {
  afterNotice,
  retentionOf,
  retentionStanding,
  todayIn,
  type AppliedRule,
  type GrievanceState,
  type HoldsRetention,
  type RetentionHold,
  type SubjectState,
} from '@covenant/domain';
import type { ReadModelQueries, RecordItem } from '@covenant/read-models';

type Begun<S> = Exclude<S, { readonly status: 'none' }>;

/** What the rules mean for one case; nothing of what is sealed in it. */
export interface PreviewedCase {
  readonly grievanceId: string;
  readonly subject: string;
  readonly state: string;
  readonly outcome?: string;
  readonly endedOn?: string;
  readonly rule?: AppliedRule;
  /** The first day on which it can go. */
  readonly goesOn?: string;
  readonly heldBy: readonly RetentionHold[];
  readonly announcedOn?: string;
  readonly erasedAt?: string;
}

export interface Preview {
  readonly cityId: string;
  readonly today: string;
  readonly items: readonly PreviewedCase[];
  readonly next: string | null;
}

export type WhichRules = 'adopted' | 'proposed';

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
    const held = rulesOf(retentionOf(city.body), rules, today);
    const found = await this.queries.list('grievance', { filter: { cityId }, sort: 'recordedAt', ...page });
    const items: PreviewedCase[] = [];
    for (const item of found.items) items.push(await this.caseOf(item, held, today));
    return { cityId, today, items, next: found.next };
  }

  private async caseOf({ id, body }: RecordItem, city: HoldsRetention, today: string): Promise<PreviewedCase> {
    const grievance = body as Begun<GrievanceState>;
    const remedies = await Promise.all(grievance.remedies.map((one) => this.queries.record('remedy', one)));
    const states = remedies.map((one) => (one?.body as { readonly status: string } | undefined) ?? { status: 'unknown' });
    const { dueOn, ...standing } = retentionStanding(city, grievance, states, today);
    const known = (await this.queries.record('subject', grievance.complainant))?.body as Begun<SubjectState> | undefined;
    const of = { grievanceId: id, subject: grievance.complainant, state: grievance.status };
    if (known?.erasedAt !== undefined) return { ...of, heldBy: [], erasedAt: known.erasedAt };
    const announcedOn = known?.announced?.on;
    return {
      ...of,
      ...standing,
      ...(dueOn === undefined ? {} : { goesOn: goesOn(dueOn, announcedOn, today) }),
      ...(announcedOn === undefined ? {} : { announcedOn }),
    };
  }
}

/** What was announced for a day goes on that day; anything else is announced first. */
function goesOn(dueOn: string, announcedOn: string | undefined, today: string): string {
  if (announcedOn !== undefined && announcedOn >= dueOn) return announcedOn > today ? announcedOn : today;
  const earliest = afterNotice(today);
  return dueOn > earliest ? dueOn : earliest;
}

function rulesOf(city: HoldsRetention, which: WhichRules, today: string): HoldsRetention {
  const { retention = [], retentionProposed } = city;
  if (which === 'adopted') return { retention };
  if (retentionProposed === undefined) return {};
  const { version, rules } = retentionProposed;
  return { retention: [...retention, { version, rules, inForceOn: afterNotice(today) }] };
}
