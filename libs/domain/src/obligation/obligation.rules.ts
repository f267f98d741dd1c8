import { councilOf, notInConflict } from '../council/council.conflicts.js';
import type { Begun, Context, Reference } from '../kernel/decider.js';
import { unreachable } from '../kernel/plain.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseAll } from '../kernel/refusal.js';
import type { Rules } from '../kernel/rules.js';
import { content } from '../kernel/rules.js';
import { dimensions, realisations, recommendationResponses } from '../vocabularies/small.js';
import { commonFaults, commonReferences, evidenceFaults, groupReferences } from '../values/common.js';
import { codeFaults, listFaults, pastFaults, repeatedFaults, textFaults } from '../values/faults.js';
import { limits } from '../values/limits.js';
import { passesOn } from '../values/reassignment.js';
import { rectifyRules } from '../values/rectification.js';
import { endedFaults, reference } from '../values/references.js';
import type { ObligationRecording } from './obligation.events.js';
import type { ObligationCommand, ObligationState } from './obligation.state.js';

const recording = content<ObligationRecording>((data) => [
  ...commonFaults(data),
  ...textFaults('/source/instrument', data.source.instrument, limits.name),
  ...textFaults('/source/provision', data.source.provision, limits.reference),
  ...textFaults('/source/recommendation/id', data.source.recommendation?.id, limits.reference),
  ...textFaults('/source/recommendation/text', data.source.recommendation?.text),
  ...textFaults('/source/recommendation/by', data.source.recommendation?.by, limits.name),
  ...textFaults('/source/recommendation/session', data.source.recommendation?.session, limits.name),
  ...codeFaults('/dimension', data.dimension, dimensions),
  ...codeFaults('/realisation', data.realisation, realisations),
  ...codeFaults('/response', data.response, recommendationResponses),
]);

export function obligationReferences(command: ObligationCommand, state: ObligationState): readonly Reference[] {
  switch (command.type) {
    case 'record':
      return [
        ...commonReferences(command.data),
        ...reference('duty-bearer', '/dutyBearerId', command.data.dutyBearerId),
      ];
    case 'reassign':
      return reference('duty-bearer', '/dutyBearerId', command.data.dutyBearerId);
    case 'clarify':
      return groupReferences('/groups', command.data.groups);
    case 'cease':
      return councilOf(state);
    case 'accept':
    case 'dispute':
    case 'rectify':
      return [];
    default:
      return unreachable(command);
  }
}

/** Nothing that the command names has ended. */
const live =
  <T extends ObligationCommand['type']>(type: T) =>
  (state: ObligationState, data: Extract<ObligationCommand, { type: T }>['data'], context: Context): Refusal | undefined =>
    refuseAll(endedFaults(obligationReferences({ type, data } as ObligationCommand, state), context));

export const obligationRules: Rules<ObligationState, ObligationCommand> = {
  record: [recording, live('record')],
  accept: [
    content((data) => [
      ...textFaults('/statement', data.statement),
      ...codeFaults('/response', data.response, recommendationResponses),
    ]),
  ],
  dispute: [
    content((data) => [
      ...textFaults('/reason', data.reason),
      ...codeFaults('/response', data.response, recommendationResponses),
    ]),
  ],
  reassign: [content((data) => textFaults('/reason', data.reason)), passesOn, live('reassign')],
  clarify: [
    content((data) => [
      ...textFaults('/text', data.text),
      ...codeFaults('/dimension', data.dimension, dimensions),
      ...codeFaults('/realisation', data.realisation, realisations),
      ...listFaults('/groups', data.groups, { least: 0, most: limits.items }, () => []),
      ...repeatedFaults('/groups', data.groups ?? []),
      ...evidenceFaults('/evidence', data.evidence),
    ]),
    live('clarify'),
  ],
  cease: [
    content((data, { today }) => [
      ...textFaults('/reason', data.reason),
      ...textFaults('/act/title', data.act.title, limits.title),
      ...textFaults('/act/reference', data.act.reference, limits.reference),
      ...pastFaults('/act/on', data.act.on, today),
    ]),
    notInConflict('obligation'),
  ],
  rectify: rectifyRules,
};

export type Obligation = Begun<ObligationState>;
