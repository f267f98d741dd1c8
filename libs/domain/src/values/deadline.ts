import { addDays } from './dates.js';

/**
 * A recorded date by which something must be done. Whether it was missed is computed from recorded days alone, so
 * that a clock which stood still finds the same facts afterwards, in whatever order acts and clock ran.
 */
export type Deadline = {
  /** The last day that is in time. */
  readonly dueOn: string;
  /** The day on which the date stopped running: done, moved or given up. Absent while it runs. */
  readonly endedOn?: string;
  /** The clock has recorded that it was missed. */
  readonly fellDue: boolean;
};

/** The day passed, and the date was still running at its end (in the city's time zone). */
export const missed = (deadline: Deadline, today: string, graceDays = 0): boolean =>
  (deadline.endedOn ?? today) > addDays(deadline.dueOn, graceDays);

/** The first day on which the date counts as missed; undefined when it was met, moved or given up in time. */
export function missedFrom(deadline: Deadline, graceDays = 0): string | undefined {
  const last = addDays(deadline.dueOn, graceDays);
  return deadline.endedOn !== undefined && deadline.endedOn <= last ? undefined : addDays(last, 1);
}

/** The earliest of some days. */
export const earliest = (days: readonly (string | undefined)[]): string | undefined =>
  days.reduce((least, day) => (day !== undefined && (least === undefined || day < least) ? day : least), undefined);
