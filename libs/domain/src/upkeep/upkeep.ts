import type { Aggregate, Context, Folded } from '../kernel/decider.js';
import { ofTheDeployment } from '../kernel/deployment.js';
import { plain, unreachable } from '../kernel/plain.js';
import type { Refusal } from '../kernel/refusal.js';
import type { Rules } from '../kernel/rules.js';
import { broken, content } from '../kernel/rules.js';
import { codeFaults, textFaults } from '../values/faults.js';
import { upkeepActs } from '../vocabularies/records.js';
import type { CodeOf } from '../vocabularies/vocabulary.js';

/** What somebody did to the deployment itself, at a machine of it: with no token, and so under no name. */
export type UpkeepAct = {
  readonly act: CodeOf<typeof upkeepActs>;
  /** What of, and with what result; never a secret, a path or a name. */
  readonly detail?: string;
};

export type UpkeepEvent = { readonly type: 'UpkeepDone'; readonly data: UpkeepAct };
export type UpkeepState = { readonly status: 'none' } | { readonly status: 'kept'; readonly acts: number; readonly newest: UpkeepAct };
export type UpkeepCommand = { readonly type: 'record'; readonly data: UpkeepAct };

const from = { record: ['none', 'kept'] } as const;

/** The one record of upkeep that a deployment has; a version 8 UUID that is nobody else’s. */
export const upkeepId = '00000000-0000-8000-8000-000000000001';
const rules: Rules<UpkeepState, UpkeepCommand> = {
  record: [content(({ act, detail }) => [...codeFaults('/act', act, upkeepActs), ...textFaults('/detail', detail)])],
};

function decide(state: UpkeepState, command: UpkeepCommand, context: Context): readonly UpkeepEvent[] | Refusal {
  const refusal = broken({ begins: 'record', from, rules }, state, command, context);
  return refusal ?? [{ type: 'UpkeepDone', data: plain(command.data) }];
}

function evolve(state: UpkeepState, event: Folded<UpkeepEvent>): UpkeepState {
  switch (event.type) {
    case 'UpkeepDone':
      return { status: 'kept', acts: state.status === 'none' ? 1 : state.acts + 1, newest: event.data };
    default:
      return unreachable(event.type);
  }
}

/**
 * What those did who run the machines, each act recorded by the program that did it. It is the deployment's and no city's. No
 * role that a token gives may record one: an administrator writes no facts, not even about administration.
 */
export const upkeep: Aggregate<UpkeepState, UpkeepCommand, UpkeepEvent> = {
  ...ofTheDeployment,
  name: 'upkeep',
  begins: 'record',
  initial: { status: 'none' },
  decide,
  evolve,
  from,
  permissions: { record: ['system'] },
  schemaVersions: { UpkeepDone: 1 },
  upcasts: {},
};
