import type { Aggregate, Begun, Context, Folded, Reference } from '../kernel/decider.js';
import { plain, unreachable } from '../kernel/plain.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseRule } from '../kernel/refusal.js';
import type { Rules } from '../kernel/rules.js';
import { broken, content } from '../kernel/rules.js';
import { dutyBearerKinds } from '../vocabularies/records.js';
import { codeFaults, textFaults } from '../values/faults.js';
import { limits } from '../values/limits.js';
import type { Rectification, RectifyCommand } from '../values/rectification.js';
import { rectified, rectifiers, rectifyRules } from '../values/rectification.js';
import { endedFaults, memberOf, reference } from '../values/references.js';
import type { DutyBearerEvent, DutyBearerFacts, Liaison } from './duty-bearer.events.js';

type Registered = DutyBearerFacts & {
  readonly cityId: string;
  readonly liaison?: Liaison;
  readonly rectifications: readonly Rectification[];
};

export type DutyBearerState =
  | { readonly status: 'none' }
  | (Registered & { readonly status: 'registered' })
  | (Registered & {
      readonly status: 'dissolved';
      readonly dissolution: { readonly reason: string; readonly successorId?: string };
    });

type Amend = Partial<DutyBearerFacts> & { readonly reason?: string };
type Dissolve = { readonly reason: string; readonly successorId?: string };

export type DutyBearerCommand =
  | { readonly type: 'register'; readonly data: DutyBearerFacts & { readonly cityId: string } }
  | { readonly type: 'amend'; readonly data: Amend }
  | { readonly type: 'name-liaison'; readonly data: Liaison }
  | { readonly type: 'dissolve'; readonly data: Dissolve }
  | RectifyCommand;

const described = content<Amend>((data) => [
  ...textFaults('/name', data.name, limits.name),
  ...codeFaults('/kind', data.kind, dutyBearerKinds),
  ...textFaults('/mandate', data.mandate),
  ...textFaults('/reason', data.reason),
]);

/** Nobody is part of itself, nor of its own part. Longer circles show on the page of the parent. */
function noCircle(_state: unknown, { parentId }: Amend, context: Context): Refusal | undefined {
  if (parentId === undefined) return undefined;
  const circle =
    parentId === context.id || memberOf(context.reference('duty-bearer', parentId), 'parentId') === context.id;
  return circle ? refuseRule('parent-circle', { parentId }, '/parentId') : undefined;
}

const liveParent = (_state: unknown, { parentId }: Amend, context: Context): Refusal | undefined =>
  endedFaults(reference('duty-bearer', '/parentId', parentId), context)[0];

const somethingToAmend = (_state: unknown, { name, kind, parentId, mandate }: Amend): Refusal | undefined =>
  [name, kind, parentId, mandate].every((one) => one === undefined) ? refuseRule('nothing-to-change') : undefined;

const anotherSuccessor = (_state: unknown, { successorId }: Dissolve, { id }: Context): Refusal | undefined =>
  successorId === id ? refuseRule('successor-is-itself', {}, '/successorId') : undefined;

const liveSuccessor = (_state: unknown, { successorId }: Dissolve, context: Context): Refusal | undefined =>
  endedFaults(reference('duty-bearer', '/successorId', successorId), context)[0];

/** Duties do not end with the office that held them. */
function successorForOpenDuties(_state: unknown, { successorId }: Dissolve, { facts }: Context): Refusal | undefined {
  const openDuties = facts.openDuties ?? 0;
  return openDuties > 0 && successorId === undefined
    ? refuseRule('successor-missing', { openDuties }, '/successorId')
    : undefined;
}

const rules: Rules<DutyBearerState, DutyBearerCommand> = {
  register: [described, noCircle, liveParent],
  amend: [described, somethingToAmend, noCircle, liveParent],
  'name-liaison': [
    content((data) => [
      ...textFaults('/office', data.office, limits.name),
      ...textFaults('/contact', data.contact, limits.contact),
    ]),
  ],
  dissolve: [
    content((data) => textFaults('/reason', data.reason)),
    anotherSuccessor,
    liveSuccessor,
    successorForOpenDuties,
  ],
  rectify: rectifyRules,
};

