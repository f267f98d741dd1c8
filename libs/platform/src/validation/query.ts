import { generalProblems } from '../problems/general.js';
import { Problem, type InputError } from '../problems/problem.js';
import { checkerOf, invalidInput } from './checker.js';
import { details, forms } from '../words/words.js';
import { isKeepable } from './json.js';
import { fieldsOf } from './fields.js';
import { pointerStep } from './pointer.js';

/**
 * Checks a query string against a DTO class. A parameter comes once; its text is read by the kind of its field. An
 * empty parameter counts as not given. Pointers name the parameter: `/limit`.
 * @throws Problem `invalid-input` with every error at once
 */
export const checkedQuery = <T extends object>(type: new () => T, query: unknown): T => {
  const errors: InputError[] = [];
  const fields = fieldsOf(type);
  const values: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(query as Record<string, unknown>)) {
    const field = fields.get(name);
    if (Array.isArray(given)) errors.push({ pointer: pointerStep(name), detail: forms.once });
    else if (typeof given === 'string' && !isKeepable(given)) throw unreadable(name);
    else if (given === '' && field !== undefined) continue;
    else define(values, name, typeof given === 'string' ? (field?.kind?.fromText?.(given) ?? given) : given);
  }
  const result = checkerOf(type)(values, errors, '');
  if (errors.length > 0) throw invalidInput(errors);
  return result;
};

const define = (target: object, name: string, value: unknown): void => {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
};

const unreadable = (name: string): Problem =>
  new Problem(generalProblems['invalid-input'], details.unreadableParameter, {
    errors: [{ pointer: pointerStep(name), detail: forms.keepable }],
  });
