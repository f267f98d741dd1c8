import type { Context } from '../kernel/decider.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseRole, refuseRule, refuseState } from '../kernel/refusal.js';
import { cut } from '../values/faults.js';
import { conflictOf, isAmong, refuseConflict } from './council.conflicts.js';
import type { RecordNamed, SeatVote, Tally } from './council.events.js';
import type { CastVotes, Council, Resolution, SeatHeld, SettleResolution } from './council.state.js';
import { resolutionOf, termOn } from './council.state.js';

/** A seat and the office that acts for it on the day. */
interface Sitting {
  readonly seat: string;
  readonly office: string;
}

const sittingOn = ({ seats }: Council, day: string): readonly Sitting[] =>
  seats.flatMap((seat) => {
    const term = termOn(seat, day);
    return term === undefined ? [] : [{ seat: seat.key, office: term.office }];
  });

const seatsOf = (state: Council, office: string, day: string): readonly string[] =>
  sittingOn(state, day).flatMap((one) => (one.office === office ? [one.seat] : []));

const inConflict = (state: Council, { office }: { readonly office: string }, records: readonly RecordNamed[]): boolean =>
  conflictOf(state.conflicts, office, records) !== undefined;

/** Who may vote on it: those who sit and have no conflict on what it is about. */
const entitledOn = (state: Council, { records }: Resolution, day: string): readonly Sitting[] =>
  sittingOn(state, day).filter((one) => !inConflict(state, one, records));

const cast = ({ yes, no, abstain }: Pick<Tally, 'yes' | 'no' | 'abstain'>): number => yes + no + abstain;

export const countsOf = (state: Council, resolution: Resolution, counts: NonNullable<CastVotes['counts']>, day: string): Tally => {
  const entitled = entitledOn(state, resolution, day).length;
  const { yes, no, abstain } = counts;
  return { yes, no, abstain, absent: entitled - cast(counts), excused: sittingOn(state, day).length - entitled };
};

/** The vote of a seat that counts: the last one of an office without a conflict. Who takes the seat later does not undo it. */
const voteOf = (state: Council, { votes, records }: Resolution, seat: string): Resolution['votes'][number] | undefined =>
  votes.findLast((one) => one.seat === seat && !inConflict(state, one, records));

/**
 * What a resolution has so far, of how many who may vote. A vote of somebody who has declared a conflict since is
 * none; one of a seat that has become vacant or has another holder since stays.
 */
export function tallyOf(state: Council, resolution: Resolution, day: string): { readonly tally: Tally; readonly entitled: number } {
  if (resolution.counts !== undefined) {
    const { conflicts: _heard, ...tally } = resolution.counts;
    return { tally, entitled: cast(tally) + tally.absent };
  }
  const valid = state.seats.flatMap(({ key }) => voteOf(state, resolution, key) ?? []);
  const silent = sittingOn(state, day).filter(({ seat }) => !valid.some((one) => one.seat === seat));
  const absent = silent.filter((one) => !inConflict(state, one, resolution.records)).length;
  const of = (vote: SeatVote['vote']): number => valid.filter((one) => one.vote === vote).length;
  const votes = { yes: of('yes'), no: of('no'), abstain: of('abstain') };
  return { tally: { ...votes, absent, excused: silent.length - absent }, entitled: valid.length + absent };
}

export const unknownItem = (kind: 'seat' | 'meeting' | 'resolution' | 'recommendation', given: string, known: readonly string[], pointer: string): Refusal =>
  refuseRule('unknown-item', { kind, given: cut(given), known }, pointer);

/** A member speaks for their own seat; who never held one, such as the clerk, writes down what the others said. */
export function ownSeat(state: Council, named: readonly string[], { actor, today }: Context): Refusal | undefined {
  const own = seatsOf(state, actor.subject, today);
  const isClerk = !state.seats.some(({ terms }) => terms.some(({ office }) => office === actor.subject));
  return isClerk || (named.length > 0 && named.every((seat) => own.includes(seat))) ? undefined : refuseRole('other-seat', { own });
}

