import { generalProblems, type ProblemType } from '@covenant/platform';
import { logProblems } from '../../../notary/src/index.js';
import { refusalTypes } from './refusal-types.js';

/** Every kind of problem that this interface answers with, by its code. */
export const problemCatalogue: ReadonlyMap<string, ProblemType> = new Map(
  [...Object.values(generalProblems), ...Object.values(logProblems), ...Object.values(refusalTypes)].map((type) => [
    type.code,
    type,
  ]),
);
