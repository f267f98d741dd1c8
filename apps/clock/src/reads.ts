import type { AggregateName } from '@covenant/domain';
import type { DueAfter, DueRecord, ReadModelQueries } from '@covenant/read-models';

export interface ClockRecord {
  readonly id: string;
  readonly state: { readonly status: string };
  readonly revision: number;
}

/** What the clock reads. It may be moments behind: the rules are looked at again when a command arrives. */
export interface ClockReads {
  due(until: string, limit: number, after?: DueAfter): Promise<readonly DueRecord[]>;
  timeZone(cityId: string): Promise<string>;
  record(aggregate: AggregateName, id: string): Promise<ClockRecord | undefined>;
  /** Every duty-bearer that was dissolved. */
  dissolved(): AsyncIterable<ClockRecord>;
  cities(): AsyncIterable<ClockRecord>;
  /** Grievances of a city on which nothing is open. */
  endedGrievances(cityId: string): AsyncIterable<ClockRecord>;
  openDuties(dutyBearerId: string): Promise<number>;
  /** Every record of an aggregate that names a duty-bearer as such. */
  dutiesOf(aggregate: AggregateName, dutyBearerId: string): AsyncIterable<ClockRecord>;
}

export const clockReads = (queries: ReadModelQueries): ClockReads => ({
  due: (until, limit, after) => queries.facts.dueForClock(until, limit, after),
  timeZone: async (cityId) => {
    const city = await queries.record('city', cityId);
    return city !== undefined && hasTimeZone(city.body) ? city.body.timeZone : 'UTC';
  },
  record: async (aggregate, id) => {
    const item = await queries.record(aggregate, id);
    return item === undefined ? undefined : clockRecord(item);
  },
  dissolved: () => everyPage(queries, 'duty-bearer', { state: 'dissolved' }),
  cities: () => everyPage(queries, 'city', {}),
  endedGrievances: (cityId) => everyPage(queries, 'grievance', { cityId, open: false }),
  openDuties: (dutyBearerId) => queries.facts.openDuties(dutyBearerId),
  dutiesOf: (aggregate, dutyBearerId) => everyPage(queries, aggregate, { dutyBearerId }),
});

async function* everyPage(
  queries: ReadModelQueries,
  aggregate: AggregateName,
  filter: { readonly cityId?: string; readonly open?: boolean; readonly state?: string; readonly dutyBearerId?: string },
): AsyncGenerator<ClockRecord> {
  let cursor: string | undefined;
  do {
    const page = await queries.list(aggregate, {
      filter,
      sort: 'recordedAt',
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    });
    yield* page.items.map(clockRecord);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

const clockRecord = ({ id, body, revision }: { id: string; body: unknown; revision: number }): ClockRecord => ({
  id,
  state: body as { readonly status: string },
  revision,
});

const hasTimeZone = (body: unknown): body is { timeZone: string } =>
  typeof body === 'object' && body !== null && 'timeZone' in body && typeof body.timeZone === 'string';