export const undecided = (state: Council, { resolution: key }: { readonly resolution: string }): Refusal | undefined =>
  resolutionOf(state, key)?.outcome === undefined ? undefined : refuseState('resolution-settled', { resolution: key });

const seatNamed = (state: Council, key: string): SeatHeld | undefined => state.seats.find((one) => one.key === key);

const voteFault = (state: Council, resolution: Resolution, { seat, vote }: SeatVote, at: string, today: string): Refusal | undefined => {
  const held = seatNamed(state, seat);
  if (held === undefined) return unknownItem('seat', seat, state.seats.map(({ key }) => key), `${at}/seat`);
  const term = termOn(held, today);
  if (term === undefined) return refuseState('seat-vacant', { seat });
  const conflict = inConflict(state, term, resolution.records);
  const votedItself = resolution.votes.some((one) => one.seat === seat && one.office === term.office);
  if (votedItself || voteOf(state, resolution, seat) !== undefined) return refuseState('already-voted', { seat });
  if (conflict && vote !== 'excused') return refuseRule('seat-in-conflict', { seat }, `${at}/vote`);
  return !conflict && vote === 'excused' ? refuseRule('no-conflict-declared', { seat }, `${at}/vote`) : undefined;
};

/** The votes of each seat once; counts once, and anew where a conflict was declared since. */
export function votesFit(state: Council, { resolution: key, votes, counts }: CastVotes, { today }: Context): Refusal | undefined {
  const resolution = resolutionOf(state, key);
  if (resolution === undefined) return undefined;
  if (votes !== undefined) {
    if (resolution.counts !== undefined) return refuseState('already-counted', { resolution: key });
    for (const [index, vote] of votes.entries()) {
      const fault = voteFault(state, resolution, vote, `/votes/${index}`, today);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
  if (counts === undefined) return undefined;
  if (resolution.votes.length > 0 || (resolution.counts !== undefined && !outdated(state, resolution)))
    return refuseState('already-counted', { resolution: key });
  const entitled = entitledOn(state, resolution, today).length;
  return cast(counts) > entitled ? refuseRule('too-many-votes', { given: cast(counts), entitled }, '/counts') : undefined;
}

/** Somebody who was counted may be among those who have declared a conflict since. */
const outdated = (state: Council, { counts, records }: Resolution): boolean =>
  counts !== undefined && state.conflicts.slice(counts.conflicts).some(({ record }) => isAmong(record, records));

/** In conflict one votes nothing but that one is excused. */
export function freeToVote(state: Council, { resolution: key, votes = [] }: CastVotes, { actor }: Context): Refusal | undefined {
  const excused = votes.length > 0 && votes.every(({ vote }) => vote === 'excused');
  return excused ? undefined : refuseConflict(state, actor.subject, resolutionOf(state, key)?.records ?? []);
}

export const freeToSettle = (state: Council, { resolution: key }: SettleResolution, { actor }: Context): Refusal | undefined =>
  refuseConflict(state, actor.subject, resolutionOf(state, key)?.records ?? []);

/** Enough of those who may vote have voted, and as the outcome says. */
export const settledAs =
  (adopted: boolean) =>
  (state: Council, { resolution: key }: SettleResolution, { today }: Context): Refusal | undefined => {
    const resolution = resolutionOf(state, key);
    if (resolution === undefined) return undefined;
    if (outdated(state, resolution)) return refuseState('count-outdated', { resolution: key });
    const { tally, entitled } = tallyOf(state, resolution, today);
    const given = cast(tally);
    if (given * 100 <= state.quorum * entitled || given === 0) return refuseState('no-quorum', { given, entitled, quorum: state.quorum });
    const carried = tally.yes > tally.no;
    return carried === adopted ? undefined : refuseState(carried ? 'carried' : 'not-carried', { yes: tally.yes, no: tally.no });
  };
