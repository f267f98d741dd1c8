// What is fuzzed: a ledger with records in every state that a command is taken in, and a caller for every role.
import { aggregateNames, grantableRoles } from '@covenant/domain';
import { fullBodies, people } from '../../libs/domain/src/testing.js';
import { plurals } from '../support/addresses.js';
import { closed, type Description } from '../support/description.js';
import { changedLogKey } from '../support/log/changed-key.js';
import { startLedger, type TestLedger, type Who } from '../support/ledger.js';
import { Stage, stageDay, type Place } from '../support/stage.js';

export interface Target {
  readonly ledger: TestLedger;
  /** Of what is told, with every schema closed: a member that is not described is a fault. */
  readonly description: Description;
  readonly known: Known;
}

export interface Known {
  readonly callers: Readonly<Record<string, string | null>>;
  readonly records: Readonly<Record<string, readonly string[]>>;
  readonly entries: Readonly<Record<string, readonly string[]>>;
  readonly codes: Readonly<Record<string, string>>;
}

const limits = { REQUESTS_PER_CALLER: '0', LODGINGS_PER_HOUR: '1000000', WRONG_CODES_PER_HOUR: '1000000' };

export async function startTarget(): Promise<Target> {
  const ledger = await startLedger({ now: stageDay, environment: limits });
  const stage = await Stage.set(ledger);
  const places: Place[] = [];
  for (const full of fullBodies) {
    if (full.aggregate.name !== 'log-key' && full.command.type !== full.aggregate.begins) places.push(await stage.before(full));
  }
  const records: Record<string, string[]> = { 'log-keys': [await changedLogKey(ledger)], events: [] };
  await ledger.parts.reading.currentAll();
  for (const name of aggregateNames) {
    const { items } = (await ledger.ask<{ items: { id: string }[] }>(`/v1/${plurals[name]}?limit=200`)).body;
    records[plurals[name]] = items.map(({ id }) => id);
  }
  // Most of what is sent should be about this city.
  records['cities'] = [stage.cityId, stage.cityId, ...(records['cities'] ?? [])];
  records['events'] = places.flatMap(({ events }) => events.slice(0, 1));
  return {
    ledger,
    description: closed((await ledger.ask<Description>('/openapi.json')).body),
    known: {
      callers: await callers(ledger, stage),
      records,
      entries: Object.fromEntries(places.flatMap(({ id, events }) => (id === undefined ? [] : [[id, events]]))),
      codes: Object.fromEntries(places.flatMap(({ id, code }) => (id === undefined || code === undefined ? [] : [[id, code]]))),
    },
  };
}

/** Every role that a token can give, an office for its own word, nobody, somebody of no role, and somebody whose token has ended. */
async function callers(ledger: TestLedger, stage: Stage): Promise<Known['callers']> {
  const staff = stage.who(stage.nothing('city'), people.housing);
  const of = async (who: Who): Promise<string> => ledger.token({ ...who, lifetime: who.lifetime ?? 36_000 });
  const scope = (role: string): Who => ({ roles: [role], subject: `fuzz-${role}`, ...(role === 'administrator' ? {} : { cityId: stage.cityId }) });
  const given: [string, string | null][] = [['anonymous', null]];
  for (const role of grantableRoles) given.push([role, await of(role === 'staff' ? { ...scope(role), ...staff } : scope(role))]);
  given.push(['no role', await of({ ...scope('none'), roles: [] })], ['expired', await of({ ...scope('staff'), lifetime: -600 })]);
  return Object.fromEntries(given);
}
