import type { RefusalCode, RoleCode, RuleCode, StateCode } from './codes.js';
import type { JsonObject } from './json.js';

/**
 * Why a command was refused, as data. `kind` says which part of the world would have to change:
 * - `state`: the record is not in a state that allows it (HTTP 409)
 * - `rule`: what was sent breaks a rule of content (HTTP 422)
 * - `role`: the caller may not do this (HTTP 403)
 *
 * `code` is stable and public: it is the last part of the problem's `type`. The sentence for people is
 * made at the edge, from `code` and `data` (`refusalSentence`).
 */
export interface Refusal {
  readonly refused: true;
  readonly kind: 'state' | 'rule' | 'role';
  readonly code: RefusalCode;
  /** JSON pointer into the command's body, where one member is to blame. */
  readonly pointer?: string;
  readonly data: JsonObject;
  /** The other faults of the same body, so that all can be mended at once. Only on the outermost refusal. */
  readonly also?: readonly Refusal[];
}

const refusal =
  <Code extends RefusalCode>(kind: Refusal['kind']) =>
  (code: Code, data: JsonObject = {}, pointer?: string): Refusal => ({
    refused: true,
    kind,
    code,
    data,
    ...(pointer === undefined ? {} : { pointer }),
  });

export const refuseState = refusal<StateCode>('state');
export const refuseRule = refusal<RuleCode>('rule');
export const refuseRole = refusal<RoleCode>('role');

/** One refusal out of all the faults found, in the order found; nothing when there is none. */
export function refuseAll(faults: readonly Refusal[]): Refusal | undefined {
  const [first, ...also] = faults;
  if (first === undefined || also.length === 0) return first;
  return { ...first, also };
}

export const isRefusal = (outcome: unknown): outcome is Refusal =>
  typeof outcome === 'object' && outcome !== null && 'refused' in outcome && outcome.refused === true;