const from = {
  register: ['none'],
  amend: ['registered'],
  'name-liaison': ['registered'],
  dissolve: ['registered'],
  rectify: ['registered', 'dissolved'],
} as const;

function decide(
  state: DutyBearerState,
  command: DutyBearerCommand,
  context: Context,
): readonly DutyBearerEvent[] | Refusal {
  const refusal = broken({ begins: 'register', from, rules }, state, command, context);
  if (refusal !== undefined) return refusal;
  switch (command.type) {
    case 'register':
      return [{ type: 'DutyBearerRegistered', data: plain(command.data) }];
    case 'amend':
      return [{ type: 'DutyBearerAmended', data: plain(command.data) }];
    case 'name-liaison':
      return [{ type: 'LiaisonNamed', data: plain(command.data) }];
    case 'dissolve':
      return [{ type: 'DutyBearerDissolved', data: plain(command.data) }];
    case 'rectify':
      return [{ type: 'DutyBearerRectified', data: plain(command.data) }];
    default:
      return unreachable(command);
  }
}

function evolve(state: DutyBearerState, event: Folded<DutyBearerEvent>): DutyBearerState {
  if (event.type === 'DutyBearerRegistered') return { status: 'registered', ...event.data, rectifications: [] };
  // Nothing is written to a duty-bearer before it is registered.
  if (state.status === 'none') return state;
  switch (event.type) {
    case 'DutyBearerAmended': {
      const { name, kind, parentId, mandate } = event.data;
      return { ...state, ...plain({ name, kind, parentId, mandate }) } as Begun<DutyBearerState>;
    }
    case 'LiaisonNamed':
      return { ...state, liaison: event.data };
    case 'DutyBearerDissolved':
      return { ...state, status: 'dissolved', dissolution: event.data };
    case 'DutyBearerRectified':
      return rectified(state, event);
    default:
      return unreachable(event);
  }
}

/** Whoever owes rights to people: a department, the police, a provider, a business. */
export const dutyBearer: Aggregate<DutyBearerState, DutyBearerCommand, DutyBearerEvent> = {
  name: 'duty-bearer',
  begins: 'register',
  initial: { status: 'none' },
  decide,
  evolve,
  from,
  permissions: {
    register: ['focal-point', 'staff'],
    amend: ['focal-point', 'staff'],
    'name-liaison': ['focal-point', 'staff'],
    dissolve: ['focal-point', 'council'],
    rectify: rectifiers,
  },
  ownWord: ['name-liaison'],
  schemaVersions: {
    DutyBearerRegistered: 1,
    DutyBearerAmended: 1,
    LiaisonNamed: 1,
    DutyBearerDissolved: 1,
    DutyBearerRectified: 1,
  },
  upcasts: {},
  references: referencesOf,
  asks: (command, id) => (command.type === 'dissolve' ? [{ about: 'open-duties', dutyBearerId: id }] : []),
  cityOf: (state) => (state.status === 'none' ? undefined : state.cityId),
  speaksFor: (_state, _command, id) => id,
  openDutyBearers: () => [],
  dueActs: () => [],
  nextDueOn: () => undefined,
};

function referencesOf(command: DutyBearerCommand): readonly Reference[] {
  switch (command.type) {
    case 'register':
      return [
        { aggregate: 'city', id: command.data.cityId, pointer: '/cityId' },
        ...reference('duty-bearer', '/parentId', command.data.parentId),
      ];
    case 'amend':
      return reference('duty-bearer', '/parentId', command.data.parentId);
    case 'dissolve':
      return reference('duty-bearer', '/successorId', command.data.successorId);
    case 'name-liaison':
    case 'rectify':
      return [];
    default:
      return unreachable(command);
  }
}
