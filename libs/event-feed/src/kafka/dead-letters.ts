import type { IHeaders, Kafka, Message } from 'kafkajs';
import type { FedEvent } from '../port.js';
import { partitionOf } from './partition.js';
import { eventMessage } from './record.js';
import { Sender } from './sender.js';
import { deadLettersOf, ensureTopic, withAdmin } from './topic.js';

/** Why a record could not be taken in. */
export const deadReasons = ['unreadable', 'projection-stopped'] as const;
export type DeadReason = (typeof deadReasons)[number];

export interface DeadLetter {
  readonly reason: DeadReason;
  /** One sentence for a person. */
  readonly detail: string;
  /** Who could not take it in: the feed's consumer, or a projection. */
  readonly consumer: string;
  readonly partition: number;
  /** Where it lies in the topic. */
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

export interface DeadLettersOptions {
  readonly kafka: Kafka;
  /** The topic whose records these are; the letters lie in `<topic>.dead`. */
  readonly topic: string;
  readonly replication: number;
  /** Called for each letter that was written: for the alarm. */
  readonly onWritten?: (letter: DeadLetter) => void;
}

const prefix = 'dead_';

/** Writes dead letters: the record as it was, with headers that say why. The topic is made at the first one. */
export class DeadLetters {
  readonly topic: string;
  private readonly sender: Sender;
  private ready: Promise<unknown> | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: DeadLettersOptions) {
    this.topic = deadLettersOf(options.topic);
    this.sender = new Sender({ kafka: options.kafka });
  }

  /** Resolves once the letter is safe; rejects when `signal` aborts before. */
  write(letter: DeadLetter, signal: AbortSignal): Promise<void> {
    const written = this.last.then(() => this.send(letter, signal));
    this.last = written.catch(() => undefined);
    return written;
  }

  close(): Promise<void> {
    return this.sender.close();
  }

  private async send(letter: DeadLetter, signal: AbortSignal): Promise<void> {
    const { kafka, topic, replication, onWritten } = this.options;
    this.ready ??= withAdmin(kafka, (admin) =>
      ensureTopic(admin, { name: this.topic, partitions: 1, replication, retention: -1 }),
    );
    try {
      await this.ready;
      await this.sender.send(this.topic, [messageOf(letter, topic)], signal);
    } catch (error) {
      this.ready = undefined;
      throw error;
    }
    onWritten?.(letter);
  }
}

const messageOf = (letter: DeadLetter, topic: string): Message => ({
  partition: 0,
  key: letter.key,
  value: letter.value,
  headers: {
    ...letter.headers,
    [`${prefix}reason`]: letter.reason,
    [`${prefix}detail`]: letter.detail.slice(0, 2_000),
    [`${prefix}consumer`]: letter.consumer,
    [`${prefix}topic`]: topic,
    [`${prefix}partition`]: String(letter.partition),
    [`${prefix}offset`]: letter.offset,
  },
});

/** The letter for an event that a projection stopped before. Its record is not at hand, so it says no offset. */
export function stoppedLetter(
  event: FedEvent,
  { projection, detail, partitions, source }: { projection: string; detail: string; partitions: number; source: string },
): DeadLetter {
  const partition = partitionOf(event.metadata.cityId, partitions);
  const { key, value, headers = {} } = eventMessage(event, { partition, entry: event.entry, previous: -1n, source });
  const { ce_previous: _unknown, ...known } = headers;
  return {
    reason: 'projection-stopped',
    detail,
    consumer: projection,
    partition,
    offset: '-',
    key: Buffer.from(String(key)),
    value: Buffer.from(String(value)),
    headers: known,
  };
}

/** A letter as it was read back; undefined for a record that is none. */
export function deadLetterIn(message: {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: IHeaders;
}): DeadLetter | undefined {
  const said = new Map<string, string>();
  const headers: IHeaders = {};
  for (const [name, value] of Object.entries(message.headers ?? {})) {
    if (name.startsWith(prefix)) said.set(name.slice(prefix.length), String(value));
    else headers[name] = value;
  }
  const reason = deadReasons.find((one) => one === said.get('reason'));
  const partition = Number(said.get('partition'));
  const offset = said.get('offset');
  if (reason === undefined || offset === undefined || !Number.isSafeInteger(partition)) return undefined;
  const { key, value } = message;
  return { reason, detail: said.get('detail') ?? '', consumer: said.get('consumer') ?? '', partition, offset, key, value, headers };
}
