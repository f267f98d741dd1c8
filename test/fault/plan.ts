// Which faults a round has: a matter of its seed and its number alone, so that a round can be had again.
import { chancesOf } from '../support/chances.js';
import type { Side } from './line.js';
import { type StoreFault, storeFaults } from './store-faults.js';

const targets = ['ledger', 'relay-1', 'relay-2', 'projector-1', 'projector-2', 'notary-1', 'notary-2', 'clock-1', 'clock-2'] as const;

/** A process by its label, or whoever of a kind leads when the fault comes. */
export type Target = (typeof targets)[number] | 'leading relay' | 'leading notary';
export type Engine = 'postgres' | 'kafka' | 'eventstore';
/** Where the events are, and what it can be made to do. */
export type World = 'postgres' | 'fake' | 'named';

export type Fault =
  | { readonly kind: 'kill'; readonly of: Target }
  /** When a write of its own is on the way: before it arrives, or before its answer does. */
  | { readonly kind: 'kill at'; readonly of: Target; readonly write: Write; readonly side: Side }
  | { readonly kind: 'kill PostgreSQL' | 'kill the broker' | 'kill the store' }
  | { readonly kind: StoreFault; readonly for: number }
  /** Of a leader: until another leads. */
  | { readonly kind: 'pause'; readonly of: Target; readonly for: number }
  | { readonly kind: 'cut' | 'close' | 'silence' | 'slow'; readonly of: Target; readonly to: Engine; readonly for: number }
  /** Half of the brokers' answers to what the relays send. */
  | { readonly kind: 'lose replies'; readonly for: number };

/** The writes that must not be lost or doubled, and a text that stands in the bytes of each. */
export const writes = {
  append: { to: 'postgres', marker: 'ledger-append' },
  // In EventStoreDB: it stands in the metadata of what is to be recorded.
  'gRPC append': { to: 'eventstore', marker: 'idempotencyKey' },
  records: { to: 'kafka', marker: 'ce_position' },
  rows: { to: 'postgres', marker: 'COMMIT' },
  tree: { to: 'postgres', marker: 'SELECT log.commit(' },
  publication: { to: 'postgres', marker: 'SELECT log.publish(' },
} as const satisfies Record<string, { readonly to: Engine; readonly marker: string }>;
export type Write = keyof typeof writes;

/** Whose writes they are. */
export const crashPoints: readonly (readonly [Target, Write])[] = [
  ['ledger', 'append'],
  ['leading relay', 'records'],
  ['projector-1', 'rows'],
  ['leading notary', 'tree'],
  ['leading notary', 'publication'],
];

export interface Planned {
  /** Milliseconds after the round began. */
  readonly at: number;
  readonly fault: Fault;
}

const killed: readonly Target[] = [...targets, 'leading relay', 'leading notary', 'ledger'];
const paused: readonly Target[] = ['leading relay', 'leading relay', 'leading notary', 'leading notary', 'projector-1', 'projector-2', 'ledger', 'clock-1'];
/** A projector that sleeps so many milliseconds has lost its partitions when it wakes. */
const pastSession = 10_500;
/** The others have no line to Kafka that anything hangs on. */
const onKafka: readonly Target[] = ['leading relay', 'leading relay', 'projector-1', 'projector-2'];

/** How often each kind comes, against the others. */
const weights = { kill: 20, 'kill at': 14, 'kill PostgreSQL': 8, 'kill the broker': 6, pause: 14, cut: 12, close: 8, silence: 8, slow: 8, 'lose replies': 8 } as const;
const onPostgres: Weights = { ...weights, 'kill the store': 0, 'trouble the store': 0 };
/** A server that somebody names can be cut off; the fake does whatever it is told. */
const weightsOf: Readonly<Record<World, Weights>> = {
  postgres: onPostgres,
  named: { ...onPostgres, 'kill the store': 4, cut: 20 },
  fake: { ...onPostgres, 'kill the store': 8, 'trouble the store': 40 },
};
type Kind = keyof typeof weights | 'kill the store' | 'trouble the store';
type Weights = Readonly<Record<Kind, number>>;

/** One fault in half of the rounds, two or three at once in the others. */
export function planOf(seed: number, round: number, world: World = 'postgres'): readonly Planned[] {
  const chance = chancesOf(Math.imul(seed, 0x9e3779b1) + round);
  const many = chance() < 0.5 ? 1 : chance() < 0.7 ? 2 : 3;
  const planned = Array.from({ length: many }, () => ({ at: Math.floor(chance() * 800), fault: faultBy(chance, world) }));
  // Each at most once a round: two leaders of a kind that sleep at once would wait for each other.
  return planned.filter(({ fault }, index) => planned.findIndex((other) => inWords(other.fault) === inWords(fault)) === index);
}

function faultBy(chance: () => number, world: World): Fault {
  const pick = <T>(of: readonly T[]): T => of[Math.floor(chance() * of.length)] as T;
  const between = (least: number, most: number): number => Math.round(least + chance() * (most - least));
  const kind = kindBy(chance(), weightsOf[world]);
  switch (kind) {
    case 'kill':
      return { kind, of: pick(killed) };
    case 'kill at': {
      const [of, planned] = pick(crashPoints);
      const write = planned === 'append' && world !== 'postgres' ? 'gRPC append' : planned;
      return { kind, of, write, side: pick<Side>(['call', 'answer']) };
    }
    case 'kill PostgreSQL':
    case 'kill the broker':
    case 'kill the store':
      return { kind };
    case 'trouble the store':
      return { kind: pick(Object.keys(storeFaults) as StoreFault[]), for: between(500, 2_500) };
    case 'pause': {
      const of = pick(paused);
      return { kind, of, for: of.startsWith('projector') ? between(pastSession, pastSession + 1_000) : between(500, 3_000) };
    }
    case 'lose replies':
      return { kind, for: between(500, 2_000) };
    default: {
      const to = pick<Engine>(world === 'postgres' ? ['postgres', 'kafka'] : ['postgres', 'kafka', 'eventstore', 'eventstore']);
      return { kind, of: pick(to === 'kafka' ? onKafka : targets), to, for: between(300, 2_500) };
    }
  }
}

function kindBy(chance: number, weights: Weights): Kind {
  const kinds = Object.keys(weights) as Kind[];
  let left = chance * kinds.reduce((sum, kind) => sum + weights[kind], 0);
  return kinds.find((kind) => (left -= weights[kind]) < 0) ?? 'kill';
}

export const inWords = (fault: Fault): string => {
  switch (fault.kind) {
    case 'kill':
      return `kill ${fault.of}`;
    case 'kill at':
      return `kill ${fault.of} at the ${fault.side} of its ${fault.write}`;
    case 'pause':
      return `pause ${fault.of}`;
    case 'cut':
    case 'close':
    case 'silence':
    case 'slow':
      return `${fault.kind} ${fault.of} to ${fault.to}`;
    default:
      return fault.kind;
  }
};
