// The domain's scenarios, played through the front door: a city with what their bodies name, and every command with a
// body that has all it may have, on a record that takes it.
import { randomUUID } from 'node:crypto';
import type { Actor, AggregateName } from '@covenant/domain';
import { ids, obligationRecording, people, recordId, remedyOrder, scrutinyOpening, type Full } from '../../libs/domain/src/testing.js';
import { addressOf } from './addresses.js';
import { announcementHere, untilBothSign } from './log/announcement.js';
import { patiently, type Answer, type Recorded, type TestLedger, type Who } from './ledger.js';

/** The day of the scenarios; a ledger that plays them lives on it. */
export const stageDay = (): number => Date.parse('2026-03-02T12:00:00Z');

/** A record on which a scenario has been played. */
export interface Place {
  readonly aggregate: AggregateName;
  /** Unset while nothing has begun it. */
  readonly id?: string;
  readonly events: readonly string[];
  /** What the person of a grievance holds. */
  readonly code?: string;
  /** What the sample ids stand for here, besides what they stand for everywhere. */
  readonly own: ReadonlyMap<string, string>;
}

type Played = Recorded & {
  readonly code?: string;
  readonly subject?: string;
  readonly proofs?: readonly { readonly event: string; readonly address: string; readonly proof?: string }[];
};
interface Sent {
  readonly type: string;
  readonly data: object;
}

/** What is sent instead of a body, by the address that it goes to. */
type Change = (body: object, address: string) => object;
const unchanged: Change = (body) => body;

let made = 0;
/** Members that name an office: one sample id stands for an office and for a group. */
const offices = new Set(['dutyBearerId', 'parentId', 'successorId', 'from']);

export class Stage {
  private hasOne = false;

  private constructor(
    readonly ledger: TestLedger,
    private readonly known: ReadonlyMap<string, string>,
    private readonly knownOffices: ReadonlyMap<string, string>,
  ) {}

  /** A city of its own on this ledger, with offices, groups, an obligation, a scrutiny and a remedy. */
  static async set(ledger: TestLedger): Promise<Stage> {
    const known = new Map<string, string>();
    const knownOffices = new Map<string, string>();
    const stage = new Stage(ledger, known, knownOffices);
    const begin = async (aggregate: AggregateName, actor: Actor, type: string, data: object): Promise<string> =>
      (await stage.sent(stage.nothing(aggregate), actor, { type, data })).id ?? '';
    const enrolment = { name: 'Sampleton', country: 'CA', languages: ['en'], timeZone: 'America/Winnipeg' };
    known.set(ids.city, await begin('city', { subject: 'subject-new', roles: ['focal-point'] }, 'enrol', enrolment));
    for (const [id, name] of [[ids.housing, 'Housing'], [ids.police, 'Police'], [ids.youth, 'Youth office']] as const) {
      knownOffices.set(id, await begin('duty-bearer', people.focalPoint, 'register', { cityId: ids.city, name, kind: 'department' }));
    }
    for (const [id, name] of [[ids.tenants, 'Tenants'], [ids.youth, 'Youth']] as const) {
      const group = { cityId: ids.city, name, grounds: ['age'], description: name };
      known.set(id, await begin('group', people.focalPoint, 'recognise', group));
    }
    known.set(ids.obligation, await begin('obligation', people.focalPoint, 'record', obligationRecording));
    known.set(ids.scrutiny, await begin('scrutiny', people.council, 'open', scrutinyOpening));
    known.set(ids.remedy, await begin('remedy', people.council, 'order', remedyOrder));
    return stage;
  }

  get cityId(): string {
    return this.known.get(ids.city) ?? '';
  }

  nothing(aggregate: AggregateName): Place {
    return { aggregate, events: [], own: new Map() };
  }

