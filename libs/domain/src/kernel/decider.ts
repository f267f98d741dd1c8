import type { Actor, RecordedActor, Role } from './actor.js';
import type { JsonObject } from './json.js';
import type { Refusal } from './refusal.js';

/** A fact: what happened, in the past tense, and its data. Who, when and where stand in the envelope. */
export interface DomainEvent {
  readonly type: string;
  readonly data: JsonObject;
}

/** A wish: what somebody asks of a record, in the imperative. `type` is kebab-case, as in the address. */
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
  /** It is looked at where there is one, and its lack is no fault. */
  readonly mayLack?: true;
}

/** What a decision needs to hear about the rest of the world, besides the records that the command names. */
export type Question =
  | { readonly about: 'slug'; readonly slug: string }
  | { readonly about: 'open-duties'; readonly dutyBearerId: string }
  /** Whether this grievance, whose sealed part says so, is against that office; the actor's own where none is named. */
  | { readonly about: 'complained-of'; readonly dutyBearerId?: string };

/** The answers; a member is present when its question was asked. */
export interface Facts {
  /** Another city has this slug. */
  readonly slugTaken?: boolean;
  /** How many records hold an open duty of this duty-bearer (`Aggregate.openDutyBearers`). */
  readonly openDuties?: number;
  /** The grievance is against the office asked about; `erased` where the words that said so are gone, so that nobody can tell. */
  readonly complainedOf?: boolean | 'erased';
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
  /** The member `effectiveOn` of the body: it goes into the event's metadata, never into its data. */
  readonly effectiveOn?: string;
  /** The id that a new record will get, or the id of the record addressed. */
  readonly id: string;
  /** The record's own entries so far, oldest first. */
  readonly history: readonly { readonly id: string; readonly type: string; readonly actor: RecordedActor }[];
  readonly facts: Facts;
  /** The state of a record named in `references`, already known to exist and to be of the same city. */
  reference(aggregate: AggregateName, id: string): unknown;
}

/** A state of a record that exists: every state but the initial one, whose status is `none`. */
export type Begun<S> = Exclude<S, { readonly status: 'none' }>;

/**
 * An aggregate is a record of pure functions: no clock, no ids made, no I/O, no framework.
 * Invariants: `evolve` accepts everything that `decide` has ever emitted and never throws on it;
 * `decide` either refuses and changes nothing, or gives at least one event; a state is JSON, and folding on
 * from a state that went through JSON gives the same as folding on from the live one.
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
  'log-key',
  'grievance',
  'subject',
  'upkeep',
  'council',
] as const;
export type AggregateName = (typeof aggregateNames)[number];

/** Who may send each command. Deny by default: a role that is not listed is refused. */
export type Permissions<C extends DomainCommand> = { readonly [T in C['type']]: readonly Role[] };

/** In which states each command is taken; `none` is the state before a record begins. */
export type From<S extends { readonly status: string }, C extends DomainCommand> = {
  readonly [T in C['type']]: readonly S['status'][];
};

/** By event type and then by old version: how data of that version becomes data of the next. */
export type Upcasts = Readonly<Record<string, Readonly<Record<number, (data: JsonObject) => JsonObject>>>>;

/** What the rest of the house needs to know of an aggregate; the registry lists one for each name. */
export interface Aggregate<
  S extends { readonly status: string },
  C extends DomainCommand,
  E extends DomainEvent,
> extends Decider<S, C, E> {
  /** Also the stream's prefix: `commitment-<uuid>`. */
  readonly name: AggregateName;
  /** The command that begins a record; every other addresses an existing one. */
  readonly begins: C['type'];
  readonly permissions: Permissions<C>;
  readonly from: From<S, C>;
  /** The commands that are a duty-bearer's own word: among staff, only that duty-bearer's may send them. */
  readonly ownWord: readonly C['type'][];
  /** The commands that begin or end what can never be undone: they rest on nothing remembered. */
  readonly irrevocable?: readonly C['type'][];
  /** The commands that keep what an irrevocable command of another record would destroy: neither passes the other by. */
  readonly keeping?: readonly C['type'][];
  /** By command, the one that the ledger sends itself as soon as that one is recorded: what was begun is to be ended. */
  readonly followedBy?: { readonly [T in C['type']]?: C };
  /** A city has one of these, under the city's own id: whoever decides on another record of the city finds it. */
  readonly oneOfACity?: true;
  /** Present version of each event's data. Older ones pass through `upcasts` when read. */
  readonly schemaVersions: { readonly [T in E['type']]: number };
  readonly upcasts: Upcasts;
  /** By event type, the members of its data that are `Personal`: they are sealed before the event is stored. */
  readonly personal?: { readonly [T in E['type']]?: readonly string[] };
  /** The records that a command names or rests on; for some commands the record's own state, or its id, is needed to tell. */
  references(command: C, state: S, id: string): readonly Reference[];
  asks(command: C, id: string): readonly Question[];
  /** The city of a record; undefined only before it exists, and for what is its own scope: a city, a key of the log. */
  cityOf(state: S): string | undefined;
  /** The duty-bearer for which a command speaks, where it is one of `ownWord`; `id` is the record's own. */
  speaksFor(state: S, command: C, id: string): string | undefined;
  /** The duty-bearers that still owe something under this record. */
  openDutyBearers(state: S): readonly string[];
  /** What the clock has to send to this record on that day, oldest date first; empty when it is up to date. */
  dueActs(state: S, today: string): readonly C[];
  /** The first day on which `dueActs` is not empty (it may lie in the past); undefined when no date runs. */
  nextDueOn(state: S): string | undefined;
}
