import { notInConflict } from '../council/council.conflicts.js';
import type { Context } from '../kernel/decider.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseAll, refuseRole, refuseRule, refuseState } from '../kernel/refusal.js';
import type { Rule, Rules } from '../kernel/rules.js';
import { content } from '../kernel/rules.js';
import { escalationBodies, remedySources } from '../vocabularies/records.js';
import { formOf, reparationForms, reparationSubForms } from '../vocabularies/reparation.js';
import { harmActualities, harmLinks } from '../vocabularies/small.js';
import { approvalFaults, ownApproval } from '../values/approval.js';
import { commonFaults, evidenceFaults, requiredEvidenceFaults } from '../values/common.js';
import type { Faults } from '../values/faults.js';
import { codeFaults, cut, dateFaults, listFaults, repeatedFaults, textFaults } from '../values/faults.js';
import { keyFaults } from '../values/keys.js';
import { limits } from '../values/limits.js';
import { rectifyRules } from '../values/rectification.js';
import { endedFaults } from '../values/references.js';
import { remedyReferences } from './remedy.references.js';
import { knownMeasureDate, lateForSetDays, measureReallyMissed } from './remedy.clock.js';
import type { NewMeasure, RemedyReassignment, Voice } from './remedy.events.js';
import type { MeasureStatus, OrderRemedy, Remedy, RemedyCommand, RemedyState, ReopenRemedy } from './remedy.state.js';
import { measureOf } from './remedy.state.js';

const measureFaults = (measure: NewMeasure, at: string): Faults => [
  ...codeFaults(`${at}/form`, measure.form, reparationForms),
  ...codeFaults(`${at}/subForm`, measure.subForm, reparationSubForms),
  ...subFormFaults(measure, at),
  ...textFaults(`${at}/what`, measure.what),
  ...dateFaults(`${at}/dueOn`, measure.dueOn),
];

/** A sub-form belongs to one form: a public apology is satisfaction, law reform a guarantee of non-repetition. */
function subFormFaults({ form, subForm }: NewMeasure, at: string): Faults {
  const right = subForm === undefined ? undefined : formOf(subForm);
  return right === undefined || right === form
    ? []
    : [refuseRule('sub-form-contradicts', { form, subForm: subForm ?? '', right }, `${at}/subForm`)];
}

const order = content<OrderRemedy>((data) => [
  ...commonFaults(data),
  ...codeFaults('/source/kind', data.source.kind, remedySources),
  ...textFaults('/source/reference', data.source.reference, limits.reference),
  ...textFaults('/harm/text', data.harm.text),
  ...codeFaults('/harm/link', data.harm.link, harmLinks),
  ...codeFaults('/harm/actuality', data.harm.actuality, harmActualities),
  ...listFaults('/beneficiaries/groups', data.beneficiaries.groups, { least: 0, most: limits.items }, () => []),
  ...repeatedFaults('/beneficiaries/groups', data.beneficiaries.groups ?? []),
  ...listFaults(
    '/beneficiaries/sealedPersons',
    data.beneficiaries.sealedPersons,
    { least: 0, most: limits.items },
    (mark, at) => textFaults(at, mark, limits.name),
  ),
  ...repeatedFaults('/beneficiaries/sealedPersons', data.beneficiaries.sealedPersons ?? []),
  ...((data.beneficiaries.groups ?? []).length + (data.beneficiaries.sealedPersons ?? []).length === 0
    ? [refuseRule('beneficiaries-missing', {}, '/beneficiaries')]
    : []),
  ...listFaults('/measures', data.measures, { least: 1, most: limits.items }, measureFaults),
  ...keyFaults('/measures', data.measures, []),
]);

const startOf = ({ today, effectiveOn }: Context): string => effectiveOn ?? today;

/** What is ordered today is due today or later; what was ordered earlier, on or after that day. */
const dueAfterOrder = (
  _state: unknown,
  { measures }: { readonly measures?: readonly NewMeasure[] },
  context: Context,
): Refusal | undefined => {
  const start = startOf(context);
  return refuseAll(
    (measures ?? []).flatMap(({ dueOn }, index) =>
      dueOn < start ? [refuseRule('due-before-start', { dueOn, start }, `/measures/${index}/dueOn`)] : [],
    ),
  );
};

