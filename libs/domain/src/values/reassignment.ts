import type { Refusal } from '../kernel/refusal.js';
import { refuseRule, refuseState } from '../kernel/refusal.js';

/** A duty passes from one duty-bearer to another, for a recorded reason. */
export type Reassign = {
  /** The new duty-bearer. */
  readonly dutyBearerId: string;
  readonly reason: string;
  /** Whose duty it is held to be: refused when that is no longer so. */
  readonly from?: string;
};

export type ReassignCommand = { readonly type: 'reassign'; readonly data: Reassign };

export type Reassigned = Reassign & { readonly from: string };

/** It passes from whom it is held by, and to another. */
export function passesOn(
  state: { readonly dutyBearerId: string },
  { dutyBearerId, from }: Reassign,
): Refusal | undefined {
  if (from !== undefined && from !== state.dutyBearerId) return refuseState('not-the-holder', { from });
  return dutyBearerId === state.dutyBearerId
    ? refuseRule('same-duty-bearer', { dutyBearerId }, '/dutyBearerId')
    : undefined;
}
