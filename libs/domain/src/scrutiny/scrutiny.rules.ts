import { councilOf, notInConflict } from '../council/council.conflicts.js';
import type { Context, Reference } from '../kernel/decider.js';
import { unreachable } from '../kernel/plain.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseAll, refuseRole, refuseRule, refuseState } from '../kernel/refusal.js';
import type { Rules } from '../kernel/rules.js';
import { content } from '../kernel/rules.js';
import * as records from '../vocabularies/records.js';
import { rights } from '../vocabularies/rights.js';
import { impactDirections, mitigations } from '../vocabularies/small.js';
import { commonFaults, commonReferences, evidenceFaults, requiredEvidenceFaults } from '../values/common.js';
import { isDate } from '../values/dates.js';
import type { Faults } from '../values/faults.js';
import { codeFaults, cut, dateFaults, listFaults, numberFaults, pastFaults, textFaults } from '../values/faults.js';
import { keyFaults } from '../values/keys.js';
import { limits } from '../values/limits.js';
import { passesOn } from '../values/reassignment.js';
import { rectifyRules } from '../values/rectification.js';
import { endedFaults, reference } from '../values/references.js';
import { answerReallyMissed, conditionReallyMissed, knownAnswerDate, knownConditionDate } from './scrutiny.clock.js';
import type { Impact, ScrutinyDecision } from './scrutiny.events.js';
import type { Scrutiny, ScrutinyCommand, ScrutinyState } from './scrutiny.state.js';
import { currentRound } from './scrutiny.state.js';

const grade = { least: 1, most: 5, whole: true };

const impactFaults = (impact: Impact, at: string): Faults => [
  ...codeFaults(`${at}/right`, impact.right, rights),
  ...codeFaults(`${at}/direction`, impact.direction, impactDirections),
  ...textFaults(`${at}/text`, impact.text),
  ...(impact.direction === 'negative' && (impact.severity === undefined || impact.likelihood === undefined)
    ? [refuseRule('severity-missing', {}, impact.severity === undefined ? `${at}/severity` : `${at}/likelihood`)]
    : []),
  ...numberFaults(`${at}/severity/scale`, impact.severity?.scale, grade),
  ...numberFaults(`${at}/severity/scope`, impact.severity?.scope, grade),
  ...numberFaults(`${at}/severity/irremediability`, impact.severity?.irremediability, grade),
  ...numberFaults(`${at}/likelihood`, impact.likelihood, grade),
  ...codeFaults(`${at}/mitigation/kind`, impact.mitigation?.kind, mitigations),
  ...textFaults(`${at}/mitigation/text`, impact.mitigation?.text),
];

const decision = content<ScrutinyDecision>((data, { today }) => [
  ...codeFaults('/outcome', data.outcome, records.scrutinyOutcomes),
  ...textFaults('/reasons', data.reasons),
  ...listFaults('/conditions', data.conditions, { least: 0, most: limits.items }, (condition, at) => [
    ...textFaults(`${at}/text`, condition.text),
    ...dateFaults(`${at}/dueOn`, condition.dueOn),
    ...(isDate(condition.dueOn) && isDate(data.decidedBy.on) && condition.dueOn < data.decidedBy.on
      ? [refuseRule('due-before-start', { dueOn: condition.dueOn, start: data.decidedBy.on }, `${at}/dueOn`)]
      : []),
  ]),
  ...textFaults('/dissent', data.dissent),
  ...textFaults('/decidedBy/body', data.decidedBy.body, limits.name),
  ...pastFaults('/decidedBy/on', data.decidedBy.on, today),
  ...evidenceFaults('/evidence', data.evidence),
]);

const conditionKeys = (state: Scrutiny, { conditions }: ScrutinyDecision): Refusal | undefined =>
  refuseAll(keyFaults('/conditions', conditions ?? [], conditionKeysOf(state)));

/** Keys of every round: a condition keeps its name for good. */
export const conditionKeysOf = (state: Scrutiny): readonly string[] =>
  state.rounds.flatMap((round) => round.conditions.map(({ key }) => key));

/** Conditions belong to the outcome that is named after them, and to no other. */
function conditionsFitOutcome(_state: unknown, { outcome, conditions }: ScrutinyDecision): Refusal | undefined {
  const given = (conditions ?? []).length > 0;
  if (outcome === 'compatible-with-conditions')
    return given ? undefined : refuseRule('conditions-missing', {}, '/conditions');
  return given ? refuseRule('conditions-unexpected', { outcome }, '/conditions') : undefined;
}

/** No decision without an assessment, unless the instrument was screened out. */
function assessedOrScreenedOut(state: Scrutiny): Refusal | undefined {
  const { impacts, screening } = currentRound(state);
  return screening?.fullAssessment === false || impacts.length > 0 ? undefined : refuseState('not-assessed');
}

const notScreenedOut = (state: Scrutiny): Refusal | undefined =>
  currentRound(state).screening?.fullAssessment === false ? refuseState('screened-out') : undefined;

/** A decision stands until it is reconsidered; only a deferred one is followed by another. */
function undecidedOrDeferred(state: Scrutiny): Refusal | undefined {
  if (state.status !== 'decided' || currentRound(state).decision?.outcome === 'deferred') return undefined;
  return refuseState('wrong-state', { command: 'decide', status: state.status, allowed: ['assessed', 'consulted'] });
}

/** A deferred decision decides nothing that could be answered. */
function decidedInFact(state: Scrutiny): Refusal | undefined {
  if (currentRound(state).decision?.outcome !== 'deferred') return undefined;
  return refuseState('wrong-state', { command: 'answer', status: 'deferred', allowed: ['decided'] });
}

