import { generalProblems, isTraceparent, Problem, type InputError, type Told } from '@covenant/platform';
import type { FastifyRequest } from 'fastify';
import { details, forms } from '../problems/words/words.js';

/** What a command's headers say. */
export interface CommandHeaders {
  readonly correlationId: string;
  readonly idempotencyKey?: string;
  readonly ifMatch?: number;
  readonly traceparent?: string;
}

const visible = /^[\x21-\x7e]{1,255}$/;
const correlation = /^[\x21-\x7e]{1,128}$/;
/** A revision as a strong entity tag (RFC 9110 §8.8.3), as `ETag` gave it. */
const tag = /^"(\d{1,9})"$/;

/** @throws Problem `invalid-input`, naming every header that is wrong */
export const commandHeaders = ({ headers, id }: FastifyRequest): CommandHeaders => {
  const errors: InputError[] = [];
  const read = (name: string, pattern: RegExp, form: Told): string | undefined => {
    const value = headers[name];
    if (value === undefined) return undefined;
    if (typeof value === 'string' && pattern.test(value)) return value;
    errors.push({ pointer: `/headers/${name}`, detail: form });
    return undefined;
  };
  const idempotencyKey = read('idempotency-key', visible, forms.visible(255));
  const correlationId = read('x-correlation-id', correlation, forms.visible(128));
  const ifMatch = read('if-match', tag, forms.entityTag);
  if (errors.length > 0) {
    throw new Problem(generalProblems['invalid-input'], details.headerInvalid, { errors });
  }
  const { traceparent } = headers;
  return {
    correlationId: correlationId ?? id,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(ifMatch === undefined ? {} : { ifMatch: Number(tag.exec(ifMatch)?.[1]) }),
    // A broken trace context is to be ignored, not refused (W3C Trace Context §4.3).
    ...(isTraceparent(traceparent) ? { traceparent } : {}),
  };
};

export const entityTag = (revision: number): string => `"${revision}"`;

/** Seconds, at the most: a proxy in between gives up after not many more. */
const LONGEST_WAIT = 10;

/** `Prefer: wait=5` (RFC 7240 §4.3); undefined where there is no such wish. One that cannot be read is none. */
export const preferredWait = ({ headers }: Pick<FastifyRequest, 'headers'>): number | undefined => {
  const wishes = [headers['prefer'] ?? []].flat().flatMap((line) => line.split(','));
  const [seconds] = wishes.flatMap((wish) => /^\s*wait\s*=\s*"?(\d{1,6})"?\s*(?:;.*)?$/i.exec(wish)?.[1] ?? []);
  return seconds === undefined || Number(seconds) === 0 ? undefined : Math.min(Number(seconds), LONGEST_WAIT);
};
