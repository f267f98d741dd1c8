import { scrutiny } from '../scrutiny/scrutiny.js';
import { commonColumns, earliest } from './common.js';
import { recordFold } from './record-fold.js';

/** What is owed: the owner's answer to the latest decision, and the conditions set by it, each by its own date. */
export const scrutinies = recordFold({
  aggregate: scrutiny,
  plural: 'scrutinies',
  columns: (state) => {
    const round = state.rounds.at(-1);
    const answer = round?.answerDue === undefined ? [] : [round.answerDue];
    const owed = [...answer, ...(round?.conditions ?? [])].filter(({ endedOn }) => endedOn === undefined);
    const closed = state.status === 'closed';
    return {
      ...commonColumns(state),
      dutyBearers: [state.dutyBearerId],
      open: !closed,
      overdue: !closed && owed.some(({ fellDue }) => fellDue),
      dueOn: closed ? null : earliest(owed.map(({ dueOn }) => dueOn)),
      text: [
        state.instrument.title,
        state.instrument.reference,
        ...state.rounds.flatMap(({ conditions }) => conditions.map(({ text }) => text)),
      ],
    };
  },
});
