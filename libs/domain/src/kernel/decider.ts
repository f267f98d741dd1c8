import type { Actor, RecordedActor, Role } from './actor.js';
import type { JsonObject } from './json.js';
import type { Refusal } from './refusal.js';

/** A fact: what happened, in the past tense, and its data. Who, when and where stand in the envelope. */
export interface DomainEvent {
  readonly type: string;
  readonly data: JsonObject;
}

/** A wish: what somebody asks of a record, in the imperative. */
export interface DomainCommand {
  readonly type: string;
  readonly data: object;
}

/** An event with what folding may look at besides its data. Pure input: the same bytes always fold alike. */
export type Folded<E extends DomainEvent> = E & {
  readonly id: string;
  /** RFC 3339 UTC with milliseconds, set once by the ledger. */
  readonly recordedAt: string;
  /** ISO date (`2026-03-31`) where it differs from the day of recording. */
  readonly effectiveOn?: string;
  readonly actor: RecordedActor;
};

/** Another record that a command names, which must exist in the same city before the command is decided. */
export interface Reference {
  readonly aggregate: AggregateName;
  readonly id: string;
  /** Where the command named it, e.g. `/obligations/0`. */
  readonly pointer: string;
}

/** What a decision may know besides the record's own state. The clock and the world arrive as values. */
export interface Context {
  readonly actor: Actor;
  /** The role under which the command was allowed; it is what the event will keep. */
  readonly role: Role;
  /** RFC 3339 UTC with milliseconds; becomes the event's `recordedAt`. */
  readonly now: string;
  /** Today's date in the city's own time zone. */
  readonly today: string;
  readonly effectiveOn?: string;
  /** The id that a new record will get, or the id of the record addressed. */
  readonly id: string;
  /** The record's own entries so far, oldest first. */
  readonly history: readonly { readonly id: string; readonly type: string }[];
  /** The state of a record named in `references`, already known to exist and to be of the same city. */
  reference(aggregate: AggregateName, id: string): unknown;
}

/**
 * An aggregate is a record of pure functions: no clock, no ids made, no I/O, no framework.
 * Invariants: `evolve` accepts everything that `decide` has ever emitted and never throws on it;
 * `decide` either refuses and changes nothing, or gives at least one event.
 */
export interface Decider<S, C extends DomainCommand, E extends DomainEvent> {
  readonly initial: S;
  decide(state: S, command: C, context: Context): readonly E[] | Refusal;
  evolve(state: S, event: Folded<E>): S;
}

export const aggregateNames = [
  'city',
  'duty-bearer',
  'group',
  'obligation',
  'commitment',
  'scrutiny',
  'remedy',
] as const;
export type AggregateName = (typeof aggregateNames)[number];

/** Who may send each command. Deny by default: a role that is not listed is refused. */
export type Permissions<C extends DomainCommand> = { readonly [T in C['type']]: readonly Role[] };

/** What the rest of the house needs to know of an aggregate; the registry lists one for each name. */
export interface Aggregate<S, C extends DomainCommand, E extends DomainEvent> extends Decider<S, C, E> {
  /** Also the stream's prefix: `commitment-<uuid>`. */
  readonly name: AggregateName;
  /** The command that begins a record; every other addresses an existing one. */
  readonly begins: C['type'];
  readonly permissions: Permissions<C>;
  readonly schemaVersions: { readonly [T in E['type']]: number };
  references(command: C): readonly Reference[];
  /** The city of a record; undefined only before it exists. */
  cityOf(state: S): string | undefined;
}
