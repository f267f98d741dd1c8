import { recordUpkeep } from '@covenant/commands';
import { kafkaConnectionOf } from '@covenant/event-feed';
import { openConfiguredStore } from '@covenant/event-store';
import { createLog, Metrics, readSettings } from '@covenant/platform';
import { allProjections, rebuild, type RebuildProgress, type RebuildStep } from '@covenant/read-models';
import { SingleBar } from 'cli-progress';
import { configuredFeed } from '../feed.js';
import { operatedDatabase } from './database.js';

const help = `npm run rebuild

Makes every read model anew from the first event, beside those that are read, and puts the new ones in their place.
It works whether the ledger runs or not; queries go on. If it fails, the read models are as they were.`;

const words: Readonly<Record<RebuildStep, string>> = {
  fill: 'folding events',
  index: 'making indexes',
  'catch-up': 'catching up',
  switch: 'switching',
  done: 'done',
};

/** A bar on a terminal; a line a step where there is none. */
class Shown {
  private bar: SingleBar | undefined;
  private step: RebuildStep | undefined;

  /** `dense`: the head says how many events there are. */
  show({ step, events, head }: RebuildProgress, dense: boolean): void {
    const total = dense ? Math.max(Number(head) + 1, events) : events;
    if (!process.stderr.isTTY) {
      if (step !== this.step) console.error(`${words[step]} (${events.toLocaleString('en')} ${events === 1 ? 'event' : 'events'})`);
      this.step = step;
      return;
    }
    if (this.bar === undefined) {
      this.bar = new SingleBar({
        format: '{bar} {percentage} % · {value} of {total} events · {step}',
        stream: process.stderr,
        hideCursor: true,
      });
      this.bar.start(total, 0, { step: words[step] });
    }
    this.bar.setTotal(total);
    this.bar.update(events, { step: words[step] });
  }

  stop(): void {
    this.bar?.stop();
  }
}

const main = async (): Promise<void> => {
  const given = process.argv.slice(2);
  if (given.includes('--help')) {
    console.log(help);
    return;
  }
  if (given.length > 0) throw new Error(`npm run rebuild takes no arguments; it was given ${given.join(' ')}.`);
  const ending = new AbortController();
  process.once('SIGINT', () => ending.abort());
  const settings = readSettings(process.env);
  const database = await operatedDatabase(process.env);
  const shown = new Shown();
  const log = createLog(settings.logLevel === 'info' ? 'warn' : settings.logLevel, process.stderr);
  const onTrouble = (error: Error): void => log.warn(error.message);
  try {
    const store = await openConfiguredStore(settings, { databaseUrl: database.appUrl, name: 'covenant-rebuild', onTrouble });
    // The new tables' places must be those of the feed that goes on filling them.
    const connection = settings.profile === 'distributed' ? await kafkaConnectionOf(settings) : undefined;
    try {
      await rebuild({
        ownerUrl: database.ownerUrl,
        store,
        feed: configuredFeed({ settings, connection, store, log, registry: new Metrics().registry }),
        projections: allProjections(),
        signal: ending.signal,
        onProgress: (progress) => shown.show(progress, store.dense === true),
      });
      shown.stop();
      await recordUpkeep(store, { act: 'read-models-rebuilt' }, (line) => console.error(line));
    } finally {
      shown.stop();
      await store.close();
    }
  } finally {
    await database.close();
  }
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
