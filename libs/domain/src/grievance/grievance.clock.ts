import type { Context } from '../kernel/decider.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseRule, refuseState } from '../kernel/refusal.js';
import type { Deadline } from '../values/deadline.js';
import { earliest, missed, missedFrom } from '../values/deadline.js';
import { cut } from '../values/faults.js';
import type { Grievance, GrievanceCommand, GrievanceState } from './grievance.state.js';

type Dated = { readonly dueOn: string };

/** Only a date that the record has, that was missed, and that is not recorded as missed yet. */
export const reallyMissed =
  (datesOf: (state: Grievance) => readonly Deadline[]) =>
  (state: Grievance, { dueOn }: Dated, { today }: Context): Refusal | undefined => {
    const date = datesOf(state).find((one) => one.dueOn === dueOn);
    if (date === undefined) return refuseRule('unknown-due-date', { given: cut(dueOn) }, '/dueOn');
    if (date.fellDue) return refuseState('already-recorded', { dueOn });
    return missed(date, today) ? undefined : refuseState('not-yet-due', { dueOn, today });
  };

export function grievanceDueActs(state: GrievanceState, today: string): readonly GrievanceCommand[] {
  if (state.status === 'none') return [];
  const due = (date: Deadline): boolean => !date.fellDue && missed(date, today);
  return [
    ...[state.acknowledgement].filter(due).map(({ dueOn }) => ({
      type: 'acknowledgement-fall-due' as const,
      data: { dueOn },
    })),
    ...state.findingDates.filter(due).map(({ dueOn }) => ({ type: 'finding-fall-due' as const, data: { dueOn } })),
  ];
}

export const grievanceNextDueOn = (state: GrievanceState): string | undefined =>
  state.status === 'none'
    ? undefined
    : earliest(
        [state.acknowledgement, ...state.findingDates].map((date) => (date.fellDue ? undefined : missedFrom(date))),
      );

/** A date stops running: it was met, or nothing more is to come. */
export const ended = (date: Deadline, endedOn: string): Deadline =>
  date.endedOn === undefined ? { ...date, endedOn } : date;

/** One more date that runs; where the day stands there already, that one runs again. */
export const running = (dates: readonly Deadline[], dueOn: string): readonly Deadline[] => [
  ...dates.filter((one) => one.dueOn !== dueOn),
  { dueOn, fellDue: false },
];
