// The projector as a process of its own, for when one machine is not enough. In the embedded profile the ledger runs
// the same projections in its own process. Several may run at once: they take turns on the places' locks.
import { PostgresEventStore } from '@covenant/event-store';
import { ConfigurationError, createLog, Metrics, readSettings } from '@covenant/platform';
import { readModelSource } from '@covenant/read-models';
import { openProjector } from './projector.js';

const main = async (): Promise<void> => {
  const settings = readSettings(process.env);
  const { databaseUrl: url } = settings;
  if (settings.profile !== 'distributed' || url === undefined) {
    throw new ConfigurationError([{ name: 'PROFILE', detail: 'must be distributed: the embedded ledger has its own projector' }]);
  }
  const log = createLog(settings.logLevel);
  const troubled = (part: string) => (error: unknown) => log.warn({ part, err: error }, 'trouble that is being dealt with');
  const store = await PostgresEventStore.open({ url, name: 'covenant-projector', onTrouble: troubled('event store') });
  const source = readModelSource({ url, name: 'covenant-projector', size: 4, onError: troubled('read models') });
  try {
    await source.initialize();
    const { runner } = openProjector({ source, store, log, registry: new Metrics().registry });
    runner.start();
    log.info('the projector is running');
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    });
    await runner.stop();
  } finally {
    if (source.isInitialized) await source.destroy();
    await store.close();
  }
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
