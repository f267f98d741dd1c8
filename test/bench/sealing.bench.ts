// What sealing costs: the same commands with the words sealed and with the words let through as they are, in turn in one
// process, on one ledger. The hash of a receipt code is slow on purpose and no sealing: it is in none of these figures.
import { randomUUID } from 'node:crypto';
import { type Actor, isUnsealed, personalMembers } from '@covenant/domain';
import type { NewEvent } from '@covenant/event-store';
import type { Privacy } from '../../apps/ledger/src/privacy/privacy.js';
import { type BenchLedger, openLedger } from './bench-ledger.js';
import { counting, here } from './cpu.js';
import { type Bench, closedLoop, type Figure, median, microseconds, perSecond } from './harness.js';
import { LoadClient } from './http-client.js';
import type { World } from './world.js';

const callers = 32;
/** Grievances a caller writes to in a round: one takes 200 messages. */
const grievancesEach = 2;

const text =
  'The lift of our house has stood still since March. My neighbour in the third stairwell cannot leave her flat, and nobody ' +
  'answers the letters that we wrote to the office on the fourth of April and again on the second of May.';

/** Words as they are, in the place of sealed ones. */
const letThrough = (event: NewEvent): NewEvent => {
  const bare = personalMembers(event.type).flatMap((member) => {
    const value = event.data[member];
    return isUnsealed(value) ? [[member, { sealed: value.unsealed }] as const] : [];
  });
  return { ...event, data: { ...event.data, ...Object.fromEntries(bare) } };
};

/** Gives a switch: sealing as the product does it, or none. */
function switchOf(privacy: Privacy): (seals: boolean) => void {
  const before = privacy.before.bind(privacy);
  return (seals) => {
    privacy.before = seals ? before : (_stream, events) => Promise.resolve(events.map(letThrough));
  };
}

interface Lodged {
  readonly id: string;
  readonly complainant: Actor;
}

async function lodge({ parts, cityId }: BenchLedger): Promise<Lodged> {
  const complainant: Actor = { subject: randomUUID(), roles: ['complainant'], cityId };
  const about = { rights: ['ICESCR-11.1'] };
  const data = { cityId, complainant: complainant.subject, opening: 'ab'.repeat(32), about, text, contact: 'under the third bell' };
  const { id } = await parts.commands.execute({ aggregate: 'grievance', actor: complainant, correlationId: randomUUID(), command: { type: 'lodge', data } });
  return { id, complainant };
}

async function acknowledged(ledger: BenchLedger): Promise<Lodged> {
  const lodged = await lodge(ledger);
  const actor: Actor = { subject: 'oversight', roles: ['oversight'], cityId: ledger.cityId };
  const command = { type: 'acknowledge', data: { dutyBearerId: ledger.dutyBearerId } } as const;
  await ledger.parts.commands.execute({ aggregate: 'grievance', id: lodged.id, actor, correlationId: randomUUID(), command });
  return lodged;
}

const several = <T>(count: number, make: () => Promise<T>): Promise<readonly T[]> => Promise.all(Array.from({ length: count }, make));

interface Sent {
  readonly rate: number;
  readonly commands: number;
}

/** Lodges what a round writes to, which is sealed in each, and gives the round. */
type Kind = (ledger: BenchLedger, seconds: number) => Promise<() => Promise<Sent>>;

async function inTurn(seconds: number, send: (caller: number, turn: number) => Promise<unknown>): Promise<Sent> {
  const { rate, latencies } = await closedLoop(callers, seconds, send);
  return { rate, commands: latencies.length };
}

const statements: Kind = async (ledger, seconds) => {
  const all = await several(callers * grievancesEach, () => lodge(ledger));
  const add = (caller: number, turn: number): Promise<unknown> => {
    const own = all[caller * grievancesEach + (turn % grievancesEach)];
    if (own === undefined) throw new Error('nothing lodged');
    const command = { type: 'add-statement', data: { text } } as const;
    return ledger.parts.commands.execute({ aggregate: 'grievance', id: own.id, actor: own.complainant, correlationId: randomUUID(), command });
  };
  return () => inTurn(seconds, add);
};

