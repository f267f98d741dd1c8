import { generalProblems, type ProblemType } from '@covenant/platform';
import { logProblems } from '../../../notary/src/index.js';
import { erased } from '../privacy/opened.js';
import { refusalTypes } from './refusal-types.js';

/** Every kind of problem that this interface answers with, by its code. */
export const problemCatalogue: ReadonlyMap<string, ProblemType> = new Map(
  [...Object.values(generalProblems), ...Object.values(logProblems), ...Object.values(refusalTypes), erased].map((type) => [
    type.code,
    type,
  ]),
);
