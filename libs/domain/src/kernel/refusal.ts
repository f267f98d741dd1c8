import type { JsonObject } from './json.js';

/**
 * Why a command was refused, as data. `kind` says which part of the world would have to change:
 * - `state`: the record is not in a state that allows it (HTTP 409)
 * - `rule`: what was sent breaks a rule of content (HTTP 422)
 * - `role`: the caller may not do this (HTTP 403)
 *
 * `code` is stable and public: it is the last part of the problem's `type`. The sentence for people is
 * made at the edge, from `code` and `data`.
 */
export interface Refusal {
  readonly refused: true;
  readonly kind: 'state' | 'rule' | 'role';
  readonly code: string;
  /** JSON pointer into the command's body, where one member is to blame. */
  readonly pointer?: string;
  readonly data: JsonObject;
}

const refusal =
  (kind: Refusal['kind']) =>
  (code: string, data: JsonObject = {}, pointer?: string): Refusal => ({
    refused: true,
    kind,
    code,
    data,
    ...(pointer === undefined ? {} : { pointer }),
  });

export const refuseState = refusal('state');
export const refuseRule = refusal('rule');
export const refuseRole = refusal('role');

export const isRefusal = (outcome: unknown): outcome is Refusal =>
  typeof outcome === 'object' && outcome !== null && 'refused' in outcome && outcome.refused === true;
