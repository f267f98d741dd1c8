import { generalProblems, Problem, problemTypes, type Told } from '@covenant/platform';
import { kinds } from './words/kinds.js';
import { details } from './words/words.js';

/** The kinds of problem that the public log adds to the general ones. */
export const logProblems = problemTypes(
  { 'not-yet-covered': 409, 'log-contradicted': 500, 'key-not-of-the-log': 422, 'new-key-silent': 409 },
  kinds,
);

const uncached = { 'cache-control': 'no-store' };

export const notFound = (told: Told): Problem => new Problem(generalProblems['not-found'], told, { headers: uncached });

export const malformed = (told: Told): Problem => new Problem(generalProblems['malformed-request'], told, { headers: uncached });

export const notYetCovered = (told: Told): Problem =>
  new Problem(logProblems['not-yet-covered'], told, { headers: { ...uncached, 'retry-after': '1' } });

export const noCheckpointYet = (): Problem =>
  new Problem(generalProblems.unavailable, details.noCheckpoint, {
    headers: { ...uncached, 'retry-after': '1' },
  });

export const keyNotOfTheLog = (told: Told): Problem => new Problem(logProblems['key-not-of-the-log'], told);

export const newKeySilent = (told: Told): Problem => new Problem(logProblems['new-key-silent'], told, { headers: { ...uncached, 'retry-after': '1' } });

export const contradicted = (told: Told): Problem => new Problem(logProblems['log-contradicted'], told, { headers: uncached });