const live =
  <T extends 'order' | 'reopen' | 'reassign'>(type: T) =>
  (state: RemedyState, data: Extract<RemedyCommand, { type: T }>['data'], context: Context): Refusal | undefined =>
    refuseAll(endedFaults(remedyReferences({ type, data } as RemedyCommand, state), context));

type Named = { readonly measure: string };

const unknownMeasure = (state: Remedy, measure: string, pointer: string): Refusal =>
  refuseRule('unknown-measure', { given: cut(measure), known: state.measures.map(({ key }) => key) }, pointer);

const knownMeasure = (state: Remedy, { measure }: { readonly measure?: string }): Refusal | undefined =>
  measure === undefined || measureOf(state, measure) !== undefined
    ? undefined
    : unknownMeasure(state, measure, '/measure');

/** The measure itself must be at a point from which it can go on. */
const measureIn =
  (...allowed: readonly MeasureStatus[]): Rule<Remedy, Named> =>
  (state, { measure }) => {
    const status = measureOf(state, measure)?.status;
    return status === undefined || allowed.includes(status)
      ? undefined
      : refuseState('measure-state', { measure, status, allowed });
  };

/** A measure is confirmed or disputed by the other side: never by who delivered it, nor by anybody of their office. */
function notOwnDelivery(state: Remedy, { measure }: Named, { actor }: Context): Refusal | undefined {
  const of = measureOf(state, measure);
  const delivery = of?.deliveries.at(-1);
  if (delivery !== undefined && delivery.by.subject === actor.subject) return refuseRole('own-delivery', { measure });
  const own =
    actor.dutyBearerId !== undefined && [of?.dutyBearerId, delivery?.by.dutyBearerId].includes(actor.dutyBearerId);
  return own ? refuseRole('own-duty-bearer', { dutyBearerId: actor.dutyBearerId ?? '' }) : undefined;
}

/** A resident speaks for one of those whom the remedy is for, and says for whom. */
function forBeneficiary(state: Remedy, { onBehalfOf }: Voice, { role }: Context): Refusal | undefined {
  const { groups = [], sealedPersons = [] } = state.beneficiaries;
  const known = onBehalfOf !== undefined && [...groups, ...sealedPersons].includes(onBehalfOf);
  const needed = role === 'resident' || onBehalfOf !== undefined;
  return needed && !known ? refuseRule('not-a-beneficiary', { groups }, '/onBehalfOf') : undefined;
}

/** The remedy as a whole is closed by the second voice, too. */
function notOwnRemedy(state: Remedy, _data: unknown, { actor }: Context): Refusal | undefined {
  const bearers = [state.dutyBearerId, ...state.measures.map(({ dutyBearerId }) => dutyBearerId)];
  return actor.dutyBearerId !== undefined && bearers.includes(actor.dutyBearerId)
    ? refuseRole('own-duty-bearer', { dutyBearerId: actor.dutyBearerId })
    : undefined;
}

function everyMeasureConfirmed(state: Remedy): Refusal | undefined {
  const open = state.measures.filter(({ status }) => status !== 'confirmed').map(({ key }) => key);
  return open.length === 0 ? undefined : refuseState('measure-unconfirmed', { open });
}

const laterThanNow = (state: Remedy, { measure, dueOn }: Named & { readonly dueOn: string }): Refusal | undefined => {
  const now = measureOf(state, measure)?.dueOn;
  return now === undefined || dueOn > now ? undefined : refuseRule('not-later', { given: dueOn, dueOn: now }, '/dueOn');
};

const reopening = content<ReopenRemedy>((data) => [
  ...textFaults('/reason', data.reason),
  ...listFaults('/redo', data.redo, { least: 0, most: limits.items }, ({ dueOn }, at) =>
    dateFaults(`${at}/dueOn`, dueOn),
  ),
  ...repeatedFaults(
    '/redo',
    (data.redo ?? []).map(({ measure }) => measure),
  ),
  ...listFaults('/measures', data.measures, { least: 0, most: limits.items }, measureFaults),
]);

const redoKnown = (state: Remedy, { redo }: ReopenRemedy): Refusal | undefined =>
  refuseAll(
    (redo ?? []).flatMap(({ measure, dueOn }, index) => {
      const now = measureOf(state, measure);
      if (now === undefined) return [unknownMeasure(state, measure, `/redo/${index}/measure`)];
      return dueOn > now.dueOn
        ? []
        : [refuseRule('not-later', { given: dueOn, dueOn: now.dueOn }, `/redo/${index}/dueOn`)];
    }),
  );

