import { kindsInEnglish } from '../words/kinds.en.js';
import { kindsInFrench } from '../words/kinds.fr.js';
import { kindsInSpanish } from '../words/kinds.es.js';
import { problemTypes } from './problem.js';

/** The kinds of problem that every HTTP interface of the house shares. */
export const generalProblems = problemTypes(
  {
    'malformed-json': 400,
    'invalid-input': 400,
    'malformed-request': 400,
    unauthenticated: 401,
    forbidden: 403,
    'not-found': 404,
    'method-not-allowed': 405,
    'not-acceptable': 406,
    conflict: 409,
    'stale-revision': 412,
    'too-large': 413,
    'uri-too-long': 414,
    'unsupported-media-type': 415,
    'expectation-failed': 417,
    'key-reused': 422,
    'headers-too-large': 431,
    'too-many-requests': 429,
    internal: 500,
    'method-unknown': 501,
    unavailable: 503,
    overloaded: 503,
    'outcome-unknown': 503,
    timeout: 408,
  },
  { en: kindsInEnglish, es: kindsInSpanish, fr: kindsInFrench },
);

export type GeneralProblem = keyof typeof generalProblems;
