import type { Context } from '../kernel/decider.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseRule, refuseState } from '../kernel/refusal.js';
import { addDays } from '../values/dates.js';
import { earliest, missed, missedFrom } from '../values/deadline.js';
import { cut } from '../values/faults.js';
import type { MeasureDate, MeasureDated, Remedy, RemedyCommand, RemedyState } from './remedy.state.js';
import { measureOf } from './remedy.state.js';

const dateOf = (state: Remedy, { measure, dueOn }: MeasureDated): MeasureDate | undefined =>
  measureOf(state, measure)?.dueDates.find((one) => one.dueOn === dueOn);

export const knownMeasureDate = (state: Remedy, data: MeasureDated): Refusal | undefined =>
  dateOf(state, data) === undefined ? refuseRule('unknown-due-date', { given: cut(data.dueOn) }, '/dueOn') : undefined;

export function measureReallyMissed(state: Remedy, data: MeasureDated, { today }: Context): Refusal | undefined {
  const date = dateOf(state, data);
  if (date === undefined) return undefined;
  if (date.fellDue) return refuseState('already-recorded', { dueOn: date.dueOn });
  return missed(date, today) ? undefined : refuseState('not-yet-due', { dueOn: date.dueOn, today });
}

export function lateForSetDays(state: Remedy, data: MeasureDated, { today }: Context): Refusal | undefined {
  const date = dateOf(state, data);
  if (date === undefined) return undefined;
  if (date.escalated) return refuseState('already-recorded', { dueOn: date.dueOn });
  const { afterDays } = state.escalation;
  return missed(date, today, afterDays)
    ? undefined
    : refuseState('not-yet-due', { dueOn: addDays(date.dueOn, afterDays), today });
}

export function remedyDueActs(state: RemedyState, today: string): readonly RemedyCommand[] {
  if (state.status === 'none') return [];
  return state.measures.flatMap(({ key: measure, dueDates }) =>
    dueDates.flatMap((date): readonly RemedyCommand[] => {
      const data = { measure, dueOn: date.dueOn };
      return [
        ...(!date.fellDue && missed(date, today) ? [{ type: 'measure-fall-due' as const, data }] : []),
        ...(!date.escalated && missed(date, today, state.escalation.afterDays)
          ? [{ type: 'escalate-overdue' as const, data }]
          : []),
      ];
    }),
  );
}

export function remedyNextDueOn(state: RemedyState): string | undefined {
  if (state.status === 'none') return undefined;
  return earliest(
    state.measures.flatMap(({ dueDates }) =>
      dueDates.flatMap((date) => [
        date.fellDue ? undefined : missedFrom(date),
        date.escalated ? undefined : missedFrom(date, state.escalation.afterDays),
      ]),
    ),
  );
}
