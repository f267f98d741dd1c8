import { sdgRows } from './sdg.data.js';
import type { Vocabulary } from './vocabulary.js';
import { vocabulary } from './vocabulary.js';

export type SdgLevel = 'goal' | 'target' | 'indicator';

const levels = new Map<string, SdgLevel>(sdgRows.map(([code, level]) => [code, level]));
const parents = new Map<string, string>(sdgRows.flatMap(([code, , parent]) => (parent === '' ? [] : [[code, parent]])));

/** Goals, targets and indicators of the 2030 Agenda by code: `11`, `11.1`, `11.1.1`. */
export const sdgTargets: Vocabulary<string> = vocabulary(
  {
    name: 'sdg-targets',
    version: '1.0.0',
    source: 'UN global indicator framework for the Sustainable Development Goals (texts: Open SDG translations, MIT)',
  },
  Object.fromEntries(sdgRows.map(([code, , , label]) => [code, label])),
);

export const sdgLevel = (code: string): SdgLevel | undefined => levels.get(code);

/** The goal that a target or an indicator belongs to, and for a goal itself: `11` for `11.1.1`. */
export function sdgGoal(code: string): string | undefined {
  const parent = parents.get(code);
  return parent === undefined ? (levels.has(code) ? code : undefined) : sdgGoal(parent);
}
