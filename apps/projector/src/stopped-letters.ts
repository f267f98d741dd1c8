import { DeadLetters, kafkaClient, type KafkaConnection, partitionsOf, stoppedLetter, withAdmin } from '@covenant/event-feed';
import type { EventStore } from '@covenant/event-store';
import type { Poison } from '@covenant/read-models';
import type { Logger } from 'pino';

export interface StoppedLettersOptions {
  readonly connection: KafkaConnection;
  readonly topic: string;
  readonly replication: number;
  /** Of the CloudEvents. */
  readonly source: string;
  readonly store: Pick<EventStore, 'readAll'>;
  readonly log: Logger;
  /** For the alarm. */
  readonly onWritten: (reason: string) => void;
}

/** Milliseconds that a letter may take; brokers that are away for longer have an alarm of their own. */
const patience = 60_000;

/**
 * A dead letter for each event that a projection stopped before. The letter holds nothing up and decides nothing: the
 * projection's own row says that it stands, and where. It is what an operator finds with everything else that could not be
 * taken in, and what names the command that makes the projection try again.
 */
export class StoppedLetters {
  private readonly ending = new AbortController();
  private readonly kafka;
  private readonly letters: DeadLetters;
  private readonly work = new Set<Promise<void>>();

  constructor(private readonly options: StoppedLettersOptions) {
    const { connection, topic, replication, log, onWritten } = options;
    this.kafka = kafkaClient(connection, log);
    this.letters = new DeadLetters({ kafka: this.kafka, topic, replication, onWritten: ({ reason }) => onWritten(reason) });
  }

  stopped(projection: string, poison: Poison): void {
    const writing = this.write(projection, poison)
      .catch((error: unknown) => this.options.log.warn({ projection, err: error }, 'no dead letter could be written; the projection stands all the same'))
      .finally(() => this.work.delete(writing));
    this.work.add(writing);
  }

  async close(): Promise<void> {
    this.ending.abort();
    await Promise.all(this.work);
    await this.letters.close();
  }

  private async write(projection: string, { eventId, position, entry, error: detail }: Poison): Promise<void> {
    const { store, topic, source } = this.options;
    const [event] = await store.readAll(position - 1n, 1);
    if (event?.id !== eventId) throw new Error(`the store has not the event ${eventId} at ${position}`);
    const partitions = await withAdmin(this.kafka, (admin) => partitionsOf(admin, topic));
    if (partitions === undefined) throw new Error(`there is no topic ${topic}`);
    const letter = stoppedLetter({ ...event, entry }, { projection, detail, partitions, source });
    await this.letters.write(letter, AbortSignal.any([this.ending.signal, AbortSignal.timeout(patience)]));
  }
}
