import {
  afterNotice,
  retentionOf,
  retentionStanding,
  standingHolds,
  stillHolds,
  todayIn,
  type AppliedRule,
  type Begun,
  type GrievanceState,
  type Hold,
  type HoldsRetention,
  type RemedyState,
  type RetentionHold,
  type SubjectState,
} from '@covenant/domain';
import { remedyStates, type ReadModelQueries, type RecordItem } from '@covenant/read-models';

/** Cases that are looked at together: a page waits for few reads, and does not take them all from others. */
const together = 10;

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
  /** Those that stand. */
  readonly holds?: readonly Hold[];
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
    for (let done = 0; done < found.items.length; done += together) {
      const group = found.items.slice(done, done + together);
      items.push(...(await Promise.all(group.map((item) => this.caseOf(item, held, today)))));
    }
    return { cityId, today, items, next: found.next };
  }

  private async caseOf({ id, body }: RecordItem, city: HoldsRetention, today: string): Promise<PreviewedCase> {
    const grievance = body as Begun<GrievanceState>;
    const known = (await this.queries.record('subject', grievance.complainant))?.body as Begun<SubjectState> | undefined;
    const of = { grievanceId: id, subject: grievance.complainant, state: grievance.status };
    if (known?.erasedAt !== undefined) return { ...of, heldBy: [], erasedAt: known.erasedAt };
    const remedies = await remedyStates(grievance.remedies, async (one) => (await this.queries.record('remedy', one))?.body as Begun<RemedyState> | undefined);
    const { dueOn, ...standing } = retentionStanding(city, grievance, remedies, today);
    const { rule } = standing;
    const announced = known?.announced;
    const holds = standingHolds(grievance);
    return {
      ...of,
      ...standing,
      ...(rule === undefined || dueOn === undefined ? {} : { goesOn: goesOn({ rule, dueOn }, announced, today) }),
      ...(holds.length === 0 ? {} : { holds }),
      ...(announced === undefined ? {} : { announcedOn: announced.on }),
    };
  }
}

/** What was announced, and still holds, goes on its day; anything else is announced first. */
function goesOn(due: { readonly rule: AppliedRule; readonly dueOn: string }, announced: Begun<SubjectState>['announced'], today: string): string {
  if (stillHolds(announced, due)) return announced.on > today ? announced.on : today;
  const { dueOn } = due;
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
