import type { Context, Question, Reference } from '../kernel/decider.js';
import { unreachable } from '../kernel/plain.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseAll, refuseRole, refuseRule, refuseState } from '../kernel/refusal.js';
import type { Rules } from '../kernel/rules.js';
import { content } from '../kernel/rules.js';
import { findingOutcomes } from '../vocabularies/records.js';
import { rights } from '../vocabularies/rights.js';
import { grounds } from '../vocabularies/small.js';
import { groupReferences } from '../values/common.js';
import type { Faults } from '../values/faults.js';
import { codeFaults, codesFaults, listFaults, repeatedFaults, textFaults } from '../values/faults.js';
import { limits } from '../values/limits.js';
import { passesOn } from '../values/reassignment.js';
import { rectifyRules } from '../values/rectification.js';
import { endedFaults, reference } from '../values/references.js';
import type { SubjectState } from '../subject/subject.state.js';
import { forgottenSince } from '../subject/subject.state.js';
import { reallyMissed } from './grievance.clock.js';
import { liftHoldRules, placeHoldRules } from './grievance.holds.js';
import type { Grievance, GrievanceCommand, GrievanceState, LodgeGrievance, MakeFinding } from './grievance.state.js';

const lodging = content<LodgeGrievance>(({ about, text, contact, opening }) => [
  ...codesFaults('/about/rights', about.rights, rights, { least: 1, most: limits.items }),
  ...listFaults('/about/groups', about.groups, { least: 0, most: limits.items }, () => []),
  ...repeatedFaults('/about/groups', about.groups ?? []),
  ...codesFaults('/about/grounds', about.grounds, grounds),
  ...textFaults('/text', text),
  ...textFaults('/contact', contact, limits.contact),
  ...(/^[0-9a-f]{64}$/.test(opening) ? [] : [refuseRule('invalid-evidence', { member: 'sha256' }, '/opening')]),
]);

/** The records that a command to a grievance names. */
export function grievanceReferences(command: GrievanceCommand, state: GrievanceState): readonly Reference[] {
  switch (command.type) {
    case 'lodge': {
      const { cityId, about } = command.data;
      return [
        ...reference('city', '/cityId', cityId),
        ...groupReferences('/about/groups', about.groups),
        ...reference('duty-bearer', '/about/dutyBearerId', about.dutyBearerId),
      ];
    }
    case 'acknowledge':
    case 'reassign':
      return reference('duty-bearer', '/dutyBearerId', command.data.dutyBearerId);
    case 'link-remedy':
      return reference('remedy', '/remedyId', command.data.remedyId);
    case 'appeal':
      return state.status === 'none' ? [] : [...reference('city', '', state.cityId), ...subjectOf(state)];
    case 'place-hold':
    case 'close':
      return state.status === 'none' ? [] : subjectOf(state);
    case 'admit':
    case 'declare-inadmissible':
    case 'begin-inquiry':
    case 'make-finding':
    case 'answer':
    case 'add-statement':
    case 'withdraw':
    case 'unseal':
    case 'lift-hold':
    case 'acknowledgement-fall-due':
    case 'finding-fall-due':
    case 'rectify':
      return [];
    default:
      return unreachable(command);
  }
}

/** The record of the person begins only with their erasure. */
const subjectOf = ({ complainant }: Grievance): readonly Reference[] => [{ aggregate: 'subject', id: complainant, pointer: '', mayLack: true }];

/** The office complained of is sealed, so whether it is this one is asked of whoever can look. */
export function grievanceAsks(command: GrievanceCommand): readonly Question[] {
  switch (command.type) {
    case 'acknowledge':
    case 'reassign':
      return [{ about: 'complained-of', dutyBearerId: command.data.dutyBearerId }];
    case 'admit':
    case 'declare-inadmissible':
    case 'begin-inquiry':
    case 'make-finding':
    case 'answer':
    case 'link-remedy':
    case 'close':
    case 'unseal':
    case 'place-hold':
    case 'lift-hold':
      return [{ about: 'complained-of' }];
    case 'lodge':
    case 'add-statement':
    case 'appeal':
    case 'withdraw':
    case 'acknowledgement-fall-due':
    case 'finding-fall-due':
    case 'rectify':
      return [];
    default:
      return unreachable(command);
  }
}

