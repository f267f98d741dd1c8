import type { Context, Reference } from '../kernel/decider.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseRule } from '../kernel/refusal.js';

/** One member of a state whose type is not known here; undefined where there is none. */
export const memberOf = (state: unknown, member: string): unknown =>
  typeof state === 'object' && state !== null && Object.hasOwn(state, member)
    ? (state as Readonly<Record<string, unknown>>)[member]
    : undefined;

const endings = [
  { aggregate: 'duty-bearer', status: 'dissolved', code: 'duty-bearer-dissolved' },
  { aggregate: 'group', status: 'retired', code: 'group-retired' },
  { aggregate: 'obligation', status: 'ceased', code: 'obligation-ceased' },
] as const;

/** Nothing new is built on a duty-bearer, a group or an obligation that has ended. */
export const endedFaults = (references: readonly Reference[], context: Context): readonly Refusal[] =>
  references.flatMap(({ aggregate, id, pointer }) => {
    const ending = endings.find((one) => one.aggregate === aggregate);
    return ending !== undefined && memberOf(context.reference(aggregate, id), 'status') === ending.status
      ? [refuseRule(ending.code, { id }, pointer)]
      : [];
  });

export const reference = (
  aggregate: Reference['aggregate'],
  pointer: string,
  id: string | undefined,
): readonly Reference[] => (id === undefined ? [] : [{ aggregate, id, pointer }]);
