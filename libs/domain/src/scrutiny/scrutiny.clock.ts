import type { Context } from '../kernel/decider.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseRule, refuseState } from '../kernel/refusal.js';
import type { Deadline } from '../values/deadline.js';
import { earliest, missed, missedFrom } from '../values/deadline.js';
import { cut } from '../values/faults.js';
import type { Condition, Scrutiny, ScrutinyCommand, ScrutinyState } from './scrutiny.state.js';

type Dated = { readonly dueOn: string };
type DatedCondition = Dated & { readonly condition: string };

/** Answers of all rounds, and conditions of all rounds: what was missed once is recorded even after a new round. */
const answers = (state: Scrutiny): readonly Deadline[] =>
  state.rounds.flatMap(({ answerDue }) => (answerDue === undefined ? [] : [answerDue]));
const conditions = (state: Scrutiny): readonly Condition[] => state.rounds.flatMap((round) => round.conditions);

const answerOn = (state: Scrutiny, { dueOn }: Dated): Deadline | undefined =>
  answers(state).findLast((one) => one.dueOn === dueOn);
const conditionOn = (state: Scrutiny, { condition, dueOn }: DatedCondition): Deadline | undefined =>
  conditions(state).find((one) => one.key === condition && one.dueOn === dueOn);

const known = (deadline: Deadline | undefined, { dueOn }: Dated): Refusal | undefined =>
  deadline === undefined ? refuseRule('unknown-due-date', { given: cut(dueOn) }, '/dueOn') : undefined;

function reallyMissed(deadline: Deadline | undefined, { today }: Context): Refusal | undefined {
  if (deadline === undefined) return undefined;
  if (deadline.fellDue) return refuseState('already-recorded', { dueOn: deadline.dueOn });
  return missed(deadline, today) ? undefined : refuseState('not-yet-due', { dueOn: deadline.dueOn, today });
}

export const knownAnswerDate = (state: Scrutiny, data: Dated): Refusal | undefined =>
  known(answerOn(state, data), data);
export const answerReallyMissed = (state: Scrutiny, data: Dated, context: Context): Refusal | undefined =>
  reallyMissed(answerOn(state, data), context);

export const knownConditionDate = (state: Scrutiny, data: DatedCondition): Refusal | undefined =>
  known(conditionOn(state, data), data);
export const conditionReallyMissed = (state: Scrutiny, data: DatedCondition, context: Context): Refusal | undefined =>
  reallyMissed(conditionOn(state, data), context);

export function scrutinyDueActs(state: ScrutinyState, today: string): readonly ScrutinyCommand[] {
  if (state.status === 'none') return [];
  const due = (deadline: Deadline): boolean => !deadline.fellDue && missed(deadline, today);
  return [
    ...answers(state)
      .filter(due)
      .map(({ dueOn }) => ({ type: 'answer-fall-due' as const, data: { dueOn } })),
    ...conditions(state)
      .filter(due)
      .map(({ key, dueOn }) => ({ type: 'condition-fall-due' as const, data: { condition: key, dueOn } })),
  ];
}

export function scrutinyNextDueOn(state: ScrutinyState): string | undefined {
  if (state.status === 'none') return undefined;
  return earliest(
    [...answers(state), ...conditions(state)].map((deadline) => (deadline.fellDue ? undefined : missedFrom(deadline))),
  );
}
