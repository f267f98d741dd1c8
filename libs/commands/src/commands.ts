import { aggregateNamed, isRefusal, streamOf, type Actor, type AggregateName, type AnyAggregate, type DomainCommand } from '@covenant/domain';
import { EventIdConflict, WrongExpectedRevision, type EventStore, type NewEvent } from '@covenant/event-store';
import { traced, type Traces } from '@covenant/platform';
import { decide, dress, type Passage } from './decision.js';
import { assertEntriesFit } from './entry-limit.js';
import { type FoldedRecord, type FoldedRecords } from './folded-records.js';
import { noGuard, type Guard } from './guard.js';
import { type Apart, holdsOf, Holds } from './holds.js';
import { cityIdOf, freshIds, keyedIds, type Ids } from './ids.js';
import { InHand } from './in-hand.js';
import { Lanes } from './lanes.js';
import { KeyReused, Refused, StaleRevision, TooManyCommands, TooMuchContention, UnknownRecord } from './outcomes.js';
import { attempts, pause } from './races.js';
import { mayRepeat, receiptOf, recordedUnder, type Receipt } from './receipt.js';
import { readEvent } from './read-event.js';
import type { RecordingClock } from './recording-clock.js';
import { digestOf } from './request-digest.js';
import type { CommandRequest } from './request.js';
import { survey, type Answers } from './world.js';

/** Figures of the pipeline; somebody else publishes them. */
export interface CommandFigures {
  accepted(aggregate: AggregateName, command: string): void;
  refused(aggregate: AggregateName, code: string): void;
  raced(): void;
}

export interface CommandsOptions {
  readonly store: EventStore;
  readonly records: FoldedRecords;
  readonly answers: Answers;
  readonly clock: RecordingClock;
  readonly figures: CommandFigures;
  /** Keeps commands apart over processes; left out where only this one writes to the store. */
  readonly apart?: Apart;
  readonly traces?: Traces;
  readonly guard?: Guard;
  /** Commands in hand at once; by default any number. */
  readonly most?: number;
}

/**
 * The way of every command: load, decide, append; once for all aggregates.
 *
 * A command is decided on what is in memory and appended with the revision it was decided on, so an accepted decision
 * always stood on the newest state of its record. A refusal is only answered after everything it rests on was read
 * afresh. Records that a command merely names may be behind by as much as the live subscription is
 * (see `CacheKeeper`); they are looked at, not written to. A command that cannot be undone reads everything afresh.
 */
export class Commands {
  private readonly lanes = new Lanes();
  private readonly holds = new Holds();
  private readonly given = new WeakSet<Receipt>();

  private readonly hand: InHand;

  constructor(private readonly options: CommandsOptions) {
    this.hand = new InHand(options.most);
  }

  /** Commands taken and not yet answered. */
  get inHand(): number {
    return this.hand.size;
  }

  /** Whether another one would be refused. */
  get full(): boolean {
    return this.hand.full;
  }

  /**
   * Resolves once the events are durable.
   * @throws Refused, UnknownRecord, StaleRevision, TooMuchContention, TooManyCommands, KeyReused, EntryTooLarge, StoreUnavailable
   */
  execute(request: CommandRequest): Promise<Receipt> {
    // What the clock records it records on anybody's busiest day.
    if (this.full && !request.actor.roles.includes('system')) return Promise.reject(new TooManyCommands());
    const { traces } = this.options;
    return this.hand.run(() => (traces === undefined ? this.run(request) : this.runTraced(traces, request)));
  }

  /** The events carry on from the command's own span. */
  private runTraced(traces: Traces, request: CommandRequest): Promise<Receipt> {
    const { aggregate, command, traceparent } = request;
    const span = traces.begin(`command ${aggregate} ${command.type}`, 'internal', traceparent, {
      'covenant.aggregate': aggregate,
      'covenant.command': command.type,
    });
    return traced(span, () => this.run({ ...request, traceparent: span.traceparent }));
  }

