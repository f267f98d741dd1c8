import type { Context, Reference } from '../kernel/decider.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseRole } from '../kernel/refusal.js';
import type { Rule } from '../kernel/rules.js';
import { memberOf } from '../values/references.js';
import type { RecordNamed } from './council.events.js';
import type { ConflictDeclared, Council, CouncilState } from './council.state.js';

/**
 * A conflict is of the office that declared it, for good: whichever seat it takes later, and in whichever role it
 * acts. A city has one council, which has the city's own id; so whoever decides on a record can look there.
 */

export const isAmong = ({ kind, id }: RecordNamed, records: readonly RecordNamed[]): boolean =>
  records.some((one) => one.kind === kind && one.id === id);

export const conflictOf = (
  conflicts: readonly ConflictDeclared[],
  office: string,
  records: readonly RecordNamed[],
): ConflictDeclared | undefined => conflicts.find((one) => one.office === office && isAmong(one.record, records));

/** The caller's own conflict on one of these records, as the refusal of what it asks. */
export const refuseConflict = (
  { conflicts }: Pick<Council, 'conflicts'>,
  office: string,
  records: readonly RecordNamed[],
): Refusal | undefined => {
  const conflict = conflictOf(conflicts, office, records);
  return conflict === undefined ? undefined : refuseRole('own-conflict', { ...conflict.record, seat: conflict.seat });
};

/** The council of a city, for a command that approves something; a city may have none yet. */
export const councilAt = (cityId: string): readonly Reference[] => [{ aggregate: 'council', id: cityId, pointer: '/cityId', mayLack: true }];

/** The same for a record that names its city. */
export function councilOf(state: { readonly status: string }): readonly Reference[] {
  const cityId = memberOf(state, 'cityId');
  return typeof cityId === 'string' ? councilAt(cityId) : [];
}

/** Of what a command decides: the record, and whose council to ask. */
export interface Decided {
  readonly cityId: string;
  readonly record: RecordNamed;
}

export const notInConflictOver =
  <S>(decided: (state: S, context: Context) => Decided): Rule<S, unknown> =>
  (state, _data, context) => {
    const { cityId, record } = decided(state, context);
    const council = context.reference('council', cityId) as CouncilState | undefined;
    if (council === undefined || council.status === 'none') return undefined;
    return refuseConflict(council, context.actor.subject, [record]);
  };

/** For a record that names its city: nobody approves there who acts for a seat that declared a conflict on it. */
export const notInConflict = (kind: RecordNamed['kind']): Rule<{ readonly cityId: string }, unknown> =>
  notInConflictOver((state, { id }) => ({ cityId: state.cityId, record: { kind, id } }));
