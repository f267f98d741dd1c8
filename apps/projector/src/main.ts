// The projector as a process of its own: events in, rows out. Several share the partitions of Kafka; without Kafka they
// take turns on the places' locks. In the embedded profile the ledger runs the same projections in its own process.
import { type FeedFigures, feedFigures, kafkaConnectionOf, type KafkaConnection, kafkaHealth } from '@covenant/event-feed';
import { type EventStore, openConfiguredStore } from '@covenant/event-store';
import { runProcess, type Surroundings } from '@covenant/platform';
import { readModelSource } from '@covenant/read-models';
import { configuredFeed } from './feed.js';
import { projectionsHealth } from './health.js';
import { openProjector } from './projector.js';
import { StoppedLetters } from './stopped-letters.js';

interface Letters extends Pick<Surroundings, 'settings' | 'log'> {
  readonly connection: KafkaConnection;
  readonly store: EventStore;
  readonly figures: FeedFigures;
}

const stoppedLetters = ({ settings, connection, store, log, figures }: Letters): StoppedLetters =>
  new StoppedLetters({
    connection,
    topic: settings.kafkaTopic,
    replication: settings.kafkaReplication,
    source: `//${settings.logOrigin}`,
    store,
    log,
    onWritten: (reason) => figures.deadLettered(reason),
  });

runProcess({
  name: 'projector',
  async open({ settings, databaseUrl: url, log, metrics: { registry }, traces, closing, troubled }) {
    const connection = await kafkaConnectionOf(settings);
    const store = await openConfiguredStore(settings, { databaseUrl: url, name: 'covenant-projector', onTrouble: troubled('event store') });
    closing.add('the event store', () => store.close());
    const source = readModelSource({ url, name: 'covenant-projector', size: 6, onError: troubled('read models') });
    await source.initialize();
    closing.add('the pool of the read models', () => source.destroy());
    const figures = feedFigures(registry);
    const feed = configuredFeed({ settings, connection, store, log, registry, figures });
    const letters = connection === undefined ? undefined : stoppedLetters({ settings, connection, store, log, figures });
    if (letters !== undefined) closing.add('the dead letters', () => letters.close());
    const { runner } = openProjector({
      source,
      store,
      feed,
      log,
      registry,
      ...(traces === undefined ? {} : { traces }),
      ...(letters === undefined ? {} : { onStopped: (projection, poison) => letters.stopped(projection, poison) }),
    });
    runner.start();
    closing.add('the projections', () => runner.stop());
    return [
      projectionsHealth(source, store),
      ...(connection === undefined ? [] : [kafkaHealth(connection, settings.kafkaTopic, true)]),
    ];
  },
});
