import type { EventStore } from '@covenant/event-store';
import type { KafkaMessage } from 'kafkajs';
import type { FedEvent, FeedConsumer } from '../port.js';
import { healedTo, missing } from './heal.js';
import { type FeedRecord, readRecord, UnreadableRecord } from './record.js';
import type { FeedReport } from './report.js';
import { FeedContradiction, judge, placeOf, type Standing } from './standing.js';

export interface DeliveryOptions {
  readonly consumer: FeedConsumer;
  readonly store: Pick<EventStore, 'readAll'>;
  readonly partition: number;
  readonly partitions: number;
  /** The partition of a city. */
  readonly partitionOf: (cityId: string) => number;
  /** Events a batch at the most. */
  readonly batchSize: number;
  readonly report: FeedReport;
  /** Keeps a record that nobody can read; resolves once it is safe. */
  unreadable(message: KafkaMessage, reason: string): Promise<void>;
}

/**
 * Hands one partition's records to the consumer: each event once, in order, none missing. Records are judged by the
 * positions that they carry, and by nothing that Kafka says of them.
 */
export class Delivery {
  private events: FedEvent[] = [];
  private handed: Standing;

  constructor(
    private readonly options: DeliveryOptions,
    private standing: Standing,
  ) {
    this.handed = standing;
  }

  /** Offset of the next record. */
  get next(): bigint {
    return this.standing.offset;
  }

  /**
   * Takes records in the order of the partition. `between` is called after each batch that the consumer has taken,
   * with the offset of the last record that is done; when it gives false, the rest is left.
   */
  async take(messages: readonly KafkaMessage[], between: (offset: string | undefined) => Promise<boolean>): Promise<void> {
    let done: string | undefined;
    let known = 0;
    for (const message of messages) {
      const record = await this.read(message);
      const offset = BigInt(message.offset);
      if (record !== undefined) {
        const verdict = judge(this.standing, record, offset);
        if (verdict.kind === 'gap') {
          await this.hand();
          await this.heal(record, verdict.upTo);
        }
        if (verdict.kind !== 'known') {
          this.follow(record, offset);
        } else if (offset >= this.standing.offset) {
          // One that lies before was asked for, to see that the topic is the same.
          known += 1;
        }
      }
      this.standing = { ...this.standing, offset: offset + 1n };
      done = message.offset;
      if (this.events.length >= this.options.batchSize) {
        await this.hand();
        if (!(await between(done))) return;
      }
    }
    await this.hand();
    if (known > 0) this.options.report.known?.(known);
    await between(done);
  }

  private follow(record: FeedRecord, offset: bigint): void {
    const verdict = judge(this.standing, record, offset);
    if (verdict.kind === 'gap') throw new FeedContradiction(`the gap before offset ${offset} is still there after it was healed`);
    if (verdict.kind === 'known') return;
    this.standing = verdict.standing;
    if (record.kind === 'event') this.events.push(record.event);
  }

  private async read(message: KafkaMessage): Promise<FeedRecord | undefined> {
    try {
      return readRecord(message);
    } catch (error) {
      if (!(error instanceof UnreadableRecord)) throw error;
      // If it was an event, the next record shows the gap, and the store fills it. One that lies before is kept already.
      if (BigInt(message.offset) >= this.standing.offset) await this.options.unreadable(message, error.message);
      return undefined;
    }
  }

  private async heal(record: FeedRecord, upTo: bigint): Promise<void> {
    const { store, partition, partitionOf, report } = this.options;
    report.gap?.(partition);
    const pages = missing(store, this.standing, upTo, (cityId) => partitionOf(cityId) === partition);
    for await (const { events, standing } of pages) {
      this.events = [...events];
      this.standing = standing;
      await this.hand();
      report.healed?.(events.length);
    }
    healedTo(this.standing, record.previous);
    if (record.kind === 'event' && record.event.entry !== this.standing.entries) {
      throw new FeedContradiction(`the topic gives ${record.event.position} the entry number ${record.event.entry}, the store ${this.standing.entries}`);
    }
  }

  /** Gives the consumer what has come together; an empty batch when only the watermark moved. */
  private async hand(): Promise<void> {
    const { consumer, partition, partitions } = this.options;
    const { events, standing } = this;
    if (events.length === 0 && standing.position === this.handed.position) return;
    const position = events.at(-1)?.position ?? standing.position;
    await consumer.handle({
      events,
      place: placeOf(partition, partitions, standing, position),
      watermark: standing.position,
    });
    this.events = [];
    this.handed = standing;
  }
}
