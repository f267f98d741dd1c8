import type { GrievanceState } from '../grievance/grievance.state.js';
import type { Context } from '../kernel/decider.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseRule, refuseState } from '../kernel/refusal.js';
import { afterNotice, retentionOf } from '../retention/rules.js';
import type { AppliedRule, RemedyKnown, RetentionStanding } from '../retention/standing.js';
import { retentionStanding } from '../retention/standing.js';
import type { Subject } from './subject.state.js';

export type NamedCase = { readonly cityId: string; readonly grievanceId: string; readonly remedies: readonly string[] };

/** How the case stands to its city's rules; undefined where the remedies named are not all that answer it. */
function standingOf({ cityId, grievanceId, remedies }: NamedCase, context: Context): RetentionStanding | undefined {
  const grievance = context.reference('grievance', grievanceId) as GrievanceState | undefined;
  if (grievance === undefined || grievance.status === 'none') return undefined;
  if (!grievance.remedies.every((id) => remedies.includes(id))) return undefined;
  const states = grievance.remedies.map((id) => context.reference('remedy', id) as RemedyKnown);
  return retentionStanding(retentionOf(context.reference('city', cityId)), grievance, states, context.today);
}

/** The rule that ends the time of a case, and from when; or why none does. */
function ruleAtWork(named: NamedCase, context: Context): { readonly rule: AppliedRule; readonly dueOn: string } | Refusal {
  const standing = standingOf(named, context);
  if (standing === undefined) return refuseRule('unknown-subject', {}, '/remedies');
  const { rule, dueOn, heldBy } = standing;
  if (heldBy.length > 0) return refuseState('kept-by-a-hold', { heldBy });
  return rule === undefined || dueOn === undefined ? refuseState('retention-runs') : { rule, dueOn };
}

/** What the clock announces: the day is never nearer than the notice. */
export function announcement(named: NamedCase, context: Context): { readonly rule: AppliedRule; readonly on: string } | Refusal {
  const found = ruleAtWork(named, context);
  if ('refused' in found) return found;
  const { rule, dueOn } = found;
  const earliest = afterNotice(context.today);
  if (dueOn > earliest) return refuseState('retention-runs', { dueOn });
  return { rule, on: earliest };
}

/** Carried out only as it was announced: on that day or later, under that rule, and with the case at rest since. */
export function announcedAndOver(state: Subject, named: NamedCase, context: Context): AppliedRule | Refusal {
  const found = ruleAtWork(named, context);
  if ('refused' in found) return found;
  const { rule, dueOn } = found;
  if (dueOn > context.today) return refuseState('retention-runs', { dueOn });
  const { announced } = state;
  return stillHolds(announced, { rule, dueOn }) && announced.on <= context.today ? rule : refuseState('not-announced');
}

type Announced = NonNullable<Subject['announced']>;

/** Whether what was announced is what the rules say now: the same rule, and a day that is not too early. Otherwise it is announced anew. */
export const stillHolds = (
  announced: Announced | undefined,
  { rule, dueOn }: { readonly rule: AppliedRule; readonly dueOn: string },
): announced is Announced => announced !== undefined && announced.on >= dueOn && sameRule(announced.rule, rule);

const sameRule = (one: AppliedRule, other: AppliedRule): boolean =>
  one.version === other.version && one.kind === other.kind && one.outcome === other.outcome && one.days === other.days;
