import { setTimeout as delay } from 'node:timers/promises';
import {
  ensureTopic,
  eventsTopic,
  extentOf,
  kafkaClient,
  type KafkaConnection,
  type KafkaLog,
  partitioner,
  partitionsOf,
  Sender,
  TopicReplaced,
  withAdmin,
} from '@covenant/event-feed';
import { type EventStore, type Position, START } from '@covenant/event-store';
import { beginForEach, type Lead, leadTimes, takeLead, traced, type Traces } from '@covenant/platform';
import type { Kafka, RecordMetadata } from 'kafkajs';
import type { Pool } from 'pg';
import { type Held, recall, rehearse } from './memory.js';
import type { RelayReport } from './metrics.js';
import { Outgoing, type Parcel } from './outgoing.js';
import { nextOrDue } from './next-or-due.js';

export interface RelayOptions {
  readonly store: Pick<EventStore, 'subscribe' | 'readAll' | 'head'>;
  /** Where the lead is taken; one connection is kept for it. As the application's role. */
  readonly pool: Pool;
  readonly connection: KafkaConnection;
  readonly log: KafkaLog;
  readonly report?: RelayReport;
  readonly traces?: Traces;
  /** Default `covenant.events.v1`. */
  readonly topic?: string;
  /** Of a topic that has yet to be made. */
  readonly partitions: number;
  readonly replication: number;
  /** Who speaks, in the CloudEvents: a URI reference. */
  readonly source: string;
  /** Milliseconds between two watermarks of one quiet partition at the least. Default 250. */
  readonly watermarkEvery?: number;
  /** Milliseconds for one attempt to send. Default 15,000. */
  readonly sendLimit?: number;
  /** Events, and bytes of JSON, in one send. Defaults 2,000 and 2 MiB: a topic takes 4 MiB for one partition. */
  readonly sendEvents?: number;
  readonly sendBytes?: number;
  /** Milliseconds between two looks whether the topic is still the one that was written. Default 5,000. */
  readonly checkEvery?: number;
  /** Milliseconds; see `takeLead`. */
  readonly lease?: number;
  readonly retryEvery?: number;
}

/**
 * `starting`: looking at what is there. `standby`: another relay leads. `leading`: sending. `retrying`: a part does not
 * answer; it goes on by itself. `stopped`: topic and store are not of one ledger; a person must look.
 */
export type RelayState = 'starting' | 'standby' | 'leading' | 'retrying' | 'stopped';

export interface RelayHealth {
  readonly state: RelayState;
  /** Everything at or before it is in the topic. */
  readonly position: Position;
  /** Why it is `retrying` or `stopped`. */
  readonly reason?: string;
}

/** The topic holds what this store never recorded. */
export class ForeignTopic extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ForeignTopic';
  }
}

/** The same for every relay of one database. */
const relayLock = [0x636f76, 0x72656c] as const;
const longestRetry = 2_000;

/**
 * Brings the store's events into Kafka, in order. One relay leads at a time, more may stand by. It remembers nothing:
 * a new leader reads the end of each partition and goes on from there. Two that led at once for a moment would send
 * the same records twice, never different ones, and readers skip what they know.
 */
export class Relay {
  private readonly kafka: Kafka;
  private readonly topic: string;
  private readonly report: RelayReport;
  private readonly ending = new AbortController();
  private running: Promise<void> | undefined;
  private state: RelayState = 'starting';
  private reason: string | undefined;
  private position: Position = START;