const furtherKeys = (state: Remedy, { measures }: ReopenRemedy): Refusal | undefined =>
  refuseAll(
    keyFaults(
      '/measures',
      measures ?? [],
      state.measures.map(({ key }) => key),
    ),
  );

const room = (state: Remedy, { measures }: ReopenRemedy): Refusal | undefined => {
  const given = state.measures.length + (measures ?? []).length;
  return given > limits.items ? refuseRule('too-many-items', { most: limits.items, given }, '/measures') : undefined;
};

/** A remedy is reopened for something: an unconfirmed measure, one to be done over, or a further one. */
function somethingToDo(state: Remedy, { redo, measures }: ReopenRemedy): Refusal | undefined {
  const something =
    (redo ?? []).length > 0 || (measures ?? []).length > 0 || everyMeasureConfirmed(state) !== undefined;
  return something ? undefined : refuseState('nothing-to-redo');
}

/** Who passes it on holds it, in whole or in a measure that is not yet confirmed. */
function holder(state: Remedy, { from, dutyBearerId }: RemedyReassignment): Refusal | undefined {
  if (from === dutyBearerId) return refuseRule('same-duty-bearer', { dutyBearerId }, '/dutyBearerId');
  return openBearers(state).includes(from) ? undefined : refuseState('not-the-holder', { from });
}

/** Those who still owe something under a remedy. */
export const openBearers = (state: Remedy): readonly string[] => [
  ...new Set([
    state.dutyBearerId,
    ...state.measures.flatMap(({ status, dutyBearerId }) => (status === 'confirmed' ? [] : [dutyBearerId])),
  ]),
];

const onlyReason = content<{ readonly reason: string }>((data) => textFaults('/reason', data.reason));

const notInConflictHere = notInConflict('remedy');

export const remedyRules: Rules<RemedyState, RemedyCommand> = {
  order: [order, dueAfterOrder, live('order')],
  accept: [content((data) => textFaults('/statement', data.statement))],
  refuse: [onlyReason],
  'start-measure': [content((data) => textFaults('/text', data.text)), knownMeasure, measureIn('planned')],
  'deliver-measure': [
    content((data) => [...textFaults('/text', data.text), ...requiredEvidenceFaults('/evidence', data.evidence)]),
    knownMeasure,
    measureIn('started', 'disputed'),
  ],
  'confirm-measure': [
    content((data) => [...textFaults('/text', data.text), ...evidenceFaults('/evidence', data.evidence)]),
    knownMeasure,
    measureIn('delivered'),
    notOwnDelivery,
    forBeneficiary,
  ],
  'dispute-measure': [
    content((data) => [...textFaults('/reason', data.reason), ...evidenceFaults('/evidence', data.evidence)]),
    knownMeasure,
    measureIn('delivered'),
    notOwnDelivery,
    forBeneficiary,
  ],
  'extend-measure': [
    content((data) => [
      ...dateFaults('/dueOn', data.dueOn),
      ...textFaults('/reason', data.reason),
      ...approvalFaults('/approvedBy', data.approvedBy),
    ]),
    notInConflictHere,
    knownMeasure,
    measureIn('planned', 'started', 'disputed'),
    ownApproval,
    laterThanNow,
  ],
  escalate: [
    content((data) => [...codeFaults('/to', data.to, escalationBodies), ...textFaults('/reason', data.reason)]),
    knownMeasure,
  ],
  complete: [content((data) => textFaults('/statement', data.statement)), notInConflictHere, everyMeasureConfirmed, notOwnRemedy],
  fail: [onlyReason, notInConflictHere, notOwnRemedy],
  reopen: [reopening, notInConflictHere, redoKnown, furtherKeys, room, dueAfterOrder, somethingToDo, live('reopen')],
  reassign: [onlyReason, holder, live('reassign')],
  'measure-fall-due': [knownMeasure, knownMeasureDate, measureReallyMissed],
  'escalate-overdue': [knownMeasure, knownMeasureDate, lateForSetDays],
  rectify: rectifyRules,
};
