import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { run } from '../../apps/ledger/src/import/run.js';
import { type Bench, perSecond } from './harness.js';
import { startWholeLedger } from './whole-ledger.js';

const everything = fileURLToPath(new URL('../../data/upr/upr-2008-2014.csv.gz', import.meta.url));
const northAmerica = fileURLToPath(new URL('../../data/upr/upr-north-america.csv', import.meta.url));

/** All 42,013 recommendations and pledges of the first reviews, through the front door, and then once more. */
const bench: Bench = {
  name: 'import',
  async run(world) {
    const ledger = await startWholeLedger();
    try {
      const take = async (): Promise<{ readonly seconds: number; readonly said: string }> => {
        let said = '';
        const begin = performance.now();
        const file = world.quick ? northAmerica : everything;
        await run(['upr', file, '--city', 'winnipeg-mb', '--state', 'all', '--url', ledger.address], {
          environment: { DATA_DIR: ledger.dataDir },
          print: (text) => (said = text.split('\n')[0] ?? ''),
          tell: (line) => world.say(line),
        });
        return { seconds: (performance.now() - begin) / 1000, said };
      };
      const first = await take();
      const again = await take();
      if (!again.said.startsWith('0 taken')) throw new Error(`the second run wrote something: ${again.said}`);
      const rows = Number(/^(\d+) taken/.exec(first.said)?.[1]);
      return [
        { figure: 'import of the UPR file', value: `${first.seconds.toFixed(1)} s`, against: first.said },
        { figure: 'import, rows recorded', value: perSecond(rows / first.seconds) },
        { figure: 'import, the same file again', value: `${again.seconds.toFixed(1)} s`, against: again.said },
      ];
    } finally {
      await ledger.stop();
    }
  },
};

export default bench;