  private async run(request: CommandRequest): Promise<Receipt> {
    const passage = this.begin(request);
    const receipt = await this.lanes.run(passage.stream, () => this.pass(passage));
    const next = passage.aggregate.followedBy?.[request.command.type];
    if (next !== undefined) await this.follow(next, passage, receipt);
    return receipt;
  }

  /**
   * Sends what follows on a command, also on a repeated one: whoever has an answer knows that it is done. Where it could
   * not be done the caller hears of that, and the clock goes on with it.
   */
  private async follow(command: DomainCommand, { request, aggregate, id, stream }: Passage, { events }: Receipt): Promise<void> {
    const { correlationId, traceparent } = request;
    const [cause] = events;
    const caused = { ...(cause === undefined ? {} : { causationId: cause.id }), ...(traceparent === undefined ? {} : { traceparent }) };
    try {
      await this.run({ aggregate: aggregate.name, id, command, actor: itself, idempotencyKey: `follows:${stream}:${command.type}`, correlationId, ...caused });
    } catch (error) {
      // Somebody else was there before: it is done.
      if (!(error instanceof Refused && error.refusal.code === 'wrong-state')) throw error;
    }
  }

  /** Whether a receipt is one that was given before: the command was a repetition and wrote nothing. */
  isRepetition(receipt: Receipt): boolean {
    return this.given.has(receipt);
  }

  private begin(request: CommandRequest): Passage {
    const { idempotencyKey: key, actor } = request;
    const aggregate = aggregateNamed(request.aggregate);
    const ids = key === undefined ? freshIds : keyedIds(actor.subject, key);
    const id = request.id ?? this.newId(aggregate, request, ids);
    // Of personal words no plain digest is kept, whoever forgot to bring another.
    const digest = key === undefined ? undefined : (request.digest ?? (aggregate.personal === undefined ? digestOf(request) : 'unchecked'));
    return { request, aggregate, id, stream: streamOf(aggregate.name, id), ids, digest };
  }

  private newId(aggregate: AnyAggregate, { command }: CommandRequest, ids: Ids): string {
    const cityId: unknown = aggregate.oneOfACity === true ? Reflect.get(command.data, 'cityId') : undefined;
    if (typeof cityId === 'string') return cityId;
    const slug = aggregate.asks(command, '').find((question) => question.about === 'slug');
    return slug?.about === 'slug' ? cityIdOf(slug.slug) : ids.record();
  }

