// The projector as a process of its own: events in, rows out. Several share the partitions of Kafka; without Kafka they
// take turns on the places' locks. In the embedded profile the ledger runs the same projections in its own process.
import { kafkaConnectionOf, kafkaHealth } from '@covenant/event-feed';
import { openConfiguredStore } from '@covenant/event-store';
import { runProcess } from '@covenant/platform';
import { readModelSource } from '@covenant/read-models';
import { configuredFeed } from './feed.js';
import { projectionsHealth } from './health.js';
import { openProjector } from './projector.js';

runProcess({
  name: 'projector',
  async open({ settings, databaseUrl: url, log, metrics: { registry }, traces, closing, troubled }) {
    const connection = await kafkaConnectionOf(settings);
    const store = await openConfiguredStore(settings, { databaseUrl: url, name: 'covenant-projector', onTrouble: troubled('event store') });
    closing.add('the event store', () => store.close());
    const source = readModelSource({ url, name: 'covenant-projector', size: 6, onError: troubled('read models') });
    await source.initialize();
    closing.add('the pool of the read models', () => source.destroy());
    const feed = configuredFeed({ settings, connection, store, log, registry });
    const { runner } = openProjector({ source, store, feed, log, registry, ...(traces === undefined ? {} : { traces }) });
    runner.start();
    closing.add('the projections', () => runner.stop());
    return [
      projectionsHealth(source, store),
      ...(connection === undefined ? [] : [kafkaHealth(connection, settings.kafkaTopic, true)]),
    ];
  },
});
