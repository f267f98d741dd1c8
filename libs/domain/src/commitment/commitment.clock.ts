import type { Context } from '../kernel/decider.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseRule, refuseState } from '../kernel/refusal.js';
import { addDays } from '../values/dates.js';
import { earliest, missed, missedFrom } from '../values/deadline.js';
import { cut } from '../values/faults.js';
import type { Commitment, CommitmentCommand, CommitmentState, DueDate } from './commitment.state.js';

/** Days that pass before a missed date means broken; undefined where no grace period was set at making. */
const graceOf = (state: Commitment): number | undefined => state.graceDays;

type Dated = { readonly dueOn: string };

const dueDate = (state: Commitment, { dueOn }: Dated): DueDate | undefined =>
  state.dueDates.find((one) => one.dueOn === dueOn);

export const knownDueDate = (state: Commitment, data: Dated): Refusal | undefined =>
  dueDate(state, data) === undefined ? refuseRule('unknown-due-date', { given: cut(data.dueOn) }, '/dueOn') : undefined;

export function reallyFellDue(state: Commitment, data: Dated, { today }: Context): Refusal | undefined {
  const date = dueDate(state, data);
  if (date === undefined) return undefined;
  if (date.fellDue) return refuseState('already-recorded', { dueOn: date.dueOn });
  return missed(date, today) ? undefined : refuseState('not-yet-due', { dueOn: date.dueOn, today });
}

export function reallyBroken(state: Commitment, data: Dated, { today }: Context): Refusal | undefined {
  const date = dueDate(state, data);
  const graceDays = graceOf(state);
  if (date === undefined) return undefined;
  if (date.broken) return refuseState('already-recorded', { dueOn: date.dueOn });
  return graceDays !== undefined && missed(date, today, graceDays)
    ? undefined
    : refuseState('not-yet-due', { dueOn: addDays(date.dueOn, graceDays ?? 0), today });
}

export function commitmentDueActs(state: CommitmentState, today: string): readonly CommitmentCommand[] {
  if (state.status === 'none') return [];
  const graceDays = graceOf(state);
  return state.dueDates.flatMap((date): readonly CommitmentCommand[] => [
    ...(!date.fellDue && missed(date, today) ? [{ type: 'fall-due' as const, data: { dueOn: date.dueOn } }] : []),
    ...(!date.broken && graceDays !== undefined && missed(date, today, graceDays)
      ? [{ type: 'break' as const, data: { dueOn: date.dueOn } }]
      : []),
  ]);
}

export function commitmentNextDueOn(state: CommitmentState): string | undefined {
  if (state.status === 'none') return undefined;
  const graceDays = graceOf(state);
  return earliest(
    state.dueDates.flatMap((date) => [
      date.fellDue ? undefined : missedFrom(date),
      date.broken || graceDays === undefined ? undefined : missedFrom(date, graceDays),
    ]),
  );
}

/** Is it late today? A fact: the date is past, and the commitment is neither verified, withdrawn nor reported in time. */
export function isOverdue(state: CommitmentState, today: string): boolean {
  if (state.status === 'none' || state.status === 'verified' || state.status === 'withdrawn') return false;
  const current = state.dueDates.at(-1);
  return current !== undefined && missed(current, today);
}
