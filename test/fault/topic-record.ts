// What the topic holds against the store: every event on its city's partition, in order, its place as it must be.
import { extentOf, type KafkaConnection, type KafkaLog, kafkaClient, look, partitioner, readRecord, withAdmin } from '@covenant/event-feed';
import type { RecordedEvent } from '@covenant/event-store';
import type { KafkaMessage } from 'kafkajs';

const quiet = (): void => undefined;
const log: KafkaLog = { debug: quiet, info: quiet, warn: quiet, error: quiet };

interface Line {
  /** Of this partition, by the store; `taken` of them stand in the topic. */
  readonly events: { readonly event: RecordedEvent; readonly entry: number }[];
  readonly places: Map<bigint, number>;
  taken: number;
  next: bigint;
}

export class TopicRecord {
  /** Records of events that stood there already. */
  again = 0;
  private readonly lines = new Map<number, Line>();
  private entries = 0;

  constructor(
    private readonly connection: () => KafkaConnection,
    private readonly topic: string,
  ) {}

  /** Takes in what the store has more, reads what the topic has more, and says what is wrong. */
  async compare(events: readonly RecordedEvent[]): Promise<readonly string[]> {
    const kafka = kafkaClient(this.connection(), log);
    const extent = await withAdmin(kafka, (admin) => extentOf(admin, this.topic));
    const partitionOf = partitioner(extent.size);
    for (const partition of extent.keys()) if (!this.lines.has(partition)) this.lines.set(partition, { events: [], places: new Map(), taken: 0, next: 0n });
    for (const event of events) {
      const line = this.lines.get(partitionOf(event.metadata.cityId));
      const entry = this.entries++;
      line?.places.set(event.position, line.events.push({ event, entry }) - 1);
    }
    const wrong: string[] = [];
    const ranges = new Map([...this.lines].map(([partition, { next }]) => [partition, { from: next, to: extent.get(partition)?.high ?? 0n }]));
    const onRecord = (partition: number, message: KafkaMessage): void => void wrong.push(...this.take(partition, message));
    await look({ kafka, topic: this.topic, ranges, onRecord });
    for (const [partition, line] of this.lines) {
      line.next = extent.get(partition)?.high ?? 0n;
      const missing = line.events.length - line.taken;
      if (missing > 0) wrong.push(`partition ${partition} of the topic lacks the last ${missing} of ${line.events.length} events`);
    }
    return wrong;
  }

  private take(partition: number, message: KafkaMessage): readonly string[] {
    const line = this.lines.get(partition);
    const record = readRecord(message);
    if (line === undefined || record.kind === 'watermark') return [];
    const { event, previous } = record;
    const where = `partition ${partition} of the topic, offset ${message.offset}`;
    const at = line.places.get(event.position);
    const right = at === undefined ? undefined : line.events[at];
    if (at === undefined || right === undefined) return [`${where}: an event at ${event.position} that the store has not`];
    if (at < line.taken) this.again += 1;
    const left = at - line.taken;
    line.taken = Math.max(line.taken, at + 1);
    if (left > 0) return [`${where}: ${left} events of the store do not stand before ${event.id}`];
    const before = line.events[at - 1]?.event.position ?? -1n;
    const { id, position, revision, stream } = right.event;
    const same = event.id === id && event.position === position && event.revision === revision && event.stream === stream && event.entry === right.entry;
    if (same && previous === before) return [];
    return [`${where}: ${event.id} at ${event.position} after ${previous}, and it must be ${id} at ${position} after ${before}`];
  }
}
