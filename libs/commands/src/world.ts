import {
  refuseAll,
  refuseRule,
  streamOf,
  todayIn,
  type Actor,
  type DomainCommand,
  type Facts,
  type Question,
  type Reference,
  type Refusal,
} from '@covenant/domain';
import { cityIdOf } from './ids.js';
import type { FoldedRecord, FoldedRecords } from './folded-records.js';
import type { CommandRequest } from './request.js';

/** What a decision asks of the read models; each answer is current as of the moment it is asked for. */
export interface Answers {
  openDuties(dutyBearerId: string): Promise<number>;
  /** Whether a grievance is against that office, where this process can look into what is sealed; `erased` where nobody can any more. */
  complainedOf?(stream: string, dutyBearerId: string): Promise<boolean | 'erased'>;
}

export interface Surroundings {
  readonly today: string;
  readonly facts: Facts;
  readonly references: ReadonlyMap<string, FoldedRecord>;
}

export interface Surveyed {
  /** The refusal for references that do not exist in this city, all of them at once. */
  readonly missing?: Refusal;
  readonly surroundings: Surroundings;
}

/** The time zone of a record's own city; a city that is being enrolled names its own. */
const timeZoneOf = (city: unknown, command: object): string => {
  for (const source of [city, command]) {
    const zone: unknown = typeof source === 'object' && source !== null ? Reflect.get(source, 'timeZone') : undefined;
    if (typeof zone === 'string') return zone;
  }
  return 'UTC';
};

/** No offset of any zone changes within a quarter of an hour that begins on the quarter. */
const quarter = 15 * 60_000;
const days = new Map<string, { readonly quarter: number; readonly day: string }>();

const dayIn = (timeZone: string, now: string): string => {
  const current = Math.floor(Date.parse(now) / quarter);
  const known = days.get(timeZone);
  if (known?.quarter === current) return known.day;
  try {
    const day = todayIn(timeZone, now);
    days.set(timeZone, { quarter: current, day });
    return day;
  } catch (error) {
    // A zone that nobody knows is refused by the domain; until then the day is UTC's.
    if (error instanceof RangeError) return now.slice(0, 10);
    throw error;
  }
};

/** Collects what the decision may know besides the record's own state. Pure reading. */
export const survey = async (
  records: FoldedRecords,
  answers: Answers,
  request: CommandRequest,
  record: FoldedRecord,
  recordId: string,
  now: string,
  fresh: boolean,
): Promise<Surveyed> => {
  const { aggregate } = record;
  const cityId = cityOfCommand(record, request.command, recordId);
  const references = aggregate.references(request.command, record.state, recordId);
  const loaded = new Map<string, FoldedRecord>();
  const missing: Refusal[] = [];
  for (const reference of references) {
    // What a decision rests on unnamed, such as a conflict that was declared, counts at once, whoever recorded it.
    const kept = reference.mayLack === true ? records.current(reference.aggregate, reference.id) : records.load(reference.aggregate, reference.id, fresh);
    const found = kept instanceof Promise ? await kept : kept;
    if (isOf(cityId, reference, found)) loaded.set(streamOf(reference.aggregate, reference.id), found);
    else if (reference.mayLack !== true) missing.push(refuseRule('unknown-record', { aggregate: reference.aggregate, given: reference.id }, reference.pointer));
  }
  const city = aggregate.name === 'city' ? record : await records.load('city', cityId, fresh);
  const questions = aggregate.asks(request.command, recordId);
  const facts = questions.length === 0 ? {} : await answer(answers, questions, record, recordId, request.actor);
  const refusal = refuseAll(missing);
  return {
    ...(refusal === undefined ? {} : { missing: refusal }),
    surroundings: { today: dayIn(timeZoneOf(city.state, request.command.data), now), facts, references: loaded },
  };
};

/** The city that a command belongs to: its record's, the one it names, or the city itself. */
export const cityOfCommand = ({ aggregate, state }: FoldedRecord, { data }: DomainCommand, id: string): string => {
  const named: unknown = Reflect.get(data, 'cityId');
  return aggregate.cityOf(state) ?? (typeof named === 'string' ? named : id);
};

const isOf = (cityId: string, reference: Reference, found: FoldedRecord): boolean =>
  found.revision >= 0 &&
  (reference.aggregate === 'city' ? reference.id === cityId : found.aggregate.cityOf(found.state) === cityId);

const answer = async (
  answers: Answers,
  questions: readonly Question[],
  record: FoldedRecord,
  id: string,
  actor: Actor,
): Promise<Facts> => {
  let facts: Facts = {};
  for (const question of questions) {
    if (question.about === 'slug') {
      // The id of a city follows from its slug, so a slug is taken exactly when that stream was begun.
      facts = { ...facts, slugTaken: record.revision >= 0 && cityIdOf(question.slug) === id };
    } else if (question.about === 'complained-of') {
      const dutyBearerId = question.dutyBearerId ?? actor.dutyBearerId;
      if (answers.complainedOf === undefined || dutyBearerId === undefined) continue;
      facts = { ...facts, complainedOf: await answers.complainedOf(record.stream, dutyBearerId) };
    } else {
      facts = { ...facts, openDuties: await answers.openDuties(question.dutyBearerId) };
    }
  }
  return facts;
};
