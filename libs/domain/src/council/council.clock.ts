import type { Context } from '../kernel/decider.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseRule, refuseState } from '../kernel/refusal.js';
import { earliest, missed, missedFrom } from '../values/deadline.js';
import { cut } from '../values/faults.js';
import type { Council, CouncilCommand, CouncilState, RecommendationMade } from './council.state.js';

type Dated = { readonly recommendation: string; readonly dueOn: string };

const owed = (state: Council, { recommendation, dueOn }: Dated): RecommendationMade | undefined =>
  state.recommendations.find((one) => one.key === recommendation && one.dueOn === dueOn);

export const knownAnswerDate = (state: Council, data: Dated): Refusal | undefined =>
  owed(state, data) === undefined ? refuseRule('unknown-due-date', { given: cut(data.dueOn) }, '/dueOn') : undefined;

export function answerReallyMissed(state: Council, data: Dated, { today }: Context): Refusal | undefined {
  const one = owed(state, data);
  if (one === undefined) return undefined;
  if (one.fellDue) return refuseState('already-recorded', { dueOn: one.dueOn });
  return missed(one, today) ? undefined : refuseState('not-yet-due', { dueOn: one.dueOn, today });
}

export function councilDueActs(state: CouncilState, today: string): readonly CouncilCommand[] {
  if (state.status === 'none') return [];
  return state.recommendations
    .filter((one) => !one.fellDue && missed(one, today))
    .map(({ key, dueOn }) => ({ type: 'answer-fall-due' as const, data: { recommendation: key, dueOn } }));
}

export function councilNextDueOn(state: CouncilState): string | undefined {
  if (state.status === 'none') return undefined;
  return earliest(state.recommendations.map((one) => (one.fellDue ? undefined : missedFrom(one))));
}
