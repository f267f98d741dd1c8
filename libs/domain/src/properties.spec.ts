import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Actor, Role } from './kernel/actor.js';
import type { Aggregate, AggregateName, DomainCommand, DomainEvent, Folded } from './kernel/decider.js';
import { aggregateNames } from './kernel/decider.js';
import { handle } from './kernel/handle.js';
import { plain } from './kernel/plain.js';
import { isRefusal } from './kernel/refusal.js';
import { upcast } from './kernel/upcast.js';
import type { CommandOf, EventOf, StateOf } from './registry.js';
import { aggregates } from './registry.js';
import { council } from './council/council.js';
import { scrutiny } from './scrutiny/scrutiny.js';
import { commands } from './testing/commands.js';
import { people, recordId, recorderOf, retentionProposal } from './testing.js';
import { addDays } from './values/dates.js';
import { languages } from './words/catalogue.js';
import { describe as inWords, refusalSentence } from './words/words.js';

interface Step<C> {
  readonly actor: Actor;
  readonly command: C;
  readonly days: number;
}

/** A record that has lived: its events in order, and its state as it was folded on the way. */
interface Life<S, E extends DomainEvent> {
  readonly state: S;
  readonly events: readonly Folded<E>[];
  readonly today: string;
}

const runs = { numRuns: 60 };
/** Walks are long; a busy computer is no failure. */
const patience = 60_000;
const actors = Object.values<Actor>(people);
const ofTheCity = actors.map((actor) => (actor.cityId === undefined ? actor : { ...actor, cityId: recordId }));
const clock: Actor = people.clock;

/**
 * Random walks: mostly commands from callers who may send them, now and then from anybody. The first command begins a
 * record, so that a walk is not spent on knocking.
 */
function steps<N extends AggregateName>(name: N): fc.Arbitrary<readonly Step<CommandOf<N>>[]> {
  const some: readonly CommandOf<N>[] = commands[name];
  const permissions: Readonly<Record<string, readonly Role[]>> = aggregates[name].permissions;
  // A city is its own city: its callers are scoped to the record's id, and a newcomer enrols it.
  const newcomer: Actor = { subject: 'subject-new', roles: ['focal-point'] };
  const callers = name === 'city' ? [...ofTheCity, newcomer] : actors;
  const fitting = ({ type }: CommandOf<N>): readonly Actor[] => {
    if (name === 'city' && type === 'enrol') return [newcomer];
    return callers.filter(({ roles }) => permissions[type]?.some((role) => roles.includes(role)));
  };
  const stepOf = (command: fc.Arbitrary<CommandOf<N>>, anybody: number): fc.Arbitrary<Step<CommandOf<N>>> =>
    command.chain((sent) =>
      fc.record({
        command: fc.constant(sent),
        actor: fc.oneof(
          { weight: 10 - anybody, arbitrary: fc.constantFrom(...fitting(sent)) },
          { weight: anybody, arbitrary: fc.constantFrom(...callers) },
        ),
        days: fc.constantFrom(0, 0, 0, 1, 20, 45),
      }),
    );
  const first = stepOf(fc.constantFrom(...some.filter(({ type }) => type === aggregates[name].begins)), 0);
  const rest = fc.array(stepOf(fc.constantFrom(...some), 2), { minLength: 20, maxLength: 90, size: 'max' });
  return fc.tuple(first, rest).map(([one, more]) => [one, ...more]);
}

/** Records that commands name, as far as anything depends on them. */
const named = {
  grievance: { status: 'withdrawn', complainant: recordId, endedOn: '2026-01-02', findings: [], remedies: [] },
  city: { status: 'enrolled', retention: [{ ...retentionProposal, version: 1, inForceOn: '2026-02-01' }] },
} as const;

