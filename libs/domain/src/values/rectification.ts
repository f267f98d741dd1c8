import type { Context, Folded } from '../kernel/decider.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseRole, refuseRule } from '../kernel/refusal.js';
import type { Rule } from '../kernel/rules.js';
import { content } from '../kernel/rules.js';
import type { Role } from '../kernel/actor.js';
import { cut, textFaults } from './faults.js';

/** Asks that a mistaken entry be marked as such. It stays where it is; the correction stands beside it. */
export type Rectify = {
  /** The event id of the mistaken entry, one of this record's own. */
  readonly entry: string;
  readonly reason: string;
  /** What would have been right, in words. */
  readonly correction: string;
};

export type Rectification = Rectify & { readonly recordedAt: string };

export type RectifyCommand = { readonly type: 'rectify'; readonly data: Rectify };

/** Those whose words a record can hold may each take back their own. */
export const rectifiers: readonly Role[] = ['staff', 'focal-point', 'council', 'oversight', 'resident'];

const knownEntry = (_state: unknown, { entry }: Rectify, { history }: Context): Refusal | undefined =>
  history.some(({ id }) => id === entry) ? undefined : refuseRule('unknown-entry', { given: cut(entry) }, '/entry');

/**
 * A voice is corrected by itself: by the same role, and for a duty-bearer's word by the same duty-bearer. What the
 * clock computed is corrected by the focal point or by oversight.
 */
function ownEntry(_state: unknown, { entry }: Rectify, { history, actor, role }: Context): Refusal | undefined {
  const recorded = history.find(({ id }) => id === entry)?.actor;
  if (recorded === undefined) return undefined;
  const own =
    recorded.role === 'system'
      ? role === 'focal-point' || role === 'oversight'
      : recorded.role === role && (recorded.dutyBearerId === undefined || recorded.dutyBearerId === actor.dutyBearerId);
  return own ? undefined : refuseRole('not-your-entry', { entry, role: recorded.role });
}

export const rectifyRules: readonly Rule<unknown, Rectify>[] = [
  content(({ reason, correction }) => [...textFaults('/reason', reason), ...textFaults('/correction', correction)]),
  knownEntry,
  ownEntry,
];

/** The state with one more rectification. */
export function rectified<S extends { readonly rectifications: readonly Rectification[] }>(
  state: S,
  event: Folded<{ readonly type: string; readonly data: Rectify }>,
): S {
  return { ...state, rectifications: [...state.rectifications, { ...event.data, recordedAt: event.recordedAt }] };
}