  constructor(private readonly options: RelayOptions) {
    this.kafka = kafkaClient(options.connection, options.log);
    this.topic = options.topic ?? eventsTopic;
    this.report = options.report ?? {};
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Finishes the send in hand and lets the next relay in. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  health(): RelayHealth {
    const { state, position, reason } = this;
    return { state, position, ...(reason === undefined ? {} : { reason }) };
  }

  private async run(): Promise<void> {
    const { signal } = this.ending;
    const { log, retryEvery = leadTimes.lookEvery } = this.options;
    for (let wait = retryEvery; !signal.aborted; ) {
      const began = performance.now();
      try {
        await this.hold();
      } catch (error) {
        if (signal.aborted) return;
        const reason = error instanceof Error ? error.message : String(error);
        if (error instanceof ForeignTopic) {
          this.enter('stopped', reason);
          return log.error(`the relay stopped: ${reason}`);
        }
        this.enter('retrying', reason);
        log.warn(`the relay begins anew: ${reason}`);
        wait = performance.now() - began > longestRetry * 2 ? retryEvery : Math.min(wait * 2, longestRetry);
        await pause(error instanceof TopicReplaced ? 0 : wait, signal);
      }
    }
  }

  private async hold(): Promise<void> {
    const { pool, lease, retryEvery } = this.options;
    const waiting = new AbortController();
    let rehearsed = Promise.resolve();
    try {
      const lead = await takeLead(pool, {
        lock: relayLock,
        signal: this.ending.signal,
        onStandby: () => {
          this.enter('standby');
          rehearsed = rehearse(this.kafka, this.topic, this.options.log, AbortSignal.any([this.ending.signal, waiting.signal]));
        },
        ...(lease === undefined ? {} : { lease }),
        ...(retryEvery === undefined ? {} : { retryEvery }),
      });
      waiting.abort();
      await this.lead(lead).finally(() => lead.close());
    } finally {
      waiting.abort();
      this.report.leads?.(false);
      await rehearsed;
    }
  }

  private async lead(lead: Lead): Promise<void> {
    this.options.log.info(`the relay has the lead (fence ${lead.fence}) and looks at what the topic holds`);
    const partitions = await this.prepare();
    const held = await recall(this.kafka, this.topic, this.ending.signal);
    await this.compare(held);
    const outgoing = new Outgoing(held, {
      partitionOf: partitioner(partitions),
      source: this.options.source,
      watermarkEvery: this.options.watermarkEvery ?? 250,
      sendEvents: this.options.sendEvents ?? 2_000,
      sendBytes: this.options.sendBytes ?? 2 * 1024 * 1024,
    });
    this.position = outgoing.reached;
    this.enter('leading');
    this.report.leads?.(true);
    this.options.log.info(`the relay leads and goes on after ${outgoing.reached}`);
    const scope = new AbortController();
    const signal = AbortSignal.any([this.ending.signal, lead.lost, scope.signal]);
    const next = new Map([...held].map(([partition, { next: offset }]) => [partition, offset]));
    const checking = this.check(next, signal).catch((error: unknown) => scope.abort(error));
    try {
      await this.follow(outgoing, next, lead, signal);
    } finally {
      scope.abort();
      await checking;
    }
  }

  private async prepare(): Promise<number> {
    const { partitions, replication, log } = this.options;
    const found = await withAdmin(this.kafka, async (admin) => {
      const made = await ensureTopic(admin, { name: this.topic, partitions, replication, retention: -1 });
      if (made) {
        log.info(`the relay made the topic ${this.topic}`);
        this.report.topicMade?.();
      }
      return partitionsOf(admin, this.topic);
    });
    if (found === undefined) throw new Error(`the topic ${this.topic} could not be made`);
    if (found !== partitions) log.warn(`the topic ${this.topic} has ${found} partitions, not ${partitions}: they stay`);
    return found;
  }

  /** The newest event of the topic must be the store's own. */
  private async compare(held: ReadonlyMap<number, Held>): Promise<void> {
    const { store } = this.options;
    const all = [...held.values()];
    const furthest = all.reduce((most, one) => (one.position > most ? one.position : most), START);
    const head = await store.head();
    if (furthest > head) {
      throw new ForeignTopic(`the topic ${this.topic} is at ${furthest}, ahead of the store at ${head}: was an older copy of the store put back?`);
    }
    for (const { last, lastId } of all) {
      if (lastId === undefined) continue;
      const [event] = await store.readAll(last - 1n, 1);
      if (event?.id !== lastId) throw new ForeignTopic(`the topic ${this.topic} has event ${lastId} at ${last}, and the store has not`);
    }
  }

  private async follow(outgoing: Outgoing, next: Map<number, bigint>, lead: Lead, signal: AbortSignal): Promise<void> {
    const { store, sendLimit } = this.options;
    const sender = new Sender({
      kafka: this.kafka,
      ...(sendLimit === undefined ? {} : { limit: sendLimit }),
      onAgain: (error, wait) => {
        this.report.again?.();
        this.options.log.warn(`records go out again in ${wait} ms: ${error instanceof Error ? error.message : String(error)}`);
      },
    });
    const now = (): number => performance.now();
    try {
      const batches = store.subscribe(outgoing.reached, { signal, batchSize: 2_000 });
      for await (const events of nextOrDue(batches, () => outgoing.due(now()), signal)) {
        for (const parcel of outgoing.parcels(events, now)) {
          if (!lead.held()) throw new Error('the lead was lost');
          await this.send(sender, parcel, next, signal);
        }
        this.position = outgoing.reached;
      }
      signal.throwIfAborted();
    } finally {
      await sender.close().catch((error: unknown) => this.options.log.debug(`the producer did not close: ${String(error)}`));
    }
  }

  private async send(sender: Sender, parcel: Parcel, next: Map<number, bigint>, signal: AbortSignal): Promise<void> {
    const acknowledged = await this.acknowledged(sender, parcel, signal);
    this.report.sent?.(parcel.events.length, parcel.watermarks, (parcel.events[0])?.metadata.recordedAt);
    for (const part of acknowledged) this.advance(next, part, parcel);
  }

  private async acknowledged(sender: Sender, { messages, events }: Parcel, signal: AbortSignal): Promise<readonly RecordMetadata[]> {
    const { traces } = this.options;
    if (traces === undefined) return sender.send(this.topic, messages, signal);
    return traced(beginForEach(traces, 'send to kafka', 'producer', events), () => sender.send(this.topic, messages, signal));
  }

  private advance(next: Map<number, bigint>, { partition, baseOffset }: RecordMetadata, { messages }: Parcel): void {
    const first = BigInt(baseOffset ?? '-1');
    if (first < 0n) return; // the brokers had it already, and do not say where
    if (first < (next.get(partition) ?? 0n)) throw new TopicReplaced(partition);
    next.set(partition, first + BigInt(messages.filter((message) => message.partition === partition).length));
  }

  /** While nothing is sent, a topic that was lost would be noticed by nobody. */
  private async check(next: ReadonlyMap<number, bigint>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(this.options.checkEvery ?? 5_000, signal);
      if (signal.aborted) return;
      const before = new Map(next);
      await withAdmin(this.kafka, async (admin) => {
        if ((await partitionsOf(admin, this.topic)) === undefined) throw new Error(`the topic ${this.topic} is gone`);
        for (const [partition, { high }] of await extentOf(admin, this.topic)) {
          if (high < (before.get(partition) ?? 0n)) throw new TopicReplaced(partition);
        }
      });
    }
  }

  private enter(state: RelayState, reason?: string): void {
    this.state = state;
    this.reason = reason;
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