const isSentence = (text: string): boolean => /^[A-Z“«`].*\.$/.test(text) && !/undefined|NaN|“”|«»|«\u00a0\u00a0»|  | \./.test(text);

/** Sends one command; the life as it is when it was refused. */
function send<S extends { readonly status: string }, C extends DomainCommand, E extends DomainEvent>(
  aggregate: Aggregate<S, C, E>,
  life: Life<S, E>,
  actor: Actor,
  command: C,
): Life<S, E> {
  const now = `${life.today}T12:00:00.000Z`;
  const decided = handle(aggregate, life.state, command, {
    actor,
    now,
    today: life.today,
    id: recordId,
    history: life.events.map(({ id, type, actor: by }) => ({ id, type, actor: by })),
    facts: { slugTaken: false, openDuties: 0 },
    reference: (name) => named[name as keyof typeof named],
  });
  if (isRefusal(decided)) {
    expect(languages.map((language) => refusalSentence(decided, language)).filter((sentence) => !isSentence(sentence))).toEqual([]);
    return life;
  }
  expect(decided.events.length).toBeGreaterThan(0);
  return decided.events.reduce<Life<S, E>>((so, event) => {
    // What is stored is JSON, and loses nothing on the way.
    expect(plain(event)).toStrictEqual(event);
    const folded = {
      ...event,
      id: `entry-${so.events.length}`,
      recordedAt: now,
      actor: recorderOf(actor, decided.role),
    };
    return { ...so, state: aggregate.evolve(so.state, folded), events: [...so.events, folded] };
  }, life);
}

function live<S extends { readonly status: string }, C extends DomainCommand, E extends DomainEvent>(
  aggregate: Aggregate<S, C, E>,
  walk: readonly Step<C>[],
  beforeEach: (life: Life<S, E>) => Life<S, E> = (life) => life,
): Life<S, E> {
  const start: Life<S, E> = { state: aggregate.initial, events: [], today: '2026-03-02' };
  return walk.reduce<Life<S, E>>((life, { actor, command, days }) => {
    const later = beforeEach({ ...life, today: addDays(life.today, days) });
    return send(aggregate, later, actor, command);
  }, start);
}

/** The clock's round: everything that is due is taken, and then nothing is due. */
function clockRound<S extends { readonly status: string }, C extends DomainCommand, E extends DomainEvent>(
  aggregate: Aggregate<S, C, E>,
  life: Life<S, E>,
): Life<S, E> {
  const due = aggregate.dueActs(life.state, life.today);
  const after = due.reduce<Life<S, E>>((so, command) => {
    const next = send(aggregate, so, clock, command);
    expect(next.events.length).toBe(so.events.length + 1);
    return next;
  }, life);
  expect(aggregate.dueActs(after.state, after.today)).toEqual([]);
  return after;
}

const clockFacts = <E extends DomainEvent>(events: readonly Folded<E>[]): readonly string[] =>
  events.flatMap((event) => (event.actor.role === 'system' ? [JSON.stringify([event.type, event.data])] : [])).sort();

/** What holds of every aggregate, whatever is sent to it, by whomever, in whatever order. */
function holds<N extends AggregateName>(name: N): void {
  const aggregate: Aggregate<StateOf<N>, CommandOf<N>, EventOf<N>> = aggregates[name];
  const walks = steps(name);

  it(
    'lives: the walks get somewhere',
    () => {
      const types = Object.keys(aggregate.schemaVersions);
      const reached = new Set<string>();
      for (const walk of fc.sample(walks, { numRuns: 400, seed: 7 })) {
        for (const { type } of clockRound(aggregate, live(aggregate, walk)).events) reached.add(type);
        if (reached.size === types.length) break;
      }
      expect([...reached].sort()).toEqual(types.sort());
    },
    patience,
  );

  it(
    'folds to the same state live, replayed, and from a state that went through JSON',
    () => {
      fc.assert(
        fc.property(walks, (walk) => {
          const { state, events } = live(aggregate, walk);
          const replayed = events.reduce((so, event) => aggregate.evolve(so, event), aggregate.initial);
          const stored = events.reduce((so, event) => {
            const read = Object.assign(plain(event), { data: upcast(aggregate, event.type, 1, plain(event.data)) });
            return plain(aggregate.evolve(so, read));
          }, aggregate.initial);
          expect(replayed).toStrictEqual(state);
          expect(stored).toStrictEqual(state);
        }),
        runs,
      );
    },
    patience,
  );

  it(
    'says when the clock has something to write, and the clock is never refused',
    () => {
      fc.assert(
        fc.property(walks, (walk) => {
          const life = live(aggregate, walk);
          const next = aggregate.nextDueOn(life.state);
          const due = aggregate.dueActs(life.state, life.today).length > 0;
          expect(due).toBe(next !== undefined && next <= life.today);
          if (next !== undefined && next > life.today) {
            expect(aggregate.dueActs(life.state, next)).not.toEqual([]);
            expect(aggregate.dueActs(life.state, addDays(next, -1))).toEqual([]);
          }
          clockRound(aggregate, { ...life, today: addDays(life.today, 400) });
        }),
        runs,
      );
    },
    patience,
  );

  it(
    'is told the same by a clock that ran every day and by one that slept, and nothing twice',
    () => {
      fc.assert(
        fc.property(walks, (walk) => {
          const byPeople = walk.filter(({ actor }) => actor.subject !== clock.subject);
          const end = (life: Life<StateOf<N>, EventOf<N>>) =>
            clockFacts(clockRound(aggregate, { ...life, today: addDays(life.today, 400) }).events);
          const asleep = end(live(aggregate, byPeople));
          const awake = end(live(aggregate, byPeople, (life) => clockRound(aggregate, life)));
          expect(awake).toEqual(asleep);
          expect(new Set(asleep).size).toBe(asleep.length);
        }),
        runs,
      );
    },
    patience,
  );

  it(
    'has a sentence for everything that happened',
    () => {
      fc.assert(
        fc.property(walks, (walk) => {
          for (const event of live(aggregate, walk).events) expect(inWords(event)).not.toMatch(/undefined|NaN|“”|  /);
        }),
        { numRuns: 30 },
      );
    },
    patience,
  );
}

describe('every aggregate', () => {
  it(
    'has commands to try',
    () => {
      expect(Object.keys(commands).sort()).toEqual([...aggregateNames].sort());
    },
    patience,
  );
});

describe('a city', () => holds('city'));
describe('a key of the log', () => holds('log-key'));
describe('a duty-bearer', () => holds('duty-bearer'));
describe('a group', () => holds('group'));
describe('an obligation', () => holds('obligation'));
describe('a commitment', () => {
  holds('commitment');

  it(
    'is closed only by the second voice, and counts its extensions',
    () => {
      fc.assert(
        fc.property(steps('commitment'), (walk) => {
          const { state, events } = live(aggregates.commitment, walk);
          if (state.status === 'none') return;
          expect(state.extensions).toHaveLength(events.filter(({ type }) => type === 'CommitmentExtended').length);
          events.forEach((event, index) => {
            if (event.type !== 'CommitmentVerified' && event.type !== 'CommitmentContested') return;
            const report = events.slice(0, index).findLast(({ type }) => type === 'CommitmentReportedFulfilled');
            expect(report).toBeDefined();
            expect(event.actor.subject).not.toBe(report?.actor.subject);
            expect(event.actor.dutyBearerId).toBeUndefined();
          });
          if (state.status === 'verified') expect(state.verdicts.at(-1)?.by.role).toMatch(/^(oversight|council)$/);
        }),
        runs,
      );
    },
    patience,
  );
});
describe('a scrutiny', () => {
  holds('scrutiny');

  it(
    'is decided only after an assessment or a screening-out, never by the owner',
    () => {
      fc.assert(
        fc.property(steps('scrutiny'), (walk) => {
          live(aggregates.scrutiny, walk).events.reduce<StateOf<'scrutiny'>>((state, event) => {
            if (event.type === 'ScrutinyDecided' && state.status !== 'none') {
              const round = state.rounds.at(-1);
              expect((round?.impacts.length ?? 0) > 0 || round?.screening?.fullAssessment === false).toBe(true);
              expect([state.dutyBearerId, ...state.previousDutyBearers]).not.toContain(event.actor.dutyBearerId);
            }
            return scrutiny.evolve(state, event);
          }, scrutiny.initial);
        }),
        runs,
      );
    },
    patience,
  );
});
describe('a remedy', () => {
  holds('remedy');

  it(
    'is completed only with every measure confirmed by the other side',
    () => {
      fc.assert(
        fc.property(steps('remedy'), (walk) => {
          const { state } = live(aggregates.remedy, walk);
          if (state.status === 'none') return;
          if (state.status === 'completed') expect(state.measures.map(({ status }) => status)).not.toContain('planned');
          for (const { confirmations, deliveries, status } of state.measures) {
            if (status === 'confirmed')
              expect(confirmations.at(-1)?.by.subject).not.toBe(deliveries.at(-1)?.by.subject);
            if (state.status === 'completed') expect(status).toBe('confirmed');
          }
        }),
        runs,
      );
    },
    patience,
  );
});
describe('a grievance', () => {
  holds('grievance');

  it(
    'keeps nothing personal in its state, and lets nobody decide the appeal against their own decision',
    () => {
      fc.assert(
        fc.property(steps('grievance'), (walk) => {
          const { state, events } = live(aggregates.grievance, walk);
          expect(JSON.stringify(state)).not.toMatch(/heating|window|Still cold|Not so|"unsealed"/);
          events.forEach((event, index) => {
            if (event.type !== 'GrievanceFindingMade' && event.type !== 'GrievanceFoundInadmissible') return;
            const before = events.slice(0, index);
            const appealed = before.findLastIndex(({ type }) => type === 'GrievanceAppealed');
            const decisions = ['GrievanceFindingMade', 'GrievanceFoundInadmissible'];
            const decision = before.findLastIndex(({ type }) => decisions.includes(type));
            if (appealed < 0 || decision > appealed) return;
            expect(before[decision]?.actor.subject).not.toBe(event.actor.subject);
          });
        }),
        runs,
      );
    },
    patience,
  );
});
describe('a council', () => {
  holds('council');

  it(
    'lets nobody in conflict vote or settle, and settles nothing without a quorum of those who may vote',
    () => {
      fc.assert(
        fc.property(steps('council'), (walk) => {
          live(aggregates.council, walk).events.reduce<StateOf<'council'>>((state, event) => {
            if (state.status === 'none' || !('resolution' in event.data)) return council.evolve(state, event);
            const { resolution } = event.data;
            const records = state.resolutions.find(({ key }) => key === resolution)?.records ?? [];
            const conflicts = state.conflicts.filter(({ record }) => records.some(({ id }) => id === record.id)).map(({ office }) => office);
            if (event.type === 'CouncilSeatsVoted') {
              for (const { office, vote } of event.data.votes) expect(conflicts.includes(office)).toBe(vote === 'excused');
            }
            if (event.type === 'CouncilResolutionAdopted' || event.type === 'CouncilResolutionRejected') {
              const { tally, entitled } = event.data;
              const votes = tally.yes + tally.no + tally.abstain;
              expect(votes + tally.absent).toBe(entitled);
              expect(votes * 100).toBeGreaterThan(state.quorum * entitled);
              expect(tally.yes > tally.no).toBe(event.type === 'CouncilResolutionAdopted');
              expect(conflicts).not.toContain(event.actor.subject);
            }
            return council.evolve(state, event);
          }, council.initial);
        }),
        runs,
      );
    },
    patience,
  );
});
describe('a subject', () => holds('subject'));
describe('upkeep', () => holds('upkeep'));
