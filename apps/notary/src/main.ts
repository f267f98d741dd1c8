// The notary as a process of its own: the public log is written and signed here, and served by the ledger. One holds the
// log, others stand by.
import { openConfiguredStore } from '@covenant/event-store';
import { createPool, runProcess } from '@covenant/platform';
import { notaryHealth } from './health.js';
import { LogKeyError } from './keys/log-key.js';
import { tellKeys } from './keys/told-keys.js';
import { logSettings } from './log-settings.js';
import { notaryMetrics } from './metrics.js';
import { openLog } from './open-log.js';

runProcess({
  name: 'notary',
  explain: (error) => (error instanceof LogKeyError ? error.message : undefined),
  async open({ settings, databaseUrl, log, metrics, traces, closing, troubled }) {
    const store = await openConfiguredStore(settings, { databaseUrl, name: 'covenant-notary', onTrouble: troubled('event store') });
    closing.add('the event store', () => store.close());
    const pool = createPool({ url: databaseUrl, name: 'covenant-notary', size: 6, onError: troubled('log') });
    closing.add('the pool of the log', () => pool.end());
    const { notary, ring } = await openLog({
      ...logSettings(settings),
      store,
      pool,
      log,
      metrics: notaryMetrics(metrics.registry),
      ...(traces === undefined ? {} : { traces }),
    });
    await tellKeys(pool, ring.roots);
    notary.start();
    closing.add('the notary', () => notary.stop());
    return [notaryHealth(notary)];
  },
});