/**
 * Nobody handles, reads or judges a grievance against their own office. Once nobody can tell which office that is, nobody of
 * any does; the ledger itself still passes on what a dissolved office held.
 */
const notComplainedOf = (_state: unknown, data: object, { facts, actor, role }: Context): Refusal | undefined => {
  if (facts.complainedOf === 'erased' && role !== 'system') return refuseRole('complained-of-erased');
  if (facts.complainedOf !== true) return undefined;
  const named: unknown = Reflect.get(data, 'dutyBearerId');
  return refuseRole('own-duty-bearer', { dutyBearerId: typeof named === 'string' ? named : (actor.dutyBearerId ?? '') });
};

/** Whether or not it is against theirs: a refusal for that alone would tell them what is sealed. */
const notToOwnOffice = (_state: unknown, data: { readonly dutyBearerId: string }, { actor }: Context): Refusal | undefined =>
  data.dutyBearerId === actor.dutyBearerId ? refuseRole('own-office', { dutyBearerId: data.dutyBearerId }) : undefined;

/** A focal point who is of an office is refused alike on every case that another office handles. */
const ofNoOtherOffice = ({ dutyBearerId = '' }: Grievance, _data: unknown, { actor, role }: Context): Refusal | undefined =>
  role !== 'focal-point' || actor.dutyBearerId === undefined || actor.dutyBearerId === dutyBearerId
    ? undefined
    : refuseRole('other-duty-bearer', { command: 'link-remedy', dutyBearerId });

const isForgotten = ({ complainant }: Grievance, context: Context): boolean =>
  forgottenSince(context.reference('subject', complainant) as SubjectState | undefined) !== undefined;

/** Neither is anything kept that is being erased, nor a case taken up again whose words go. */
const wordsStay = (state: Grievance, _data: unknown, context: Context): Refusal | undefined =>
  isForgotten(state, context) ? refuseState('erasure-begun') : undefined;

const unlessErased =
  <D extends object>(rule: (state: Grievance, data: D, context: Context) => Refusal | undefined) =>
  (state: Grievance, data: D, context: Context): Refusal | undefined =>
    context.facts.complainedOf === 'erased' ? undefined : rule(state, data, context);

/** What can be closed; a case whose words are gone at any time, because nobody can decide it any more. */
const decidedOrErased = (state: Grievance, _data: unknown, context: Context): Refusal | undefined =>
  closable.includes(state.status) || isForgotten(state, context)
    ? undefined
    : refuseState('wrong-state', { command: 'close', status: state.status, allowed: closable });

const closable: readonly string[] = ['inadmissible', 'finding', 'remedied', 'appealed'];
const decided: readonly string[] = ['inadmissible', 'finding', 'remedied', 'closed'];

/** An appeal is decided by somebody else than the decision appealed against, of another office. */
function notOwnFinding(state: Grievance, _data: unknown, { actor }: Context): Refusal | undefined {
  const { appeals, decidedBy, status } = state;
  if (appeals === 0 || decidedBy === undefined || decided.includes(status)) return undefined;
  const own =
    decidedBy.subject === actor.subject ||
    (decidedBy.dutyBearerId !== undefined && decidedBy.dutyBearerId === actor.dutyBearerId);
  return own ? refuseRole('own-finding') : undefined;
}

/** A receipt code speaks for one person, about one grievance. */
const ownGrievance = ({ complainant }: Grievance, _data: unknown, { actor }: Context): Refusal | undefined =>
  actor.subject === complainant ? undefined : refuseRole('not-the-complainant');

const room =
  (count: 'statements' | 'answers' | 'appeals', pointer: string) =>
  (state: Grievance): Refusal | undefined =>
    state[count] < limits.messages ? undefined : refuseRule('too-many-items', { most: limits.messages }, pointer);

