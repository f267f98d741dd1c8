import type { Begun, Context, DomainCommand, From } from './decider.js';
import type { Refusal } from './refusal.js';
import { refuseAll, refuseState } from './refusal.js';

/** One rule: nothing when it is kept, the refusal when it is broken. */
export type Rule<S, D> = (state: S, data: D, context: Context) => Refusal | undefined;

export type DataOf<C extends DomainCommand, T extends C['type']> = Extract<C, { readonly type: T }>['data'];

/** The rules of each command, in the order in which they are looked at. */
export type Rules<S, C extends DomainCommand> = {
  readonly [T in C['type']]: readonly Rule<Begun<S>, DataOf<C, T>>[];
};

/** A rule about nothing but what was sent; it names all faults of the body at once. */
export const content =
  <D>(faultsOf: (data: D, context: Context) => readonly Refusal[]): Rule<unknown, D> =>
  (_state, data, context) =>
    refuseAll(faultsOf(data, context));

/**
 * The first refusal of a command: its state first, then its rules in order; nothing when all are kept.
 * Owner of the one place where a command's type picks its rules. The casts are sound because `Rules` is made by
 * command type, and because `from` lets only the beginning command through in the state `none`.
 */
export function broken<S extends { readonly status: string }, C extends DomainCommand>(
  table: { readonly begins: C['type']; readonly from: From<S, C>; readonly rules: Rules<S, C> },
  state: S,
  command: C,
  context: Context,
): Refusal | undefined {
  const type = command.type as C['type'];
  const allowed: readonly S['status'][] = table.from[type];
  if (!allowed.includes(state.status)) {
    if (state.status === 'none') return refuseState('not-begun', { command: type });
    if (type === table.begins) return refuseState('already-begun', { command: type });
    return refuseState('wrong-state', { command: type, status: state.status, allowed });
  }
  const rules = table.rules[type] as unknown as readonly Rule<S, object>[];
  for (const rule of rules) {
    const refusal = rule(state, command.data, context);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
