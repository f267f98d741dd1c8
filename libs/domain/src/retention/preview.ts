import { standingHolds, type Hold } from '../grievance/grievance.holds.js';
import type { GrievanceState } from '../grievance/grievance.state.js';
import type { Begun } from '../kernel/decider.js';
import { stillHolds } from '../subject/subject.retention.js';
import type { Subject, SubjectState } from '../subject/subject.state.js';
import { afterNotice, type HoldsRetention } from './rules.js';
import { retentionStanding, type AppliedRule, type RemedyKnown, type RetentionHold } from './standing.js';

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
  /** Those by hand that stand. */
  readonly holds?: readonly Hold[];
  readonly announcedOn?: string;
  /** Since when nothing keeps the words any more: their erasure has begun. */
  readonly begunAt?: string;
  readonly erasedAt?: string;
}

export type WhichRules = 'adopted' | 'proposed';

/** The rules that a city holds. `proposed`: as if the proposal were adopted today; none where there is no proposal. */
export function rulesFor(city: HoldsRetention, which: WhichRules, today: string): HoldsRetention {
  const { retention = [], retentionProposed } = city;
  if (which === 'adopted') return { retention };
  if (retentionProposed === undefined) return {};
  const { version, rules } = retentionProposed;
  return { retention: [...retention, { version, rules, inForceOn: afterNotice(today) }] };
}

interface Case {
  readonly grievanceId: string;
  readonly grievance: Begun<GrievanceState>;
  /** The states of those that answer it; of no use where it is erased. */
  readonly remedies: readonly RemedyKnown[];
  /** The record of the complainant, where there is one. */
  readonly subject: SubjectState | undefined;
}

/** Says what would become of a case when, by which rule, from what is public. */
export function previewedCase(city: HoldsRetention, { grievanceId, grievance, remedies, subject }: Case, today: string): PreviewedCase {
  const known = subject === undefined || subject.status === 'none' ? undefined : subject;
  const of = { grievanceId, subject: grievance.complainant, state: grievance.status };
  if (known?.erasedAt !== undefined) return { ...of, heldBy: [], erasedAt: known.erasedAt };
  if (known?.begun !== undefined) return { ...of, heldBy: [], begunAt: known.begun.recordedAt };
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

/** What was announced, and still holds, goes on its day; anything else is announced first. */
function goesOn(due: { readonly rule: AppliedRule; readonly dueOn: string }, announced: Subject['announced'], today: string): string {
  if (stillHolds(announced, due)) return announced.on > today ? announced.on : today;
  const earliest = afterNotice(today);
  return due.dueOn > earliest ? due.dueOn : earliest;
}
