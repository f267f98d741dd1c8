// A topology under load that goes through one round of faults after the other, each judged when all has healed.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '../support/crash-load.js';
import { testFolder } from '../support/folder.js';
import { Checkpoints } from './checkpoints.js';
import { citiesUnderLoad, pressAll, type UnderLoad } from './cities-under-load.js';
import { heal, NotHealed } from './heal.js';
import { Oracle } from './oracle.js';
import { eventStoreDb, type StoreName } from './store.js';
import { Topology } from './topology.js';

/** Milliseconds of load in a round at the least. */
const pressed = 1_200;

export class FaultSession {
  /** Milliseconds that the longest healing took. */
  longestHealing = 0;
  /** What the newest healing waited for last. */
  waitedFor = '';
  private readonly oracle: Oracle;

  private constructor(
    private readonly dir: string,
    readonly topology: Topology,
    readonly load: UnderLoad,
    private readonly checkpoints: Checkpoints,
  ) {
    this.oracle = new Oracle(() => topology.engines.brokers);
  }

  /** Resolves when everything is ready and the cities are registered. */
  static async start(seed: number, storeName: StoreName = 'postgres'): Promise<FaultSession> {
    const dir = await testFolder('fault');
    const topology = await Topology.start(dir, storeName === 'postgres' ? undefined : await eventStoreDb(process.env));
    try {
      const load = await citiesUnderLoad(topology, seed);
      await heal(topology, load.loads, load.successions);
      const checkpoints = new Checkpoints(topology, dir);
      checkpoints.start();
      return new FaultSession(dir, topology, load, checkpoints);
    } catch (error) {
      await topology.kill();
      throw error;
    }
  }

  get events(): number {
    return this.oracle.events.length;
  }

  get acknowledged(): number {
    return this.load.loads.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
  }

  get checkpointsSeen(): number {
    return this.checkpoints.shown.size;
  }

  /** Records of the topic that stood there already. */
  get sentAgain(): number {
    return this.oracle.topic.again;
  }

  /** Keeps up the load while `faults` go on, waits until all has healed, and says what is wrong then. */
  async round(faults: () => Promise<unknown>): Promise<readonly string[]> {
    const { topology, checkpoints } = this;
    const { loads, successions } = this.load;
    const halt = new AbortController();
    const pressing = pressAll(loads, halt.signal).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    await Promise.all([faults(), successions.next(), pause(pressed)]).finally(() => halt.abort());
    const refused = await pressing;
    if (refused?.error instanceof Refusal) return [`the ledger refused what it had to record: ${refused.error.message}`];
    if (refused !== undefined) throw refused.error;
    const healing = performance.now();
    try {
      this.waitedFor = await heal(topology, loads, successions);
    } catch (error) {
      if (error instanceof NotHealed) return [`it did not heal: ${error.message}`];
      throw error;
    }
    this.longestHealing = Math.max(this.longestHealing, performance.now() - healing);
    await checkpoints.collect();
    const wrong = await this.oracle.check(this.looked());
    return [...wrong, ...checkpoints.takenBack, ...successions.wrong(this.oracle.typesByStream())];
  }

  /** The same from the first event on: what was kept of earlier rounds must not be what makes it right. */
  checkAnew(): Promise<readonly string[]> {
    return new Oracle(() => this.topology.engines.brokers).check(this.looked());
  }

  /** What the processes said, in a folder that stays. */
  async keepWhatWasSaid(name: string): Promise<string> {
    const dir = await testFolder(name);
    for (const { label, said } of this.topology.members) await writeFile(join(dir, `${label}.log`), said);
    return dir;
  }

  async close(): Promise<void> {
    await this.checkpoints.stop();
    await this.topology.kill();
    await rm(this.dir, { recursive: true, force: true });
  }

  private looked(): Parameters<Oracle['check']>[0] {
    return {
      databaseUrl: this.topology.engines.databaseUrl,
      store: this.topology.engines.store,
      orders: this.load.loads.flatMap(({ orders }) => orders),
      shown: this.checkpoints.shown.values(),
    };
  }
}
