import { refusalSentence, unknownSentence, type AggregateName, type Refusal } from '@covenant/domain';
import { Problem, type InputError, type Told } from '@covenant/platform';
import { refusalTypes } from './refusal-types.js';

/** The domain tells it in every language that the interface speaks, or this does not compile. */
const told =
  (refusal: Refusal): Told =>
  (language) =>
    refusalSentence(refusal, language);

/** A refusal of the domain as a problem: every fault of the body at once, each with its sentence. */
export const refusalProblem = (refusal: Refusal): Problem => {
  const errors: InputError[] = [refusal, ...(refusal.also ?? [])].flatMap((one) =>
    one.pointer === undefined ? [] : [{ pointer: one.pointer, detail: told(one) }],
  );
  return new Problem(refusalTypes[refusal.code], told(refusal), errors.length === 0 ? {} : { errors });
};

/** That there is no such record, or was none then. */
export const unknownRecord =
  (aggregate: AggregateName, id: string, asOf?: string): Told =>
  (language) =>
    unknownSentence({ aggregate, id, asOf }, language);