const lodgings: Kind = (ledger, seconds) => Promise.resolve(() => inTurn(seconds, () => lodge(ledger)));

const answers =
  (client: LoadClient): Kind =>
  async (ledger, seconds) => {
    const all = await several(callers * grievancesEach, () => acknowledged(ledger));
    const load = {
      port: ledger.port,
      connections: callers,
      seconds,
      path: all.map(({ id }) => `/v1/grievances/${id}/answer`),
      headers: [`Authorization: Bearer ${ledger.token}`],
      body: JSON.stringify({ text }),
      keyed: true,
    };
    return async () => {
      const { answered, seconds: took, statuses } = await client.run(load);
      if (Object.keys(statuses).some((status) => !status.startsWith('20'))) throw new Error(`not every answer was recorded: ${JSON.stringify(statuses)}`);
      return { rate: answered / took, commands: answered };
    };
  };

/** What a command took: of the wall clock, and of the processor in the ledger and in PostgreSQL. */
interface Cost {
  readonly rate: number;
  readonly microseconds: number;
}

async function cost(world: World, ledger: BenchLedger, measure: () => Promise<Sent>): Promise<Cost> {
  const spent = await counting({ here, server: () => world.serverCpu() });
  const { rate, commands } = await measure();
  await ledger.parts.reading.currentAll();
  return { rate, microseconds: (await spent()).all / commands };
}

const bench: Bench = {
  name: 'sealing',
  async run(world) {
    // Short and many, so that what else the machine does meets both alike.
    const seconds = 0.5;
    const rounds = world.quick ? 9 : 15;
    const ledger = await openLedger(world, { COMMANDS_IN_HAND: '512' });
    const client = new LoadClient();
    const seal = switchOf(ledger.parts.privateParts.privacy);
    const round = async (kind: Kind, seals: boolean): Promise<Cost> => {
      const measure = await kind(ledger, seconds);
      await ledger.parts.reading.currentAll();
      seal(seals);
      try {
        return await cost(world, ledger, measure);
      } finally {
        seal(true);
      }
    };
    const paired = async (figure: string, kind: Kind, target?: Figure['target']): Promise<readonly Figure[]> => {
      await round(kind, true);
      const pairs: { readonly sealed: Cost; readonly plain: Cost }[] = [];
      for (let turn = 0; turn < rounds; turn += 1) {
        // Who goes first changes, since the store grows meanwhile.
        const first = await round(kind, turn % 2 === 0);
        const second = await round(kind, turn % 2 !== 0);
        pairs.push(turn % 2 === 0 ? { sealed: first, plain: second } : { sealed: second, plain: first });
      }
      const of = (read: (pair: (typeof pairs)[number]) => number): number => median(pairs.map(read));
      const wanted = target === undefined ? {} : { target };
      return [
        {
          figure,
          value: perSecond(of(({ sealed }) => sealed.rate)),
          against: `${perSecond(of(({ plain }) => plain.rate))} let through`,
          ratio: of(({ sealed, plain }) => sealed.rate / plain.rate),
          ...wanted,
        },
        {
          figure: 'the same, by processor time of ledger and PostgreSQL',
          value: microseconds(of(({ sealed }) => sealed.microseconds)),
          against: `${microseconds(of(({ plain }) => plain.microseconds))} let through`,
          ratio: of(({ sealed, plain }) => plain.microseconds / sealed.microseconds),
          ...wanted,
        },
      ];
    };
    try {
      return [
        ...(await paired('answers to grievances over HTTP, sealed', answers(client), { atLeast: 0.85 })),
        ...(await paired('words added to grievances, at the door of commands', statements)),
        ...(await paired('grievances lodged at that door: three members, a new key', lodgings)),
      ];
    } finally {
      client.close();
      await ledger.close();
    }
  },
};

export default bench;
