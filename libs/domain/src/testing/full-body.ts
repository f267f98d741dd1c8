import type { Actor } from '../kernel/actor.js';
import type { AggregateName } from '../kernel/decider.js';
import type { AnyAggregate, CommandOf } from '../registry.js';
import type { Scenario } from './scenario.js';

/** A command with every member that it may carry, from a caller and in a state that take it. */
export interface Full {
  readonly aggregate: AnyAggregate;
  readonly scenario: Pick<
    Scenario<{ readonly status: string }, { type: string; data: object }, never>,
    'when' | 'knowing' | 'state' | 'sent' | 'history'
  >;
  readonly actor: Actor;
  readonly command: { readonly type: string; readonly data: object };
}

export const at = <N extends AggregateName>(
  aggregate: Full['aggregate'] & { readonly name: N },
  scenario: unknown,
  ...sent: readonly (readonly [Actor, CommandOf<N>])[]
): readonly Full[] =>
  sent.map(([actor, command]) => ({ aggregate, scenario: scenario as Full['scenario'], actor, command }));
