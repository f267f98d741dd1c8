import type { Context } from '../kernel/decider.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseRule } from '../kernel/refusal.js';
import { approvers } from '../vocabularies/records.js';
import type { CodeOf } from '../vocabularies/vocabulary.js';
import type { Faults } from './faults.js';
import { codeFaults, textFaults } from './faults.js';
import { limits } from './limits.js';

/** Who allowed what a duty-bearer may not grant itself, and where that is written (a resolution, a letter). */
export type Approval = {
  readonly body: CodeOf<typeof approvers>;
  readonly reference: string;
};

export const approvalFaults = (pointer: string, { body, reference }: Approval): Faults => [
  ...codeFaults(`${pointer}/body`, body, approvers),
  ...textFaults(`${pointer}/reference`, reference, limits.reference),
];

/** The council speaks for itself only; the focal point also records what the council resolved. */
export const ownApproval = (
  _state: unknown,
  data: { readonly approvedBy: Approval },
  { role }: Context,
): Refusal | undefined =>
  role === 'council' && data.approvedBy.body !== 'council'
    ? refuseRule('approval-mismatch', { role, body: data.approvedBy.body }, '/approvedBy/body')
    : undefined;
