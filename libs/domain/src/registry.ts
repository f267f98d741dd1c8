import type { CityCommand, CityState } from './city/city.js';
import { city } from './city/city.js';
import type { CityEvent } from './city/city.events.js';
import type { CommitmentCommand, CommitmentState } from './commitment/commitment.js';
import { commitment } from './commitment/commitment.js';
import type { CommitmentEvent } from './commitment/commitment.events.js';
import type { CouncilCommand, CouncilState } from './council/council.js';
import { council } from './council/council.js';
import type { CouncilEvent } from './council/council.events.js';
import type { DutyBearerCommand, DutyBearerState } from './duty-bearer/duty-bearer.js';
import { dutyBearer } from './duty-bearer/duty-bearer.js';
import type { DutyBearerEvent } from './duty-bearer/duty-bearer.events.js';
import type { GroupCommand, GroupState } from './group/group.js';
import { group } from './group/group.js';
import type { GroupEvent } from './group/group.events.js';
import type { GrievanceCommand, GrievanceState } from './grievance/grievance.js';
import { grievance } from './grievance/grievance.js';
import type { GrievanceEvent } from './grievance/grievance.events.js';
import type { Aggregate, AggregateName, DomainCommand, DomainEvent } from './kernel/decider.js';
import { aggregateNames } from './kernel/decider.js';
import type { LogKeyCommand, LogKeyState } from './log-key/log-key.js';
import { logKey } from './log-key/log-key.js';
import type { LogKeyEvent } from './log-key/log-key.events.js';
import type { ObligationCommand, ObligationState } from './obligation/obligation.js';
import { obligation } from './obligation/obligation.js';
import type { ObligationEvent } from './obligation/obligation.events.js';
import type { RemedyCommand, RemedyState } from './remedy/remedy.js';
import { remedy } from './remedy/remedy.js';
import type { RemedyEvent } from './remedy/remedy.events.js';
import type { ScrutinyCommand, ScrutinyState } from './scrutiny/scrutiny.js';
import { scrutiny } from './scrutiny/scrutiny.js';
import type { ScrutinyEvent } from './scrutiny/scrutiny.events.js';
import type { SubjectCommand, SubjectState } from './subject/subject.js';
import { subject } from './subject/subject.js';
import type { SubjectEvent } from './subject/subject.events.js';
import type { UpkeepCommand, UpkeepEvent, UpkeepState } from './upkeep/upkeep.js';
import { upkeep } from './upkeep/upkeep.js';

/** The types of each aggregate, by its name. */
export interface Domain {
  city: { state: CityState; command: CityCommand; event: CityEvent };
  'duty-bearer': { state: DutyBearerState; command: DutyBearerCommand; event: DutyBearerEvent };
  group: { state: GroupState; command: GroupCommand; event: GroupEvent };
  obligation: { state: ObligationState; command: ObligationCommand; event: ObligationEvent };
  commitment: { state: CommitmentState; command: CommitmentCommand; event: CommitmentEvent };
  scrutiny: { state: ScrutinyState; command: ScrutinyCommand; event: ScrutinyEvent };
  remedy: { state: RemedyState; command: RemedyCommand; event: RemedyEvent };
  'log-key': { state: LogKeyState; command: LogKeyCommand; event: LogKeyEvent };
  grievance: { state: GrievanceState; command: GrievanceCommand; event: GrievanceEvent };
  subject: { state: SubjectState; command: SubjectCommand; event: SubjectEvent };
  upkeep: { state: UpkeepState; command: UpkeepCommand; event: UpkeepEvent };
  council: { state: CouncilState; command: CouncilCommand; event: CouncilEvent };
}

export type StateOf<N extends AggregateName> = Domain[N]['state'];
export type CommandOf<N extends AggregateName> = Domain[N]['command'];
export type EventOf<N extends AggregateName> = Domain[N]['event'];
export type AnyEvent = EventOf<AggregateName>;

export type Aggregates = { readonly [N in AggregateName]: Aggregate<StateOf<N>, CommandOf<N>, EventOf<N>> };

export const aggregates: Aggregates = {
  city,
  'duty-bearer': dutyBearer,
  group,
  obligation,
  commitment,
  scrutiny,
  remedy,
  'log-key': logKey,
  grievance,
  subject,
  upkeep,
  council,
};

/** An aggregate whose types the caller does not know: what the command pipeline and the projections work with. */
export type AnyAggregate = Aggregate<{ readonly status: string }, DomainCommand, DomainEvent>;

export const aggregateNamed = (name: AggregateName): AnyAggregate => aggregates[name];

/** The aggregate that an event type belongs to; undefined for a type that is none of ours. */
export const aggregateOfEvent = (type: string): AggregateName | undefined => owners.get(type);

const owners: ReadonlyMap<string, AggregateName> = new Map(
  aggregateNames.flatMap((name) => Object.keys(aggregates[name].schemaVersions).map((type) => [type, name] as const)),
);

export const eventTypes: readonly string[] = [...owners.keys()];

const personalOf: ReadonlyMap<string, readonly string[]> = new Map(
  aggregateNames.flatMap((name) => Object.entries(aggregates[name].personal ?? {})),
);

/** The members of an event's data that are `Personal`, by its type. */
export const personalMembers = (type: string): readonly string[] => personalOf.get(type) ?? [];

/** `commitment-018f…`: the stream of a record. */
export const streamOf = (name: AggregateName, id: string): string => `${name}-${id}`;

const STREAM = new RegExp(`^(${aggregateNames.join('|')})-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$`);

/** The record that a stream holds; undefined for a stream that is none of ours. */
export function parseStream(stream: string): { readonly aggregate: AggregateName; readonly id: string } | undefined {
  const [, name, id] = STREAM.exec(stream) ?? [];
  const aggregate = aggregateNames.find((one) => one === name);
  return aggregate === undefined || id === undefined ? undefined : { aggregate, id };
}

/** Whose words an event says go, or are gone: nothing brings a key of theirs back from then on. */
export const forgottenFrom = (stream: string, { type }: { readonly type: string }): string | undefined =>
  type === 'SubjectErasureBegun' || type === 'SubjectErased' ? parseStream(stream)?.id : undefined;

/** Whom these events of a stream say was forgotten: a key that is gone before they are recorded, and never comes back. */
export const forgottenBy = (stream: string, events: readonly { readonly type: string }[]): string | undefined =>
  events.some(({ type }) => type === 'SubjectErased') ? parseStream(stream)?.id : undefined;
