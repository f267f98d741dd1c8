import type { Grievance } from '../grievance/grievance.state.js';
import { liftedOn, standingHolds } from '../grievance/grievance.holds.js';
import { isEnded } from '../grievance/grievance.state.js';
import { addDays } from '../values/dates.js';
import type { RetentionRule, RetentionRules } from './rules.js';
import type { HoldsRetention } from './rules.js';
import { afterNotice } from './rules.js';

/** The rule under which something goes, so that the entry that says so names it. */
export type AppliedRule = RetentionRule & { readonly version: number };

/** Why something is kept although its time may be over. */
export type RetentionHold = 'case-open' | 'remedy-open' | 'legal-hold';

/** How the words of one case stand to the rules of its city, on a day. */
export type RetentionStanding = {
  readonly outcome?: RetentionRule['outcome'];
  readonly endedOn?: string;
  /** Absent where no rule names what came out: then it is kept. */
  readonly rule?: AppliedRule;
  /** From this day on it may go. */
  readonly dueOn?: string;
  readonly heldBy: readonly RetentionHold[];
};

export type RemedyKnown = { readonly status: string } | undefined;

type Case = Pick<Grievance, 'status' | 'endedOn' | 'findings' | 'holds'>;

/**
 * @param remedies the states of those that answer the case; one that cannot be read yet is as good as open
 * @param today in the city
 */
export function retentionStanding(
  city: HoldsRetention,
  grievance: Case,
  remedies: readonly RemedyKnown[],
  today: string,
): RetentionStanding {
  const heldBy: RetentionHold[] = [
    ...(isEnded(grievance) ? [] : ['case-open' as const]),
    ...(remedies.every((one) => one !== undefined && endings.includes(one.status)) ? [] : ['remedy-open' as const]),
    ...(standingHolds(grievance).length === 0 ? [] : ['legal-hold' as const]),
  ];
  const { endedOn } = grievance;
  if (!isEnded(grievance) || endedOn === undefined) return { heldBy };
  const outcome = outcomeOf(grievance);
  const applied = strictest(city, outcome, endedOn, today);
  return { outcome, endedOn, heldBy, ...announcedAfter(liftedOn(grievance), applied) };
}

/** What was announced before a hold is announced anew once it is lifted: everybody has the whole notice again. */
const announcedAfter = (lifted: string | undefined, applied: Pick<RetentionStanding, 'rule' | 'dueOn'>): typeof applied =>
  lifted === undefined || applied.dueOn === undefined || applied.dueOn >= afterNotice(lifted) ? applied : { ...applied, dueOn: afterNotice(lifted) };

const endings: readonly string[] = ['completed', 'failed'];

/** How a case came out that has ended: what was found last, and where nothing was found, why not. */
function outcomeOf({ status, findings }: Case): RetentionRule['outcome'] {
  return status === 'withdrawn' ? 'withdrawn' : (findings.at(-1)?.outcome ?? 'inadmissible');
}

/**
 * Of the rules in force and those that wait for their day, the one that keeps longest: rules that will keep something
 * longer protect it from the day on which they are adopted.
 */
function strictest(
  { retention = [] }: HoldsRetention,
  outcome: RetentionRule['outcome'],
  endedOn: string,
  today: string,
): Pick<RetentionStanding, 'rule' | 'dueOn'> {
  // Whatever was adopted before the version in force has had its day, also where that day would be still to come.
  const inForce = retention.findLastIndex(({ inForceOn }) => inForceOn <= today);
  const versions = retention.slice(Math.max(0, inForce));
  const each = versions.map(({ inForceOn, ...version }) => {
    const rule = ruleFor(version, outcome);
    if (rule === undefined) return undefined;
    const over = addDays(endedOn, rule.days);
    return { rule, dueOn: over > inForceOn ? over : inForceOn };
  });
  if (each.includes(undefined)) return {};
  return each.reduce((least, one) => (least === undefined || (one?.dueOn ?? '') > least.dueOn ? one : least), undefined) ?? {};
}

function ruleFor({ version, rules }: RetentionRules, outcome: RetentionRule['outcome']): AppliedRule | undefined {
  const rule = rules.find((one) => one.kind === 'grievance' && one.outcome === outcome);
  return rule === undefined ? undefined : { ...rule, version };
}
