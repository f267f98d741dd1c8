import { DirectFeed, type EventFeed, type FeedFigures, feedFigures, KafkaFeed, type KafkaConnection } from '@covenant/event-feed';
import type { EventStore } from '@covenant/event-store';
import type { Settings } from '@covenant/platform';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';

export interface ConfiguredFeed {
  readonly settings: Settings;
  /** Of the settings; without one the events come straight from the store. */
  readonly connection: KafkaConnection | undefined;
  readonly store: EventStore;
  readonly log: Logger;
  readonly registry: Registry;
  /** Default: new ones in the registry. */
  readonly figures?: FeedFigures;
}

/** The feed that the settings name. Ledgers that share brokers have topics of their own, and so groups of their own. */
export const configuredFeed = ({ settings, connection, store, log, registry, figures }: ConfiguredFeed): EventFeed =>
  connection === undefined
    ? new DirectFeed(store)
    : new KafkaFeed({
        connection,
        store,
        log,
        topic: settings.kafkaTopic,
        groupPrefix: `${settings.kafkaTopic}.`,
        replication: settings.kafkaReplication,
        report: figures ?? feedFigures(registry),
      });
