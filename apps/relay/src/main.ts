// The relay as a process of its own: events of the store out to Kafka. One leads, others stand by.
import { kafkaConnectionOf, kafkaHealth } from '@covenant/event-feed';
import { openConfiguredStore } from '@covenant/event-store';
import { ConfigurationError, createPool, runProcess } from '@covenant/platform';
import { relayHealth } from './health.js';
import { relayFigures } from './metrics.js';
import { Relay } from './relay.js';

runProcess({
  name: 'relay',
  async open({ settings, databaseUrl, log, metrics, traces, closing, troubled }) {
    const connection = await kafkaConnectionOf(settings);
    if (connection === undefined) {
      const detail = 'must be set: without Kafka there is nothing to relay, and projectors read the store themselves';
      throw new ConfigurationError([{ name: 'KAFKA_BROKERS', detail }]);
    }
    const store = await openConfiguredStore(settings, { databaseUrl, name: 'covenant-relay', onTrouble: troubled('event store') });
    closing.add('the event store', () => store.close());
    const pool = createPool({ url: databaseUrl, name: 'covenant-relay', size: 2, onError: troubled('lead') });
    closing.add('the pool of the lead', () => pool.end());
    const relay = new Relay({
      store,
      pool,
      connection,
      log,
      report: relayFigures(metrics.registry),
      ...(traces === undefined ? {} : { traces }),
      topic: settings.kafkaTopic,
      partitions: settings.kafkaPartitions,
      replication: settings.kafkaReplication,
      source: `//${settings.logOrigin}`,
    });
    relay.start();
    closing.add('the relay', () => relay.stop());
    return [relayHealth(relay, store), kafkaHealth(connection, settings.kafkaTopic, true)];
  },
});
