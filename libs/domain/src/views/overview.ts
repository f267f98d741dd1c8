import { aggregateNames, type AggregateName } from '../kernel/decider.js';
import type { Facet, Tally } from './tallies.js';

/** The tallies of one city, each with its aggregate. */
export type CityTally = Omit<Tally, 'cityId'> & { readonly aggregate: AggregateName };

/** How many records there are. `open` ask something of somebody; `overdue` missed a date that nothing settled since. */
export interface Figures {
  readonly total: number;
  readonly open: number;
  readonly overdue: number;
  readonly byStatus: Readonly<Record<string, number>>;
}

/** One right, principle, group or duty-bearer, and how many records name it. */
export interface Coverage {
  readonly value: string;
  readonly obligations: number;
  readonly commitments: number;
  readonly scrutinies: number;
  readonly remedies: number;
  /** Of all these, the overdue ones. */
  readonly overdue: number;
}

/** The keys of the log and its upkeep are the deployment's. */
type OfACity = Exclude<AggregateName, 'log-key' | 'upkeep'>;
export const isOfACity = (name: AggregateName): name is OfACity => name !== 'log-key' && name !== 'upkeep';

export interface Overview {
  /** Of every kind of record that is a city's. */
  readonly figures: Readonly<Record<OfACity, Figures>>;
  /** What records name, in the order of `value`; what nobody names is a gap, and is not in here. */
  readonly coverage: Readonly<Record<'rights' | 'principles' | 'groups' | 'dutyBearers', readonly Coverage[]>>;
}

/** Adds up tallies; pure, so that the figures can be computed again from the events by anybody. */
export function overviewOf(tallies: readonly CityTally[]): Overview {
  const all = tallies.filter((tally) => tally.facet === 'all');
  const figuresOf = (name: AggregateName) => figures(all.filter((tally) => tally.aggregate === name));
  return {
    figures: Object.fromEntries(aggregateNames.filter(isOfACity).map((name) => [name, figuresOf(name)])) as Overview['figures'],
    coverage: {
      rights: coverage(tallies, 'right'),
      principles: coverage(tallies, 'principle'),
      groups: coverage(tallies, 'group'),
      dutyBearers: coverage(tallies, 'duty-bearer'),
    },
  };
}

/** The first figures of a city: what is promised, decided or to be repaired, what became of the promises, and what is late, answers to the council included. */
export const headlineOf = ({
  figures: { commitment, scrutiny, remedy, council },
}: Overview): Readonly<Record<'open' | 'overdue' | 'kept' | 'verified', number>> => ({
  open: commitment.open + scrutiny.open + remedy.open,
  overdue: commitment.overdue + scrutiny.overdue + remedy.overdue + council.overdue,
  kept: commitment.byStatus['reported-fulfilled'] ?? 0,
  verified: commitment.byStatus['verified'] ?? 0,
});

function figures(tallies: readonly CityTally[]): Figures {
  const byStatus: Record<string, number> = {};
  let [total, openOnes, overdueOnes] = [0, 0, 0];
  for (const { status, open, overdue, count } of tallies) {
    byStatus[status] = (byStatus[status] ?? 0) + count;
    total += count;
    if (open) openOnes += count;
    if (overdue) overdueOnes += count;
  }
  return { total, open: openOnes, overdue: overdueOnes, byStatus };
}

function coverage(tallies: readonly CityTally[], facet: Facet): readonly Coverage[] {
  const sums = new Map<string, Record<AggregateName | 'overdue', number>>();
  for (const { value, aggregate, overdue, count } of tallies.filter((tally) => tally.facet === facet)) {
    const sum = sums.get(value) ?? zeros();
    sum[aggregate] += count;
    if (overdue) sum.overdue += count;
    sums.set(value, sum);
  }
  return [...sums.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([value, sum]) => ({
      value,
      obligations: sum.obligation,
      commitments: sum.commitment,
      scrutinies: sum.scrutiny,
      remedies: sum.remedy,
      overdue: sum.overdue,
    }));
}

const zeros = (): Record<AggregateName | 'overdue', number> => ({
  city: 0,
  'duty-bearer': 0,
  group: 0,
  obligation: 0,
  commitment: 0,
  scrutiny: 0,
  remedy: 0,
  'log-key': 0,
  grievance: 0,
  subject: 0,
  upkeep: 0,
  council: 0,
  overdue: 0,
});
