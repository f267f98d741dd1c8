// The clock as a process of its own. It decides nothing about what it may do: its commands go the way of everybody's
// (libs/commands), over the same store, with the same rules, revisions and keys. No token is involved, so none can
// ever carry its role.
import { openCommands } from '@covenant/commands';
import { aggregateNames } from '@covenant/domain';
import { openConfiguredStore } from '@covenant/event-store';
import { createPool, RightOfWay, runProcess } from '@covenant/platform';
import { ReadBarrier, ReadModelQueries, readModelSource, recordModels, tableOf } from '@covenant/read-models';
import { Clock } from './clock.js';
import { clockDoor } from './clock-door.js';
import { forgettingGuard } from './forgetting.js';
import { clockHealth } from './health.js';
import { clockReads } from './reads.js';

runProcess({
  name: 'clock',
  async open({ settings, databaseUrl: url, metrics, traces, closing, troubled, onFatal }) {
    const store = await openConfiguredStore(settings, { databaseUrl: url, name: 'covenant-clock', onTrouble: troubled('event store') });
    closing.add('the event store', () => store.close());
    const source = readModelSource({ url, name: 'covenant-clock', size: 3, onError: troubled('read models') });
    await source.initialize();
    closing.add('the pool of the read models', () => source.destroy());
    const queries = new ReadModelQueries({ source, store, models: recordModels });
    const barrier = new ReadBarrier({ source });
    closing.add('waiting readers', () => Promise.resolve(barrier.close()));
    const rightOfWay = new RightOfWay({ url, name: 'covenant-apart', onTrouble: troubled('commands') });
    closing.add('what keeps commands apart', () => rightOfWay.close());
    const keys = createPool({ url, name: 'covenant-subjects', size: 1, onError: troubled('keys of subjects') });
    closing.add('the pool of the keys of subjects', () => keys.end());
    const { commands, watchOthers } = await openCommands({
      store,
      rightOfWay,
      guard: forgettingGuard(keys),
      metrics,
      ...(traces === undefined ? {} : { traces }),
      cacheRecords: settings.cacheRecords,
      answers: {
        openDuties: async (dutyBearerId) => {
          await barrier.waitFor(await store.head(), ['entries', ...aggregateNames.map(tableOf)]);
          return queries.facts.openDuties(dutyBearerId);
        },
      },
    });
    const watch = watchOthers(onFatal);
    closing.add('the watch over what others record', () => watch.stop());
    const clock = new Clock({
      reads: clockReads(queries),
      door: clockDoor(commands),
      interval: settings.clockInterval * 1_000,
      onTrouble: troubled('clock'),
    });
    metrics.gauge('covenant_clock_looked_at_seconds', 'When the clock last looked at all that fell due, in seconds since 1970; 0 before the first look', () => {
      const { lookedAt } = clock.health();
      return lookedAt === undefined ? 0 : Date.parse(lookedAt) / 1_000;
    });
    clock.start();
    closing.add('the clock', () => clock.stop());
    return [clockHealth(clock)];
  },
});
