import { extentOf, type KafkaLog, look, readRecord, UnreadableRecord, withAdmin } from '@covenant/event-feed';
import { type Position, START } from '@covenant/event-store';
import type { Kafka, KafkaMessage } from 'kafkajs';

/** What a partition holds already. */
export interface Held {
  /** Position of its newest event. */
  readonly last: Position;
  /** Id of that event; undefined when the newest records hold none. */
  readonly lastId: string | undefined;
  /** Everything at or before it that belongs on the partition is there. */
  readonly position: Position;
  /** Entries of the store at or before `position`. */
  readonly entries: number;
  /** Offset of the next record. */
  readonly next: bigint;
}

export const nothing: Held = { last: START, lastId: undefined, position: START, entries: 0, next: 0n };

/**
 * Newest records that are read back, a partition. More than one, because a send that was given up may have arrived
 * late, after what was sent again; were it more than these, the relay would send some events twice, no more.
 */
const tail = 64n;

/**
 * The topic is the relay's memory: what the newest records of each partition say was delivered. Nothing is kept
 * anywhere else, so nothing can say otherwise.
 */
export async function recall(kafka: Kafka, topic: string, signal: AbortSignal): Promise<ReadonlyMap<number, Held>> {
  const extent = await withAdmin(kafka, (admin) => extentOf(admin, topic));
  const held = new Map<number, Held>([...extent].map(([partition, { high }]) => [partition, { ...nothing, next: high }]));
  const ranges = new Map(
    [...extent].map(([partition, { low, high }]) => [partition, { from: high - tail > low ? high - tail : low, to: high }]),
  );
  await look({
    kafka,
    topic,
    ranges,
    signal,
    onRecord: (partition, message) => held.set(partition, added(held.get(partition) ?? nothing, message)),
  });
  return held;
}

/**
 * One that stands by reads once what it will read first when it leads: its code is loaded by then, and what keeps it
 * from Kafka is known before it matters. Never throws.
 */
export async function rehearse(kafka: Kafka, topic: string, log: Pick<KafkaLog, 'warn'>, signal: AbortSignal): Promise<void> {
  try {
    await recall(kafka, topic, signal);
  } catch (error) {
    if (signal.aborted) return;
    log.warn(`standing by, the relay could not read the topic: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function added(held: Held, message: KafkaMessage): Held {
  const record = readable(message);
  if (record === undefined) return held;
  if (record.kind === 'watermark') {
    const { position, entries, previous } = record;
    if (position <= held.position) return held;
    const lastId = previous === held.last ? held.lastId : undefined;
    return { ...held, last: previous, lastId, position, entries };
  }
  const { event } = record;
  if (event.position <= held.last) return held;
  const newest = { ...held, last: event.position, lastId: event.id };
  return event.position <= held.position ? newest : { ...newest, position: event.position, entries: event.entry + 1 };
}

/** What cannot be read counts as not there: its event is sent again. */
function readable(message: KafkaMessage): ReturnType<typeof readRecord> | undefined {
  try {
    return readRecord(message);
  } catch (error) {
    if (error instanceof UnreadableRecord) return undefined;
    throw error;
  }
}