/** Nobody decides on an instrument of their own office, nor on one that was theirs. */
function notOwnInstrument(state: Scrutiny, data: object, { actor }: Context): Refusal | undefined {
  const body = 'decidedBy' in data ? (data as ScrutinyDecision).decidedBy.dutyBearerId : undefined;
  const owners = [state.dutyBearerId, ...state.previousDutyBearers];
  const own = [actor.dutyBearerId, body].some((one) => one !== undefined && owners.includes(one));
  return own ? refuseRole('own-instrument', { dutyBearerId: state.dutyBearerId }) : undefined;
}

type Named = { readonly condition: string };

function knownCondition(state: Scrutiny, { condition }: Named): Refusal | undefined {
  const known = currentRound(state).conditions.map(({ key }) => key);
  return known.includes(condition)
    ? undefined
    : refuseRule('unknown-condition', { given: cut(condition), known }, '/condition');
}

function notYetSettled(state: Scrutiny, { condition }: Named): Refusal | undefined {
  const result = currentRound(state).conditions.find(({ key }) => key === condition)?.result;
  return result === undefined ? undefined : refuseState('condition-settled', { condition, result });
}

function everyConditionSettled(state: Scrutiny): Refusal | undefined {
  const open = currentRound(state)
    .conditions.filter(({ result }) => result === undefined)
    .map(({ key }) => key);
  return open.length === 0 ? undefined : refuseState('condition-open', { open });
}

export function scrutinyReferences(command: ScrutinyCommand, state: ScrutinyState): readonly Reference[] {
  switch (command.type) {
    case 'open':
      return [
        ...commonReferences(command.data),
        ...reference('duty-bearer', '/dutyBearerId', command.data.dutyBearerId),
      ];
    case 'assess':
      return command.data.impacts.flatMap(({ group }, index) => reference('group', `/impacts/${index}/group`, group));
    case 'decide':
      return [
        ...reference('duty-bearer', '/decidedBy/dutyBearerId', command.data.decidedBy.dutyBearerId),
        // Its procedure says how long the owner has to answer.
        ...(state.status === 'none' ? [] : reference('city', '/cityId', state.cityId)),
        ...councilOf(state),
      ];
    case 'meet-condition':
    case 'fail-condition':
    case 'close':
      return councilOf(state);
    case 'reassign':
      return reference('duty-bearer', '/dutyBearerId', command.data.dutyBearerId);
    case 'screen':
    case 'link-consultation':
    case 'answer':
    case 'reconsider':
    case 'answer-fall-due':
    case 'condition-fall-due':
    case 'rectify':
      return [];
    default:
      return unreachable(command);
  }
}

const live =
  <T extends 'open' | 'assess' | 'reassign'>(type: T) =>
  (state: ScrutinyState, data: Extract<ScrutinyCommand, { type: T }>['data'], context: Context): Refusal | undefined =>
    refuseAll(endedFaults(scrutinyReferences({ type, data } as ScrutinyCommand, state), context));

const notInConflictHere = notInConflict('scrutiny');

export const scrutinyRules: Rules<ScrutinyState, ScrutinyCommand> = {
  open: [
    content((data) => [
      ...commonFaults(data),
      ...textFaults('/instrument/title', data.instrument.title, limits.title),
      ...codeFaults('/instrument/kind', data.instrument.kind, records.instrumentKinds),
      ...textFaults('/instrument/reference', data.instrument.reference, limits.reference),
      ...codeFaults('/instrument/status', data.instrument.status, records.instrumentStatuses),
      ...codeFaults('/trigger', data.trigger, records.scrutinyTriggers),
    ]),
    live('open'),
  ],
  screen: [content((data) => textFaults('/reasons', data.reasons))],
  assess: [
    content((data) => [
      ...listFaults('/impacts', data.impacts, { least: 1, most: limits.items }, impactFaults),
      ...evidenceFaults('/evidence', data.evidence),
    ]),
    notScreenedOut,
    live('assess'),
  ],
  'link-consultation': [
    content((data, { today }) => [
      ...textFaults('/title', data.title, limits.title),
      ...pastFaults('/heldOn', data.heldOn, today),
      ...textFaults('/reference', data.reference, limits.reference),
      ...textFaults('/summary', data.summary),
    ]),
  ],
  decide: [decision, notInConflictHere, assessedOrScreenedOut, undecidedOrDeferred, notOwnInstrument, conditionsFitOutcome, conditionKeys],
  answer: [
    content((data) => [
      ...codeFaults('/answer', data.answer, records.ownerAnswers),
      ...textFaults('/reasons', data.reasons),
      ...dateFaults('/doneBy', data.doneBy),
      ...evidenceFaults('/evidence', data.evidence),
    ]),
    decidedInFact,
  ],
  'meet-condition': [
    content((data) => [...textFaults('/text', data.text), ...requiredEvidenceFaults('/evidence', data.evidence)]),
    notInConflictHere,
    knownCondition,
    notYetSettled,
    notOwnInstrument,
  ],
  'fail-condition': [
    content((data) => textFaults('/reason', data.reason)),
    notInConflictHere,
    knownCondition,
    notYetSettled,
    notOwnInstrument,
  ],
  reconsider: [content((data) => textFaults('/grounds', data.grounds))],
  close: [content((data) => textFaults('/reason', data.reason)), notInConflictHere, everyConditionSettled, notOwnInstrument],
  reassign: [content((data) => textFaults('/reason', data.reason)), passesOn, live('reassign')],
  'answer-fall-due': [knownAnswerDate, answerReallyMissed],
  'condition-fall-due': [knownConditionDate, conditionReallyMissed],
  rectify: rectifyRules,
};
