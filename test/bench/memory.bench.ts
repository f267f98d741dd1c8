import { setTimeout as pause } from 'node:timers/promises';
import { type Bench, megabytes, perSecond } from './harness.js';
import { LoadClient } from './http-client.js';
import { startWholeLedger } from './whole-ledger.js';

/** Events of the long run; the figure is about a million. */
const many = Number(process.env['BENCH_EVENTS'] ?? 1_000_000);
const few = 10_000;

/** Resident memory of the one process that does everything, after few and after many recorded commitments. */
const bench: Bench = {
  name: 'memory',
  async run(world) {
    const target = world.quick ? 50_000 : many;
    const ledger = await startWholeLedger();
    const client = new LoadClient();
    try {
      const registered = await fetch(`${ledger.address}/v1/duty-bearers`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${await ledger.token({})}` },
        body: JSON.stringify({ cityId: ledger.cityId, name: 'Housing', kind: 'department' }),
      });
      const { id: dutyBearerId } = (await registered.json()) as { id: string };
      const token = await ledger.token({ dutyBearerId });
      const body = JSON.stringify({
        cityId: ledger.cityId,
        dutyBearerId,
        title: 'Every emergency shelter reachable without steps',
        rights: ['ICESCR-11.1', 'CRPD-9'],
        dueOn: '2099-03-31',
      });
      let recorded = 0;
      let seconds = 0;
      const recordUpTo = async (wanted: number): Promise<number> => {
        let next = recorded;
        while (recorded < wanted) {
          const load = { port: ledger.port, connections: 64, seconds: recorded < few ? 1 : 10, path: '/v1/commitments' };
          const result = await client.run({ ...load, headers: [`Authorization: Bearer ${token}`], body, keyed: true });
          if (Object.keys(result.statuses).join() !== '201') throw new Error(`not all recorded: ${JSON.stringify(result.statuses)}`);
          recorded += result.answered;
          seconds += result.seconds;
          if (recorded >= next) {
            world.say(`  ${recorded.toLocaleString('en')} of ${target.toLocaleString('en')}, ${megabytes(await ledger.memory())}`);
            next = recorded + target / 10;
          }
        }
        // What is in hand ends, and what was garbage at the end of the load may go.
        await pause(5_000);
        return ledger.memory();
      };
      const early = await recordUpTo(few);
      const late = await recordUpTo(target);
      return [
        {
          figure: `memory after ${recorded.toLocaleString('en')} events`,
          value: megabytes(late),
          against: `${megabytes(early)} after ${few.toLocaleString('en')}`,
          ratio: late / early,
          target: { atMost: 1.3 },
        },
        { figure: 'commands recorded on the way, 64 connections', value: perSecond(recorded / seconds) },
      ];
    } finally {
      client.close();
      await ledger.stop();
    }
  },
};

export default bench;
