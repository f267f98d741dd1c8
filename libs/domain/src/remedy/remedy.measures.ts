import type { Told } from '../kernel/actor.js';
import { without } from '../kernel/plain.js';
import type { MeasureDelivery, MeasureExtension, MeasureStart, OrderedMeasure, RemedyEvent } from './remedy.events.js';
import type { Measure, MeasureDate, MeasureDated, Remedy, RemedyStatus } from './remedy.state.js';

/** How one measure moves, and what that makes of the remedy as a whole. Pure folds, used by `evolve` alone. */


const running = (dueOn: string): MeasureDate => ({ dueOn, fellDue: false, escalated: false });

export const newMeasure = (measure: OrderedMeasure): Measure => ({
  ...measure,
  status: 'planned',
  dueDates: [running(measure.dueOn)],
  extensions: [],
  deliveries: [],
  confirmations: [],
  disputes: [],
});

/** The present due date stops running on a day, or runs on. */
const lastDate = (dates: readonly MeasureDate[], endedOn: string | undefined): readonly MeasureDate[] =>
  dates.map((date, index) => {
    if (index < dates.length - 1) return date;
    return endedOn === undefined ? without(date, 'endedOn') : { ...date, endedOn };
  });

const stopped = (measure: Measure, day: string): Measure =>
  measure.dueDates.at(-1)?.endedOn === undefined ? { ...measure, dueDates: lastDate(measure.dueDates, day) } : measure;

const change = (state: Remedy, key: string, of: (measure: Measure) => Measure): Remedy => ({
  ...state,
  measures: state.measures.map((one) => (one.key === key ? of(one) : one)),
});

/** Once delivery has begun, the measures say where the remedy stands. */
function settled(state: Remedy): Remedy {
  const every = (...among: readonly Measure['status'][]): boolean =>
    state.measures.every(({ status }) => among.includes(status));
  const status: RemedyStatus = every('confirmed')
    ? 'confirmed'
    : every('delivered', 'confirmed')
      ? 'delivered'
      : 'in-delivery';
  return { ...state, status };
}

export const startMeasure = (state: Remedy, { measure }: MeasureStart): Remedy =>
  settled(change(state, measure, (one) => ({ ...one, status: 'started' })));

export const deliverMeasure = (
  state: Remedy,
  { day, ...delivery }: MeasureDelivery & { readonly day: string },
  told: Told,
): Remedy =>
  settled(
    change(state, delivery.measure, (one) => ({
      ...one,
      status: 'delivered',
      deliveries: [...one.deliveries, { ...delivery, ...told }],
      dueDates: lastDate(one.dueDates, day),
    })),
  );

export const confirmMeasure = (state: Remedy, confirmation: Measure['confirmations'][number]): Remedy =>
  settled(
    change(state, confirmation.measure, (one) => ({
      ...one,
      status: 'confirmed',
      confirmations: [...one.confirmations, confirmation],
    })),
  );

/** What was delivered is not so: its date has been running all along. */
export const disputeMeasure = (state: Remedy, dispute: Measure['disputes'][number]): Remedy =>
  settled(
    change(state, dispute.measure, (one) => ({
      ...one,
      status: 'disputed',
      disputes: [...one.disputes, dispute],
      dueDates: lastDate(one.dueDates, undefined),
    })),
  );

type Extended = MeasureExtension & { readonly from: string; readonly day: string };

export const extendMeasure = (state: Remedy, { day, ...extension }: Extended, recordedAt: string): Remedy =>
  change(state, extension.measure, (one) => ({
    ...one,
    dueOn: extension.dueOn,
    dueDates: [...lastDate(one.dueDates, day), running(extension.dueOn)],
    extensions: [...one.extensions, { ...extension, recordedAt }],
  }));

export const markDate = (state: Remedy, { measure, dueOn }: MeasureDated, mark: Partial<MeasureDate>): Remedy =>
  change(state, measure, (one) => ({
    ...one,
    dueDates: one.dueDates.map((date) => (date.dueOn === dueOn ? { ...date, ...mark } : date)),
  }));

/** Given up: the dates that still ran stop, and what was missed until then stays missed. */
export const failed = (state: Remedy, day: string): Remedy => ({
  ...state,
  measures: state.measures.map((one) => stopped(one, day)),
});

type Reopening = Extract<RemedyEvent, { readonly type: 'RemedyReopened' }>['data'];

/** Measures to be done over start again with a new date; the dates of the other unconfirmed ones run on. */
export function reopened(state: Remedy, { redo, measures, day }: Reopening): Remedy {
  const again = (one: Measure): Measure => {
    const dueOn = redo.find(({ measure }) => measure === one.key)?.dueOn;
    if (dueOn !== undefined) {
      const dueDates = [...stopped(one, day).dueDates, running(dueOn)];
      return { ...one, status: 'planned', dueOn, dueDates };
    }
    return one.status === 'confirmed' || one.status === 'delivered'
      ? one
      : { ...one, dueDates: lastDate(one.dueDates, undefined) };
  };
  return { ...state, measures: [...state.measures.map(again), ...measures.map(newMeasure)] };
}
