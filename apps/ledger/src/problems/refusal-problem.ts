import { refusalSentence, type Refusal } from '@covenant/domain';
import { Problem, type InputError } from '@covenant/platform';
import { refusalTypes } from './refusal-types.js';

/** A refusal of the domain as a problem: every fault of the body at once, each with its sentence. */
export const refusalProblem = (refusal: Refusal): Problem => {
  const errors: InputError[] = [refusal, ...(refusal.also ?? [])].flatMap((one) =>
    one.pointer === undefined ? [] : [{ pointer: one.pointer, detail: refusalSentence(one) }],
  );
  return new Problem(refusalTypes[refusal.code], refusalSentence(refusal), errors.length === 0 ? {} : { errors });
};
