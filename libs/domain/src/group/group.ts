import type { Aggregate, Begun, Context, Folded } from '../kernel/decider.js';
import { plain, unreachable } from '../kernel/plain.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseRule } from '../kernel/refusal.js';
import type { Rules } from '../kernel/rules.js';
import { broken, content } from '../kernel/rules.js';
import { grounds } from '../vocabularies/small.js';
import { codesFaults, textFaults } from '../values/faults.js';
import { limits } from '../values/limits.js';
import type { Rectification, RectifyCommand } from '../values/rectification.js';
import { rectified, rectifiers, rectifyRules } from '../values/rectification.js';
import type { GroupEvent, GroupFacts } from './group.events.js';

type Recognised = GroupFacts & { readonly cityId: string; readonly rectifications: readonly Rectification[] };

export type GroupState =
  | { readonly status: 'none' }
  | (Recognised & { readonly status: 'recognised' })
  | (Recognised & { readonly status: 'retired'; readonly retirement: { readonly reason: string } });

type Amend = Partial<GroupFacts> & { readonly reason?: string };

export type GroupCommand =
  | { readonly type: 'recognise'; readonly data: GroupFacts & { readonly cityId: string } }
  | { readonly type: 'amend'; readonly data: Amend }
  | { readonly type: 'retire'; readonly data: { readonly reason: string } }
  | RectifyCommand;

const described = content<Amend>((data) => [
  ...textFaults('/name', data.name, limits.name),
  ...(data.grounds === undefined
    ? []
    : codesFaults('/grounds', data.grounds, grounds, { least: 1, most: limits.items })),
  ...textFaults('/description', data.description),
  ...textFaults('/reason', data.reason),
]);

const somethingToAmend = (_state: unknown, data: Amend): Refusal | undefined =>
  [data.name, data.grounds, data.description].every((one) => one === undefined)
    ? refuseRule('nothing-to-change')
    : undefined;

const rules: Rules<GroupState, GroupCommand> = {
  recognise: [described],
  amend: [described, somethingToAmend],
  retire: [content((data) => textFaults('/reason', data.reason))],
  rectify: rectifyRules,
};

const from = {
  recognise: ['none'],
  amend: ['recognised'],
  retire: ['recognised'],
  rectify: ['recognised', 'retired'],
} as const;

function decide(state: GroupState, command: GroupCommand, context: Context): readonly GroupEvent[] | Refusal {
  const refusal = broken({ begins: 'recognise', from, rules }, state, command, context);
  if (refusal !== undefined) return refusal;
  switch (command.type) {
    case 'recognise':
      return [{ type: 'GroupRecognised', data: plain(command.data) }];
    case 'amend':
      return [{ type: 'GroupAmended', data: plain(command.data) }];
    case 'retire':
      return [{ type: 'GroupRetired', data: plain(command.data) }];
    case 'rectify':
      return [{ type: 'GroupRectified', data: plain(command.data) }];
    default:
      return unreachable(command);
  }
}

function evolve(state: GroupState, event: Folded<GroupEvent>): GroupState {
  if (event.type === 'GroupRecognised') return { status: 'recognised', ...event.data, rectifications: [] };
  // Nothing is written to a group before it is recognised.
  if (state.status === 'none') return state;
  switch (event.type) {
    case 'GroupAmended': {
      const { name, grounds: codes, description } = event.data;
      return { ...state, ...plain({ name, grounds: codes, description }) } as Begun<GroupState>;
    }
    case 'GroupRetired':
      return { ...state, status: 'retired', retirement: event.data };
    case 'GroupRectified':
      return rectified(state, event);
    default:
      return unreachable(event);
  }
}

/** People who share a ground of discrimination, as rights holders: what coverage and disparity are shown by. */
export const group: Aggregate<GroupState, GroupCommand, GroupEvent> = {
  name: 'group',
  begins: 'recognise',
  initial: { status: 'none' },
  decide,
  evolve,
  from,
  permissions: {
    recognise: ['focal-point', 'council', 'staff'],
    amend: ['focal-point', 'council', 'staff'],
    retire: ['focal-point', 'council'],
    rectify: rectifiers,
  },
  ownWord: [],
  schemaVersions: { GroupRecognised: 1, GroupAmended: 1, GroupRetired: 1, GroupRectified: 1 },
  upcasts: {},
  references: (command) =>
    command.type === 'recognise' ? [{ aggregate: 'city', id: command.data.cityId, pointer: '/cityId' }] : [],
  asks: () => [],
  cityOf: (state) => (state.status === 'none' ? undefined : state.cityId),
  speaksFor: () => undefined,
  openDutyBearers: () => [],
  dueActs: () => [],
  nextDueOn: () => undefined,
};
