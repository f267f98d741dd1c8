import { eventMessage, watermarkMessage } from '@covenant/event-feed';
import type { Position, RecordedEvent } from '@covenant/event-store';
import type { Message } from 'kafkajs';
import { type Held, nothing } from './memory.js';

export interface OutgoingOptions {
  readonly partitionOf: (cityId: string) => number;
  /** Of the CloudEvents. */
  readonly source: string;
  /** Milliseconds between two watermarks of a partition at the least. */
  readonly watermarkEvery: number;
  /** Events, and bytes of JSON, in one send; at least one event goes, however large. */
  readonly sendEvents: number;
  readonly sendBytes: number;
}

export interface Parcel {
  readonly messages: readonly Message[];
  readonly events: readonly RecordedEvent[];
  readonly watermarks: number;
}

interface Line {
  last: Position;
  position: Position;
  /** When a record last went out; for the rate of watermarks. */
  at: number;
}

/**
 * Turns the store's order into records: which partition, which number, and what came before on it. All of it follows
 * from the store's order alone, so any relay, now or later, makes the same record of the same event.
 */
export class Outgoing {
  private readonly lines: Line[];
  /** Position and entries up to which the store was gone through. */
  private position: Position;
  private entries: number;

  constructor(held: ReadonlyMap<number, Held>, private readonly options: OutgoingOptions) {
    const partitions = Array.from({ length: held.size }, (_, partition) => held.get(partition) ?? nothing);
    this.lines = partitions.map(({ last, position }) => ({ last, position, at: -Infinity }));
    const furthestBack = partitions.reduce((least, one) => (one.position < least.position ? one : least));
    this.position = furthestBack.position;
    this.entries = furthestBack.entries;
  }

  /** Where in the store to begin. */
  get reached(): Position {
    return this.position;
  }

  /** The events as parcels, in order. What the topic holds already is gone through and not sent. */
  *parcels(events: readonly RecordedEvent[], now: () => number): Generator<Parcel, void, void> {
    let messages: Message[] = [];
    let sent: RecordedEvent[] = [];
    let bytes = 0;
    for (const event of events) {
      const message = this.take(event, now());
      if (message === undefined) continue;
      const size = sizeOf(message);
      if (sent.length > 0 && (sent.length >= this.options.sendEvents || bytes + size > this.options.sendBytes)) {
        yield { messages, events: sent, watermarks: 0 };
        messages = [];
        sent = [];
        bytes = 0;
      }
      messages.push(message);
      sent.push(event);
      bytes += size;
    }
    const watermarks = this.watermarks(now());
    if (sent.length + watermarks.length === 0) return;
    yield { messages: [...messages, ...watermarks], events: sent, watermarks: watermarks.length };
  }

  /** Milliseconds until a watermark is due; undefined when no partition waits for one. */
  due(now: number): number | undefined {
    const waiting = this.lines.filter(({ position }) => position < this.position);
    if (waiting.length === 0) return undefined;
    return Math.max(0, Math.min(...waiting.map(({ at }) => at + this.options.watermarkEvery - now)));
  }

  private take(event: RecordedEvent, now: number): Message | undefined {
    const entry = this.entries;
    this.entries += 1;
    this.position = event.position;
    const partition = this.options.partitionOf(event.metadata.cityId);
    const line = this.lines[partition];
    if (line === undefined) throw new Error(`there is no partition ${partition}`);
    if (event.position <= line.position) return undefined;
    const previous = line.last;
    line.last = event.position;
    line.position = event.position;
    line.at = now;
    return eventMessage(event, { partition, entry, previous, source: this.options.source });
  }

  private watermarks(now: number): readonly Message[] {
    return this.lines.flatMap((line, partition) => {
      if (line.position >= this.position || now - line.at < this.options.watermarkEvery) return [];
      line.position = this.position;
      line.at = now;
      return [watermarkMessage(partition, { position: this.position, entries: this.entries, previous: line.last })];
    });
  }
}

/** Bytes on the wire, roughly above them: a batch that is larger than the topic takes would never go out. */
const sizeOf = ({ value, headers }: Message): number => bytesOf(value) + bytesOf(headers?.['metadata']) + 500;

const bytesOf = (part: unknown): number => (typeof part === 'string' ? Buffer.byteLength(part) : 0);
