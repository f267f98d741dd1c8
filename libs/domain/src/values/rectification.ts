import type { Context, Folded } from '../kernel/decider.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseRole, refuseRule } from '../kernel/refusal.js';
import type { Rule } from '../kernel/rules.js';
import { content } from '../kernel/rules.js';
import type { Actor, RecordedActor, Role } from '../kernel/actor.js';
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
export const rectifiers: readonly Role[] = ['focal-point', 'oversight', 'council', 'staff', 'resident'];

const knownEntry = (_state: unknown, { entry }: Rectify, { history }: Context): Refusal | undefined =>
  history.some(({ id }) => id === entry) ? undefined : refuseRule('unknown-entry', { given: cut(entry) }, '/entry');

/**
 * A voice is corrected by itself: by the same role, for a duty-bearer's word by the same duty-bearer, and for a
 * resident's by the same resident. What the clock computed is corrected by the focal point or by oversight.
 */
function ownEntry(_state: unknown, { entry }: Rectify, { history, actor, role }: Context): Refusal | undefined {
  const recorded = history.find(({ id }) => id === entry)?.actor;
  if (recorded === undefined || isOwn(recorded, actor, role)) return undefined;
  return refuseRole('not-your-entry', { entry, role: recorded.role });
}

function isOwn(recorded: RecordedActor, actor: Actor, role: Role): boolean {
  if (recorded.role === 'system') return role === 'focal-point' || role === 'oversight';
  if (recorded.role !== role) return false;
  if (role === 'resident') return recorded.subject === actor.subject;
  return recorded.dutyBearerId === undefined || recorded.dutyBearerId === actor.dutyBearerId;
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