const live = (_state: unknown, data: { readonly dutyBearerId: string }, context: Context): Refusal | undefined =>
  refuseAll(endedFaults(reference('duty-bearer', '/dutyBearerId', data.dutyBearerId), context));

const liveAbout = (_state: unknown, data: LodgeGrievance, context: Context): Refusal | undefined =>
  refuseAll(endedFaults(grievanceReferences({ type: 'lodge', data }, { status: 'none' }), context));

const finding = content<MakeFinding>(({ outcome, rights: found, summary, reasons }) => [
  ...codeFaults('/outcome', outcome, findingOutcomes),
  ...codesFaults('/rights', found, rights),
  ...rightsFaults(outcome, found),
  ...textFaults('/summary', summary),
  ...textFaults('/reasons', reasons),
]);

/** What is substantiated is the violation of a right; what is not, is of none. */
function rightsFaults(outcome: MakeFinding['outcome'], found: readonly string[]): Faults {
  if (outcome === 'not-substantiated') return found.length === 0 ? [] : [refuseRule('rights-unexpected', {}, '/rights')];
  return found.length > 0 ? [] : [refuseRule('items-missing', { least: 1, given: 0 }, '/rights')];
}

const somethingFound = ({ findings }: Grievance): Refusal | undefined =>
  findings.at(-1)?.outcome === 'not-substantiated' ? refuseState('not-substantiated') : undefined;

const notLinkedYet = ({ remedies }: Grievance, { remedyId }: { readonly remedyId: string }): Refusal | undefined =>
  remedies.includes(remedyId) ? refuseRule('repeated-item', { given: remedyId }, '/remedyId') : undefined;

/** A reassignment names the office that holds it; before it is acknowledged there is none. */
const heldByOther = (state: Grievance, data: { readonly dutyBearerId: string; readonly reason: string; readonly from?: string }) =>
  passesOn({ dutyBearerId: state.dutyBearerId ?? '' }, data);

const reasons = content<{ readonly reasons?: string }>((data) => textFaults('/reasons', data.reasons));
const text = content<{ readonly text: string }>((data) => textFaults('/text', data.text));
const reason = content<{ readonly reason?: string }>((data) => textFaults('/reason', data.reason));

export const grievanceRules: Rules<GrievanceState, GrievanceCommand> = {
  lodge: [lodging, liveAbout],
  acknowledge: [notToOwnOffice, live, notComplainedOf],
  admit: [reasons, notComplainedOf, notOwnFinding],
  'declare-inadmissible': [reasons, notComplainedOf, notOwnFinding],
  'begin-inquiry': [content((data) => textFaults('/plan', data.plan)), notComplainedOf, notOwnFinding],
  'make-finding': [finding, notComplainedOf, notOwnFinding],
  answer: [text, notComplainedOf, room('answers', '/text')],
  'add-statement': [text, ownGrievance, room('statements', '/text')],
  appeal: [content((data) => textFaults('/grounds', data.grounds)), ownGrievance, wordsStay, room('appeals', '/grounds')],
  withdraw: [reason, ownGrievance],
  'link-remedy': [ofNoOtherOffice, notComplainedOf, somethingFound, notLinkedYet],
  close: [reason, decidedOrErased, notComplainedOf, notOwnFinding],
  // Where the words are gone there is nothing to read, and who asks is told that.
  unseal: [content((data) => textFaults('/purpose', data.purpose)), unlessErased(notComplainedOf)],
  'place-hold': [...placeHoldRules, wordsStay, notComplainedOf],
  'lift-hold': [...liftHoldRules, notComplainedOf],
  reassign: [reason, notToOwnOffice, heldByOther, live, notComplainedOf],
  'acknowledgement-fall-due': [reallyMissed(({ acknowledgement }) => [acknowledgement])],
  'finding-fall-due': [reallyMissed(({ findingDates }) => findingDates)],
  rectify: rectifyRules,
};
