import { Counter, Gauge, type Registry } from 'prom-client';
import { deadReasons } from './dead-letters.js';

/** What the feed tells as it goes, for logs and figures. None of these may throw. */
export interface FeedReport {
  /** Kafka failed, or the consumer ended; it begins anew in so many milliseconds. */
  trouble?(error: unknown, retryIn: number): void;
  /** Records that brought nothing new: sent twice, replayed, or read again after a rebalance. */
  known?(records: number): void;
  /** A record was missing before this one. */
  gap?(partition: number): void;
  /** Events that were taken from the store in place of missing records. */
  healed?(events: number): void;
  /** The group gave this consumer these partitions. */
  assigned?(partitions: readonly number[]): void;
  /** Records on a partition that were not read yet, at the end of a batch. */
  behind?(partition: number, records: number): void;
}

/** `deadLettered` is for `DeadLettersOptions.onWritten`: alarm on it. */
export type FeedFigures = Required<FeedReport> & { deadLettered(reason: string): void };

/** Figures of the feed in a process's registry. */
export function feedFigures(registry: Registry): FeedFigures {
  const registers = [registry];
  const counter = (name: string, help: string) => new Counter({ name, help, registers });
  const restarts = counter('covenant_feed_restarts_total', 'Times that the consumer of Kafka ended and began anew');
  const known = counter('covenant_feed_known_records_total', 'Records that were skipped, because they had been taken in');
  const gaps = counter('covenant_feed_gaps_total', 'Times that a record was missing');
  const healed = counter('covenant_feed_healed_events_total', 'Events taken from the store in place of missing records');
  const rebalances = counter('covenant_feed_rebalances_total', 'Times that partitions were assigned to this process');
  const behind = new Gauge({
    name: 'covenant_feed_behind_records',
    help: 'Records of a partition that this process has not read yet',
    labelNames: ['partition'],
    registers,
  });
  const dead = new Counter({
    name: 'covenant_dead_letters_total',
    help: 'Records that could not be taken in and lie in the topic of dead letters',
    labelNames: ['reason'],
    registers,
  });
  // A count that begins with 1 has not risen, for who asks by how much it rose.
  for (const reason of deadReasons) dead.inc({ reason }, 0);
  return {
    trouble: () => restarts.inc(),
    known: (records) => known.inc(records),
    gap: () => gaps.inc(),
    healed: (events) => healed.inc(events),
    assigned: (partitions) => {
      rebalances.inc();
      behind.reset();
      for (const partition of partitions) behind.set({ partition }, 0);
    },
    behind: (partition, records) => behind.set({ partition }, records),
    deadLettered: (reason) => dead.inc({ reason }),
  };
}