  private async pass(passage: Passage): Promise<Receipt> {
    const { aggregate, request } = passage;
    let fresh = aggregate.irrevocable?.includes(request.command.type) === true;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.attempt(passage, fresh);
      if (outcome.done) return outcome.receipt;
      if (outcome.raced) {
        this.options.figures.raced();
        if (attempt >= attempts) throw new TooMuchContention(outcome.current);
        await pause(attempt);
      }
      fresh = true;
    }
  }

  private async attempt(passage: Passage, fresh: boolean): Promise<Outcome> {
    const { request, aggregate, id } = passage;
    const { records } = this.options;
    const begins = request.command.type === aggregate.begins;
    // A record that begins is taken not to exist; the store contradicts, and so does the fresh look before a refusal.
    const loaded = begins && !fresh ? records.blank(aggregate.name, id) : records.load(aggregate.name, id, fresh);
    const record = loaded instanceof Promise ? await loaded : loaded;
    if (this.isRepeated(passage, record)) return { done: true, receipt: await this.firstReceipt(passage) };

    if (!begins && record.revision < 0) {
      if (!fresh) return again;
      throw new UnknownRecord(aggregate.name, id);
    }
    if (request.ifMatch !== undefined && request.ifMatch !== record.revision) {
      if (!fresh) return again;
      throw new StaleRevision(request.ifMatch, record.revision);
    }

    const { shared, alone } = holdsOf(aggregate, request.command, record.state, id);
    return this.holds.run(shared, alone, () => this.apart(shared, alone, (afresh) => this.record(passage, record, fresh, afresh)));
  }

  /** The same between processes as `holds` is within this one. */
  private apart<T>(shared: readonly string[], alone: string | undefined, work: (afresh: boolean) => Promise<T>): Promise<T> {
    const { apart } = this.options;
    // Whoever goes alone rests on what others have recorded just now.
    if (alone !== undefined) return apart === undefined ? work(true) : apart.alone(alone, () => work(true));
    return apart === undefined || shared.length === 0 ? work(false) : apart.pass(shared, work);
  }

  /** @param afresh read what is named from the store, whatever is in memory */
  private async record(passage: Passage, record: FoldedRecord, fresh: boolean, afresh: boolean): Promise<Outcome> {
    const { request, aggregate, id } = passage;
    const { records, answers, clock } = this.options;
    const now = clock.next();
    const { missing, surroundings } = await survey(records, answers, request, record, id, now, fresh || afresh);
    const decided = decide(passage, record, surroundings, now, missing);
    if (isRefusal(decided)) {
      if (!fresh) return again;
      this.options.figures.refused(aggregate.name, decided.code);
      throw new Refused(decided);
    }
    const made = dress(passage, record, decided, now);
    const { guard = noGuard } = this.options;
    const events = await guard.before(passage.stream, made, record.revision < 0);
    assertEntriesFit(passage.stream, record.revision + 1, events, request.bodyBytes);
    return this.append(passage, record, events);
  }

  private async append(passage: Passage, record: FoldedRecord, events: readonly NewEvent[]): Promise<Outcome> {
    const { request, stream, id, aggregate } = passage;
    const { store, records, figures } = this.options;
    const expected = record.revision < 0 ? 'no-stream' : record.revision;
    try {
      const appended = await this.traceAppend(request, events.length, () => store.append(stream, expected, events));
      if (appended.repeated) {
        records.forget(stream);
        return { done: true, receipt: await this.firstReceipt(passage) };
      }
      const recorded = events.map((event, index) => ({ ...event, ...placeOf(appended.events[index]) }));
      records.apply(
        record,
        recorded.map((event) => ({ ...readEvent(aggregate, event), revision: event.revision })),
      );
      figures.accepted(aggregate.name, request.command.type);
      return { done: true, receipt: receiptOf(id, stream, recorded) };
    } catch (error) {
      records.forget(stream);
      if (error instanceof WrongExpectedRevision) return { done: false, raced: true, current: error.actual ?? -1 };
      if (error instanceof EventIdConflict && request.idempotencyKey !== undefined) throw new KeyReused();
      throw error;
    }
  }

  private traceAppend<T>({ traceparent }: CommandRequest, count: number, append: () => Promise<T>): Promise<T> {
    const { traces } = this.options;
    return traces === undefined ? append() : traced(traces.begin('append', 'client', traceparent, { 'covenant.events': count }), append);
  }

  /** Whether this very command is in the record's history already. */
  private isRepeated({ request, ids }: Passage, { history }: FoldedRecord): boolean {
    if (request.idempotencyKey === undefined || history.length === 0) return false;
    const first = ids.event(0);
    return history.some((entry) => entry.id === first);
  }

  private async firstReceipt({ request, id, stream, digest }: Passage): Promise<Receipt> {
    const { idempotencyKey: key = '', actor } = request;
    const recorded = recordedUnder(await this.options.store.readStream(stream), actor.subject, key);
    const [first] = recorded;
    if (first === undefined || first.metadata.requestDigest !== digest || !mayRepeat(actor, first)) throw new KeyReused();
    const receipt = receiptOf(id, stream, recorded);
    this.given.add(receipt);
    return receipt;
  }
}

/** The ledger, where it goes on by itself with what somebody began; no token ever gives this role. */
const itself: Actor = { subject: 'system:ledger', roles: ['system'] };

type Outcome =
  | { readonly done: true; readonly receipt: Receipt }
  | { readonly done: false; readonly raced: false }
  | { readonly done: false; readonly raced: true; readonly current: number };

/** Nothing was written: read everything afresh and decide anew. */
const again: Outcome = { done: false, raced: false };

const placeOf = (place: { revision: number; position: bigint } | undefined): { revision: number; position: bigint } => {
  if (place === undefined) throw new Error('the store answered with fewer events than it was given');
  return { revision: place.revision, position: place.position };
};