  /** A fresh record on which all that comes before the command has been played. */
  async before({ aggregate, scenario }: Full, change: Change = unchanged): Promise<Place> {
    let place = this.nothing(aggregate.name);
    if (aggregate.name === 'subject') {
      const lodged = await this.sent(this.nothing('grievance'), people.complainant, lodging);
      place = { ...place, id: lodged.own.get('subject') ?? '', own: new Map([[ids.grievance, lodged.id ?? '']]) };
    }
    if (aggregate.name === 'log-key') place = { ...place, own: await announcementHere(this.ledger) };
    // A city has one council: each scenario but the first has a city of its own.
    if (aggregate.oneOfACity === true) {
      const { known, knownOffices } = this.hasOne ? await Stage.set(this.ledger) : this;
      this.hasOne = true;
      place = { ...place, own: new Map([...known, ...knownOffices]) };
    }
    for (const { actor, command } of scenario.sent) place = await this.sent(place, actor, command, change);
    if (aggregate.name === 'log-key' && place.id !== undefined) await untilBothSign(this.ledger, place.own);
    return place;
  }

  /** The command as it goes over the wire. */
  body(place: Place, { type, data }: Sent): object {
    const found = this.real(data, place) as Record<string, unknown>;
    if (type === 'lodge') {
      const { complainant: _mark, opening: _opening, about, ...rest } = found;
      return { ...rest, ...(about as object) };
    }
    if (type === 'enrol') return { ...found, slug: `stage-${process.pid}-${(made += 1)}` };
    return found;
  }

  who(place: Place, actor: Actor): Who {
    const { cityId, dutyBearerId } = this.real(actor, place) as Actor;
    return {
      roles: actor.roles,
      subject: actor.subject,
      ...(cityId === undefined ? {} : { cityId }),
      ...(dutyBearerId === undefined ? {} : { dutyBearerId }),
    };
  }

  /** Sends a body as it is; a limit that this test is not about is waited for. */
  async send(place: Place, actor: Actor, type: string, body: object, more: Readonly<Record<string, string>> = {}): Promise<Answer<Played>> {
    const personal = actor.roles.includes('complainant');
    const headers: Readonly<Record<string, string>> = {
      ...(type === 'unseal' ? {} : { 'idempotency-key': randomUUID() }),
      ...(place.code === undefined || !personal ? {} : { 'receipt-code': place.code }),
      ...more,
    };
    const token = personal ? undefined : await this.ledger.token(this.who(place, actor));
    return patiently(() => this.ledger.ask<Played>(addressOf(place.aggregate, type, place.id), { token, body, headers }));
  }

  /** Sends a command that must be taken. */
  async sent(place: Place, actor: Actor, command: Sent, change: Change = unchanged): Promise<Place> {
    const answer = await this.send(place, actor, command.type, change(this.body(place, command), addressOf(place.aggregate, command.type)));
    if (answer.status !== 200 && answer.status !== 201) throw new Error(`${place.aggregate} ${command.type}: ${answer.status} ${answer.text}`);
    const { id, events, code, subject } = answer.body;
    return {
      ...place,
      id,
      events: [...place.events, ...events.map((event) => event.id)],
      ...(code === undefined ? {} : { code }),
      own: subject === undefined ? place.own : new Map([...place.own, ['subject', subject]]),
    };
  }

  /** A value of a scenario with the ids that this city has for the sample ones. */
  private real(value: unknown, place: Place, member = ''): unknown {
    if (Array.isArray(value)) return value.map((item) => this.real(item, place, member));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.real(inner, place, name)]));
    }
    if (typeof value !== 'string') return value;
    if (value === recordId) return place.id ?? value;
    const entry = /^entry-(\d+)$/.exec(value)?.[1];
    if (entry !== undefined) return place.events[Number(entry)] ?? value;
    return place.own.get(value) ?? (offices.has(member) ? this.knownOffices.get(value) : undefined) ?? this.known.get(value) ?? value;
  }
}

const lodging: Sent = { type: 'lodge', data: { cityId: ids.city, about: { rights: ['ICESCR-11.1'] }, text: 'It is cold.' } };
