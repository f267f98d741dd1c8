import { roleCodes, ruleCodes, stateCodes, type RefusalCode } from '@covenant/domain';
import { problemTypes } from '@covenant/platform';
import { refusalsInEnglish } from './words/refusals.en.js';
import { refusalsInFrench } from './words/refusals.fr.js';
import { refusalsInSpanish } from './words/refusals.es.js';

const withStatus = (codes: readonly RefusalCode[], status: number): [RefusalCode, number][] => codes.map((code) => [code, status]);

/** One exhaustive map from the domain's refusals to HTTP. */
export const refusalTypes = problemTypes(
  Object.fromEntries([...withStatus(stateCodes, 409), ...withStatus(ruleCodes, 422), ...withStatus(roleCodes, 403)]) as Readonly<
    Record<RefusalCode, number>
  >,
  { en: refusalsInEnglish, es: refusalsInSpanish, fr: refusalsInFrench },
);
