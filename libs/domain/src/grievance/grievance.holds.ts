import type { Told } from '../kernel/actor.js';
import type { Context, Folded } from '../kernel/decider.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseRole, refuseRule, refuseState } from '../kernel/refusal.js';
import type { Rule } from '../kernel/rules.js';
import { content } from '../kernel/rules.js';
import { codeFaults, cut, textFaults } from '../values/faults.js';
import type { Keyed } from '../values/keys.js';
import { newKeyFault } from '../values/keys.js';
import { limits } from '../values/limits.js';
import { holdGrounds } from '../vocabularies/records.js';
import type { CodeOf } from '../vocabularies/vocabulary.js';

/** That what is sealed in a case is kept, whatever the rules of its city say, until the hold is lifted. */
export type PlaceHold = {
  /** Names the hold within the grievance; given by the ledger (`h1`, `h2`, …) where it is left out. */
  readonly key?: string;
  readonly ground: CodeOf<typeof holdGrounds>;
  /** Which court, inquiry or audit, and where that is written; public, so nothing of the person. */
  readonly reason: string;
};

/** `hold` is its key. */
export type LiftHold = { readonly hold: string; readonly reason: string };

export type Hold = Keyed<PlaceHold> &
  Told & {
    /** `day` in the city's time zone. */
    readonly lifted?: Told & { readonly reason: string; readonly day: string };
  };

/** Absent where none was ever placed. */
export type HasHolds = { readonly holds?: readonly Hold[] };

export type HoldEvent =
  | { readonly type: 'GrievanceHoldPlaced'; readonly data: Keyed<PlaceHold> }
  | { readonly type: 'GrievanceHoldLifted'; readonly data: LiftHold & { readonly day: string } };

export const standingHolds = ({ holds = [] }: HasHolds): readonly Hold[] => holds.filter(({ lifted }) => lifted === undefined);

/** The last day on which a hold was lifted. */
export const liftedOn = ({ holds = [] }: HasHolds): string | undefined =>
  holds.flatMap(({ lifted }) => (lifted === undefined ? [] : [lifted.day])).sort().at(-1);

export const holdKeys = ({ holds = [] }: HasHolds): readonly string[] => holds.map(({ key }) => key);

const known = (state: HasHolds, { hold }: LiftHold): Refusal | undefined =>
  holdKeys(state).includes(hold) ? undefined : refuseRule('unknown-hold', { given: cut(hold), known: holdKeys(state) }, '/hold');

const stillStands = (state: HasHolds, { hold }: LiftHold): Refusal | undefined =>
  standingHolds(state).some(({ key }) => key === hold) ? undefined : refuseState('already-lifted', { hold });

/** An office lifts what it placed itself; oversight, every hold. */
function ofThisOffice({ holds = [] }: HasHolds, { hold }: LiftHold, { role, actor }: Context): Refusal | undefined {
  if (role === 'oversight') return undefined;
  const by = holds.find(({ key }) => key === hold)?.by;
  return by?.dutyBearerId !== undefined && by.dutyBearerId === actor.dutyBearerId ? undefined : refuseRole('not-your-hold', { hold });
}

/** Counted by who placed them: an office that places and lifts its own without end must not leave oversight without room. */
const room = ({ holds = [] }: HasHolds, _data: unknown, { role, actor }: Context): Refusal | undefined => {
  const own = holds.filter(({ by }) => by.role === role && by.dutyBearerId === actor.dutyBearerId);
  return own.length < limits.items ? undefined : refuseRule('too-many-items', { most: limits.items });
};

export const placeHoldRules: readonly Rule<HasHolds, PlaceHold>[] = [
  content(({ ground, reason }) => [...codeFaults('/ground', ground, holdGrounds), ...textFaults('/reason', reason)]),
  (state, { key }) => newKeyFault(key, holdKeys(state)),
  room,
];

export const liftHoldRules: readonly Rule<HasHolds, LiftHold>[] = [
  content(({ reason }) => textFaults('/reason', reason)),
  known,
  stillStands,
  ofThisOffice,
];

/** The holds after an event of theirs. */
export function afterHold({ holds = [] }: HasHolds, { type, data, actor: by, recordedAt }: Folded<HoldEvent>): readonly Hold[] {
  if (type === 'GrievanceHoldPlaced') return [...holds, { ...data, by, recordedAt }];
  const { hold, reason, day } = data;
  return holds.map((one) => (one.key === hold ? { ...one, lifted: { reason, day, by, recordedAt } } : one));
}
