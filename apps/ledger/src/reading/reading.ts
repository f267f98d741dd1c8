import { aggregateNames, type AggregateName } from '@covenant/domain';
import type { EventStore } from '@covenant/event-store';
import { generalProblems, Problem } from '@covenant/platform';
import type { ReadBarrier, ReadModelQueries } from '@covenant/read-models';
import { details, forms } from '../problems/words/words.js';

/** The table of each aggregate's records; also the name of the projection that fills it. */
export type TableOf = (aggregate: AggregateName) => string;

const entriesProjection = 'entries';

/** The read models together with what it takes to read one's own writes. */
export class Reading {
  constructor(
    readonly queries: ReadModelQueries,
    private readonly barrier: ReadBarrier,
    private readonly store: EventStore,
    private readonly tableOf: TableOf,
    /** Tells the projector that somebody waits. */
    private readonly hurry: () => void,
  ) {}

  /**
   * Waits up to five seconds until the records of an aggregate, and the entries, hold a position.
   * @throws ReadModelBehind, Problem `invalid-input` for a position that nothing has been recorded at
   */
  async caughtUp(after: string | undefined, aggregates: readonly AggregateName[]): Promise<void> {
    if (after === undefined) return;
    const position = BigInt(after);
    const names = [entriesProjection, ...aggregates.map(this.tableOf)];
    if (position > (await this.store.head())) {
      const errors = [{ pointer: '/after', detail: forms.ownPosition }];
      throw new Problem(generalProblems['invalid-input'], details.noSuchPosition, { errors });
    }
    await this.waitFor(position, names);
  }

  /** Waits until everything recorded so far is in the read models, for questions whose answer decides something. */
  async current(aggregates: readonly AggregateName[]): Promise<void> {
    const names = [entriesProjection, ...aggregates.map(this.tableOf)];
    await this.waitFor(await this.store.head(), names);
  }

  private waitFor(position: bigint, names: readonly string[]): Promise<void> {
    const waited = this.barrier.waitFor(position, names);
    this.hurry();
    return waited;
  }

  /** The same for every aggregate. */
  currentAll(): Promise<void> {
    return this.current(aggregateNames);
  }

  /** The id of the event with an entry number, among those of one record. */
  async eventIdOf(aggregate: AggregateName, id: string, entry: number): Promise<string | undefined> {
    await this.current([]);
    let cursor: string | undefined;
    do {
      const page = await this.queries.history(aggregate, id, { limit: 200, ...(cursor === undefined ? {} : { cursor }) });
      const found = page.items.find((item) => item.entry === entry);
      if (found !== undefined) return found.id;
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    return undefined;
  }
}
