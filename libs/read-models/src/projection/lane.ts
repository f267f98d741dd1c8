import type { FedEvent, FeedBatch, FeedConsumer, Place } from '@covenant/event-feed';
import { START } from '@covenant/event-store';
import type { DataSource } from 'typeorm';
import { EventRefused } from '../derive/fold.js';
import { type Session, transaction } from '../session.js';
import { isPassing, messageOf, ReadModelsReplaced } from './errors.js';
import {
  ensurePlaces,
  lockPlaces,
  movePlaces,
  moveWatermark,
  type Poison,
  type ProjectionPlace,
  readPlaces,
  stopPlace,
} from './places.js';
import type { Projection } from './projection.js';
import { together } from './together.js';

/** What a lane reports as it goes. None of these may throw. */
export interface LaneEvents {
  /** These projections hold everything up to `watermark` of the partition. */
  moved?(names: readonly string[], partition: number, watermark: bigint, events: number): void;
  /** These are further back on the partition than the lane, which goes on without them. */
  lagging?(names: readonly string[], partition: number): void;
  stopped?(name: string, partition: number, poison: Poison): void;
}

export interface LaneOptions {
  readonly source: DataSource;
  readonly schema: string;
  readonly projections: readonly Projection[];
  /** Where to begin: with the projection that is furthest, or with the one that is furthest back. */
  readonly from: 'furthest' | 'furthest-back';
  readonly events?: LaneEvents;
}

/**
 * Projections that go through the feed together: one read of the events, and one transaction for the rows and places
 * of all. When that transaction fails over an event, each projection takes the batch by itself: those that can go on
 * do, and the one that cannot stops just before the event.
 *
 * Each projection passes over what its own watermark says it has, so batches may come twice, in any number of lanes
 * and processes. It takes a batch only if it has all that came before; otherwise it is reported as lagging.
 */
export class Lane implements FeedConsumer {
  /** Lanes of one name share the partitions of a feed, so one that catches up must not be called as one that leads. */
  readonly name: string;
  /** The position before which this lane has delivered everything, a partition. */
  private readonly reached = new Map<number, bigint>();

  constructor(private readonly options: LaneOptions) {
    this.name = options.from === 'furthest' ? 'read-models' : 'read-models.catching-up';
  }

  async places(partitions: readonly number[]): Promise<readonly Place[]> {
    const { projections, from } = this.options;
    const names = new Set(projections.map(({ name }) => name));
    const all = await this.transaction(async (session) => {
      await ensurePlaces(session, projections, partitions);
      return readPlaces(session);
    });
    const begins: Place[] = [];
    for (const partition of partitions) {
      const here = all.filter((place) => place.partition === partition && names.has(place.name) && this.runs(place));
      const ordered = here.toSorted((a, b) => (a.position < b.position ? -1 : a.position > b.position ? 1 : 0));
      const begin = from === 'furthest' ? ordered.at(-1) : ordered[0];
      this.reached.set(partition, begin?.position ?? START);
      if (begin !== undefined && begin.position !== START) begins.push(begin);
    }
    return begins;
  }

  async handle(batch: FeedBatch): Promise<void> {
    try {
      await this.together(batch);
    } catch (error) {
      if (isPassing(error)) throw error;
      for (const projection of this.options.projections) await this.alone(projection, batch);
    }
    this.reached.set(batch.place.partition, batch.place.position);
  }

  private async together(batch: FeedBatch): Promise<void> {
    const { projections, events } = this.options;
    const { moved, lagging } = await this.transaction(async (session) => {
      const places = await this.lock(session, projections, batch);
      const moved = projections.filter(({ name }) => this.takes(places.get(name), batch));
      await together(moved.map((projection) => projection.apply(session, newTo(places.get(projection.name), batch.events))));
      if (moved.length > 0) {
        await movePlaces(session, moved.map(({ name }) => name), batch.place, batch.watermark);
      }
      const lagging = projections.filter(({ name }) => this.lags(places.get(name), batch));
      return { moved, lagging };
    });
    if (moved.length > 0) this.tell(moved, batch);
    if (lagging.length > 0) events?.lagging?.(lagging.map(({ name }) => name), batch.place.partition);
  }

  /** Takes a batch for one projection, in smaller and smaller parts until the event that it refuses stands alone. */
  private async alone(projection: Projection, batch: FeedBatch): Promise<void> {
    const { partition } = batch.place;
    const waiting: (readonly FedEvent[])[] = [batch.events];
    for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
      try {
        await this.part(projection, batch, part, waiting.length === 0);
      } catch (error) {
        if (isPassing(error)) throw error;
        const [only] = part;
        if (only === undefined) throw error;
        if (part.length === 1) return this.stop(projection, partition, only, error);
        const half = Math.ceil(part.length / 2);
        waiting.push(part.slice(half), part.slice(0, half));
      }
    }
  }

  private async part(
    projection: Projection,
    batch: FeedBatch,
    part: readonly FedEvent[],
    isLast: boolean,
  ): Promise<void> {
    const took = await this.transaction(async (session) => {
      const place = (await this.lock(session, [projection], batch)).get(projection.name);
      if (!this.takes(place, batch)) return false;
      await projection.apply(session, newTo(place, part));
      const last = part.at(-1);
      if (isLast) await movePlaces(session, [projection.name], batch.place, batch.watermark);
      else if (last) await moveWatermark(session, projection.name, batch.place.partition, last.position);
      return true;
    });
    if (took && isLast) this.tell([projection], batch);
  }

  private async stop(projection: Projection, partition: number, event: FedEvent, error: unknown): Promise<void> {
    const culprit = error instanceof EventRefused ? error.event : event;
    const poison = {
      eventId: culprit.id,
      position: culprit.position,
      entry: culprit.entry,
      error: messageOf(error),
    };
    const stopped = await this.transaction((session) => stopPlace(session, projection.name, partition, poison));
    if (stopped) this.options.events?.stopped?.(projection.name, partition, poison);
  }

  private async lock(
    session: Session,
    projections: readonly Projection[],
    batch: FeedBatch,
  ): Promise<ReadonlyMap<string, ProjectionPlace>> {
    const places = await lockPlaces(session, projections.map(({ name }) => name), batch.place.partition);
    if (places.length < projections.length || places.some(({ state }) => state === 'replaced')) {
      throw new ReadModelsReplaced();
    }
    return new Map(places.map((place) => [place.name, place]));
  }

  private runs(place: ProjectionPlace): boolean {
    const version = this.options.projections.find(({ name }) => name === place.name)?.version;
    return place.state === 'running' && place.version === version;
  }

  private takes(place: ProjectionPlace | undefined, batch: FeedBatch): boolean {
    if (place === undefined || !this.runs(place) || this.lags(place, batch)) return false;
    return place.position < batch.place.position || place.watermark < batch.watermark;
  }

  private lags(place: ProjectionPlace | undefined, batch: FeedBatch): boolean {
    const reached = this.reached.get(batch.place.partition) ?? START;
    return place !== undefined && this.runs(place) && place.watermark < reached;
  }

  private tell(projections: readonly Projection[], { place, watermark, events }: FeedBatch): void {
    this.options.events?.moved?.(projections.map(({ name }) => name), place.partition, watermark, events.length);
  }

  private transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return transaction(this.options.source, this.options.schema, work);
  }
}

const newTo = (place: ProjectionPlace | undefined, events: readonly FedEvent[]): readonly FedEvent[] => {
  const watermark = place?.watermark ?? START;
  const first = events[0];
  return first === undefined || first.position > watermark ? events : events.filter((e) => e.position > watermark);
};
