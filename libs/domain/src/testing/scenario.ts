import type { Actor, RecordedActor } from '../kernel/actor.js';
import type { Aggregate, AggregateName, DomainCommand, DomainEvent, Facts, Folded } from '../kernel/decider.js';
import { handle } from '../kernel/handle.js';
import { plain } from '../kernel/plain.js';
import type { Refusal } from '../kernel/refusal.js';
import { isRefusal } from '../kernel/refusal.js';
import { recorderOf } from './people.js';

/** An event that happened before; who recorded it and when, where that matters. */
export type Past<E extends DomainEvent> = E & {
  readonly by?: RecordedActor;
  readonly at?: string;
};

/**
 * Given some events, when a command comes, then there are events or there is a refusal. A scenario is a value: each
 * step gives another. Time is noon UTC of the day it is set to; every record named exists, unless it was told apart.
 */
export class Scenario<S extends { readonly status: string }, C extends DomainCommand, E extends DomainEvent> {
  private constructor(
    private readonly aggregate: Aggregate<S, C, E>,
    private readonly past: readonly Past<E>[],
    private readonly world: {
      readonly today: string;
      readonly effectiveOn?: string;
      readonly facts: Facts;
      readonly known: ReadonlyMap<string, unknown>;
    },
    /** The commands that were sent and taken, oldest first: who has a door to send them by can play them. */
    readonly sent: readonly { readonly actor: Actor; readonly command: C }[] = [],
  ) {}

  static of<S extends { readonly status: string }, C extends DomainCommand, E extends DomainEvent>(
    aggregate: Aggregate<S, C, E>,
    past: readonly Past<E>[],
  ): Scenario<S, C, E> {
    return new Scenario(aggregate, past, { today: '2026-03-02', facts: {}, known: new Map() });
  }

  on(today: string): Scenario<S, C, E> {
    return new Scenario(this.aggregate, this.past, { ...this.world, today }, this.sent);
  }

  effective(effectiveOn: string): Scenario<S, C, E> {
    return new Scenario(this.aggregate, this.past, { ...this.world, effectiveOn }, this.sent);
  }

  told(facts: Facts): Scenario<S, C, E> {
    return new Scenario(this.aggregate, this.past, { ...this.world, facts }, this.sent);
  }

  /** A record that the command names, in that state. */
  knowing(aggregate: AggregateName, id: string, state: unknown): Scenario<S, C, E> {
    const known = new Map([...this.world.known, [`${aggregate}-${id}`, state]]);
    return new Scenario(this.aggregate, this.past, { ...this.world, known }, this.sent);
  }

  /** The scenario after a command that is taken. @throws Error naming the refusal, where it is not. */
  and(actor: Actor, command: C): Scenario<S, C, E> {
    const outcome = this.when(actor, command);
    if (isRefusal(outcome)) throw new Error(`${command.type} was refused: ${JSON.stringify(outcome)}`);
    const role = this.roleOf(actor, command);
    const by = recorderOf(actor, role);
    const at = `${this.world.today}T12:00:00.000Z`;
    const past = [...this.past, ...outcome.map((event) => ({ ...event, by, at }))];
    return new Scenario(this.aggregate, past, this.world, [...this.sent, { actor, command }]);
  }

  when(actor: Actor, command: C): readonly E[] | Refusal {
    const outcome = handle(this.aggregate, this.state, command, {
      actor,
      now: `${this.world.today}T12:00:00.000Z`,
      today: this.world.today,
      id: recordId,
      history: this.history.map(({ id, type, actor: by }) => ({ id, type, actor: by })),
      facts: this.world.facts,
      reference: (aggregate, id) => this.world.known.get(`${aggregate}-${id}`),
      ...(this.world.effectiveOn === undefined ? {} : { effectiveOn: this.world.effectiveOn }),
    });
    return isRefusal(outcome) ? outcome : outcome.events;
  }

  /** The past as it is folded; ids are `entry-0`, `entry-1`, … */
  get history(): readonly Folded<E>[] {
    return this.past.map(({ by, at, ...event }, index) => ({
      ...(event as unknown as E),
      id: `entry-${index}`,
      actor: by ?? recorderOf(undefined, 'focal-point'),
      recordedAt: at ?? '2026-03-01T12:00:00.000Z',
    }));
  }

  get state(): S {
    return this.history.reduce((state, event) => this.aggregate.evolve(state, event), this.aggregate.initial);
  }

  /** What the clock would send on a day. */
  dueOn(today: string): readonly C[] {
    return plain(this.aggregate.dueActs(this.state, today));
  }

  private roleOf(actor: Actor, command: C): RecordedActor['role'] {
    const allowed = this.aggregate.permissions[command.type as C['type']];
    const role = allowed.find((one) => actor.roles.includes(one));
    if (role === undefined) throw new Error(`${command.type} is not for ${actor.roles.join(', ')}`);
    return role;
  }
}

/** The id of the record of every scenario. */
export const recordId = '018f0000-0000-7000-8000-00000000abcd';

export const given = <S extends { readonly status: string }, C extends DomainCommand, E extends DomainEvent>(
  aggregate: Aggregate<S, C, E>,
  ...past: readonly Past<E>[]
): Scenario<S, C, E> => Scenario.of(aggregate, past);

/** A refusal as tests compare it: kind, code, and what it points at. */
export const refused = (kind: Refusal['kind'], code: Refusal['code'], pointer?: string): object => ({
  refused: true,
  kind,
  code,
  ...(pointer === undefined ? {} : { pointer }),
});
