import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Notary } from '../src/engine/notary.js';
import { takeLog, type LogSession } from '../src/tables/log-session.js';
import { asAdmin, newWorld, record, tamper, type World } from '../../../test/support/log/world.js';
import { FaultyFile } from '../../../test/support/log/faulty-file.js';
import { expectWholeLog } from '../../../test/support/log/whole-log.js';

type Write = 'commit' | 'file' | 'publish';
type Mode = 'lost' | 'done but errored';

// The oracle folds the whole log anew after every step.
jest.setTimeout(60_000);

let world: World;
beforeEach(async () => {
  world = await newWorld();
});
afterEach(() => world.close());

/** Makes one write fail, once, each time it is armed. */
class Faults {
  readonly met: string[] = [];
  #armed: { write: Write; mode: Mode } | undefined;

  arm(write: Write, mode: Mode): void {
    this.#armed = { write, mode };
  }

  async around(write: Write, work: () => Promise<void>): Promise<void> {
    const fault = this.#armed?.write === write ? this.#armed.mode : undefined;
    if (fault !== undefined) this.#armed = undefined;
    if (fault !== undefined) this.met.push(`${write} ${fault}`);
    if (fault === 'lost') throw new Error('the write was lost');
    await work();
    if (fault === 'done but errored') throw new Error('the answer was lost');
  }
}

async function faulty(faults: Faults): Promise<Notary> {
  const { ring, reader } = await world.open();
  const { store, pool, log } = world;
  return new Notary(
    {
      store,
      reader,
      keys: ring,
      file: new FaultyFile(join(world.dataDir, 'log-checkpoint'), (write) => faults.around('file', write)),
      log,
      take: async (waiting) => {
        const session = await takeLog(pool, waiting);
        return {
          get state() {
            return session.state;
          },
          held: () => session.held(),
          commit: (growth) => faults.around('commit', () => session.commit(growth)),
          publish: (tree, quorum) => faults.around('publish', () => session.publish(tree, quorum)),
          close: () => session.close(),
        } satisfies LogSession;
      },
    },
    { interval: 2, batch: 64 },
  );
}

const publishedNote = async (): Promise<string> => (await asAdmin<{ note: string }>(world, 'SELECT note FROM log.published'))[0]?.note ?? '';

describe('whatever write fails, there is one tree', () => {
  const table = (['commit', 'file', 'publish'] as const).flatMap((write) =>
    (['lost', 'done but errored'] as const).map((mode) => [write, mode] as const),
  );

  it.each(table)('%s %s: at the first signature, and at later ones', async (write, mode) => {
    const faults = new Faults();
    const notary = await faulty(faults);
    faults.arm(write, mode);
    notary.start();
    try {
      for (const count of [3, 200, 1, 500]) {
        const { position } = await record(world, count);
        await notary.covered(position);
        await expectWholeLog(world);
        expect(await readFile(join(world.dataDir, 'log-checkpoint'), 'utf8')).toBe(await publishedNote());
        faults.arm(write, mode);
      }
    } finally {
      await notary.stop();
    }
    expect(await expectWholeLog(world)).toBe(704);
    expect(faults.met.length).toBeGreaterThanOrEqual(4);
    expect(new Set(faults.met)).toEqual(new Set([`${write} ${mode}`]));
  });

  it.each(['log.entries', 'log.tiles', 'log.checkpoints', 'log.state', 'log.published'])(
    'a statement that fails half-way, at %s, leaves nothing',
    async (name) => {
      const { notary } = await world.open();
      notary.start();
      await notary.covered((await record(world, 300)).position);
      await asAdmin(
        world,
        `CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$;
         CREATE TRIGGER fail BEFORE INSERT OR UPDATE ON ${name} FOR EACH ROW
           ${name === 'log.state' ? 'WHEN (NEW.size > 300)' : ''}
           EXECUTE FUNCTION public.fail()`,
      );
      const { position } = await record(world, 300);
      await world.heard('disk full');
      expect(notary.health()).toMatchObject({ state: 'retrying', reason: expect.stringMatching(/^a part that the log needs did not answer/) });
      expect(await expectWholeLog(world)).toBe(name === 'log.published' ? 600 : 300);
      await asAdmin(world, `DROP TRIGGER fail ON ${name}`);
      await notary.covered(position);
      expect(await expectWholeLog(world)).toBe(600);
    },
  );

  it('goes on when the database ends its connections again and again', async () => {
    const { notary } = await world.open({ batch: 50 });
    notary.start();
    for (let i = 0; i < 6; i++) {
      const { position } = await record(world, 200);
      await asAdmin(world, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'test-log'`);
      await notary.covered(position);
      await expectWholeLog(world);
    }
  });
});

describe('a second notary', () => {
  it('stands by, and takes over when the first loses its hold', async () => {
    const first = (await world.open()).notary;
    first.start();
    await first.covered((await record(world, 10)).position);
    await world.heard('the notary is following');
    const second = (await world.open()).notary;
    second.start();
    await world.heard('the notary is standby');
    expect(first.health().state).toBe('following');
    await first.stop();
    await second.covered((await record(world, 10)).position);
    expect(await expectWholeLog(world)).toBe(20);
  });

  it('says beforehand what would keep it from leading, and stands by', async () => {
    const first = (await world.open({ sampleEvery: 3_600_000 })).notary;
    first.start();
    await first.covered((await record(world, 10)).position);
    await tamper(world, `UPDATE log.entries SET event_id = gen_random_uuid() WHERE number = 4`);
    const second = (await world.open()).notary;
    second.start();
    await world.heard('standing by, the notary could not look at the log: entry 4 of the log is event');
    expect(second.health().state).toBe('standby');
  });

  it('never signs at the same time: many of them, their connections cut at random', async () => {
    const notaries = [];
    for (let i = 0; i < 4; i++) notaries.push((await world.open({ batch: 40 })).notary);
    for (const notary of notaries) notary.start();
    for (let i = 0; i < 6; i++) {
      const { position } = await record(world, 200);
      await asAdmin(
        world,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'test-log' AND random() < 0.5`,
      );
      await Promise.race(notaries.map((notary) => notary.covered(position)));
      await expectWholeLog(world);
    }
    expect(notaries.filter((notary) => notary.health().state === 'stopped')).toEqual([]);
  });

  it('shuts out one that still believes to hold the log, by its fence', async () => {
    const { notary, key } = await world.open();
    notary.start();
    await notary.covered((await record(world, 5)).position);
    await notary.stop();
    const waiting = { signal: new AbortController().signal, onStandby: () => undefined };
    const paused = await takeLog(world.pool, waiting);
    // The paused one's connection broke on the way; the server let the lock go, and a second took the log.
    await asAdmin(world, 'SELECT log.take_fence()');
    const [tree] = await asAdmin<{ size: string; root: Buffer; note: string }>(world, 'SELECT size, root, note FROM log.published');
    const again = { size: 5, root: new Uint8Array(tree?.root ?? []), note: tree?.note ?? '' };
    await expect(paused.publish(again, true)).rejects.toMatchObject({ code: 'LG001' });
    await expect(paused.commit({ from: 5, entries: [], tiles: [], tree: again })).rejects.toMatchObject({ code: 'LG001' });
    expect(key.name).toBe('log.example.org/city');
    paused.close();
  });
});

describe('a crash', () => {
  it('between the signature and its publication is made good by the next start', async () => {
    const faults = new Faults();
    const notary = await faulty(faults);
    notary.start();
    await notary.covered((await record(world, 50)).position);
    const before = await publishedNote();
    faults.arm('file', 'lost');
    await asAdmin(world, `ALTER TABLE log.published ADD CONSTRAINT away CHECK (size <= 50)`);
    const { position } = await record(world, 50);
    await world.heard('away');
    await notary.stop();
    expect(await publishedNote()).toBe(before);
    expect(await expectWholeLog(world)).toBe(100);
    await asAdmin(world, 'ALTER TABLE log.published DROP CONSTRAINT away');

    const next = await world.open();
    next.notary.start();
    await next.notary.covered(position);
    expect((await next.publicLog.checkpoint()).size).toBe(100);
    expect(await readFile(join(world.dataDir, 'log-checkpoint'), 'utf8')).toBe(await publishedNote());
  });
});

describe('a restored older copy of the database', () => {
  /** A second world over the same folder, whose store holds the first `count` events of this one. */
  async function restored(count: number, then?: (events: World) => Promise<unknown>): Promise<World> {
    const older = await newWorld();
    for (const { stream, revision, position, ...event } of await world.store.readAll(-1n, count)) {
      expect(position).toBeLessThan(BigInt(count));
      await older.store.append(stream, revision === 0 ? 'no-stream' : revision - 1, [event]);
    }
    await rm(older.dataDir, { recursive: true });
    await mkdir(older.dataDir);
    await cp(world.dataDir, older.dataDir, { recursive: true });
    await then?.(older);
    return older;
  }

  beforeEach(async () => {
    const { notary } = await world.open();
    notary.start();
    await notary.covered((await record(world, 300)).position);
    await notary.stop();
  });

  it('is refused, and nothing more is signed', async () => {
    const older = await restored(200);
    const { notary } = await older.open();
    notary.start();
    await expect(notary.covered(199n)).rejects.toMatchObject({
      code: 'behind-published',
      message: expect.stringMatching(/^a checkpoint of 300 entries was published \(log-checkpoint\) and the database has 0: it is an older copy/),
    });
    await record(older, 200);
    expect(notary.health()).toMatchObject({ state: 'stopped', size: 0 });
    expect(await asAdmin(older, 'SELECT size FROM log.checkpoints')).toEqual([]);
    await older.close();
  });

  it('is refused with recovery too, while the store does not lead to what was published', async () => {
    const older = await restored(299);
    const { notary } = await older.open({ recover: true });
    notary.start();
    await expect(notary.covered(298n)).rejects.toMatchObject({
      code: 'behind-published',
      message: expect.stringMatching(/the store leads to 299 and no further$/),
    });
    expect(await asAdmin(older, 'SELECT size FROM log.checkpoints')).toEqual([]);
    await older.close();
  });

  it('is refused with recovery when the store leads somewhere else', async () => {
    const older = await restored(299, (events) => record(events, 1));
    const { notary } = await older.open({ recover: true });
    notary.start();
    await expect(notary.covered(299n)).rejects.toMatchObject({ code: 'forked' });
    expect(await asAdmin(older, 'SELECT size FROM log.checkpoints')).toEqual([]);
    await older.close();
  });

  it('recovers when the store has it all: the same tree, and on from there', async () => {
    const copy = await restored(300);
    const { notary } = await copy.open({ recover: true, batch: 70 });
    notary.start();
    await notary.covered((await record(copy, 10)).position);
    expect(await expectWholeLog(copy)).toBe(310);
    await copy.close();
  });

  it('that grew differently is seen by its root, at the same size and beyond', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'covenant-kept-'));
    await cp(world.dataDir, folder, { recursive: true });
    for (const count of [300, 301]) {
      const other = await newWorld();
      const grown = await other.open();
      for (const key of ['log.key', 'log-ml-dsa-44.key']) await cp(join(folder, key), join(other.dataDir, key));
      const same = await other.open();
      same.notary.start();
      await same.notary.covered((await record(other, count)).position);
      await same.notary.stop();
      await cp(join(folder, 'log-checkpoint'), join(other.dataDir, 'log-checkpoint'));
      const { notary } = await other.open();
      notary.start();
      await record(other, 1);
      await expect(notary.covered(BigInt(count))).rejects.toMatchObject({ code: 'forked' });
      expect(grown.key.vkey).not.toBe(same.key.vkey);
      await other.close();
    }
    await rm(folder, { recursive: true });
  });
});

describe('a store that contradicts the log', () => {
  let ids: readonly string[];

  beforeEach(async () => {
    const { notary } = await world.open();
    notary.start();
    const recorded = await record(world, 600);
    ids = recorded.ids;
    await notary.covered(recorded.position);
    await notary.stop();
  });

  const change = `UPDATE ledger.events SET data = '{"title":"Promise kept"}' WHERE position =`;

  it.each([
    ['an event of the newest tile is changed', `${change} 590`, 590],
    ['an event somewhere is changed', `${change} 300`, 300],
    ['an event is given another author', `UPDATE ledger.events SET metadata = replace(metadata::text, 'clerk-1', 'clerk-2')::json WHERE position = 7`, 7],
    ['an event has another id', `UPDATE ledger.events SET id = gen_random_uuid() WHERE position = 256`, 256],
    ['an event is gone', 'DELETE FROM ledger.events WHERE position = 520', 520],
    ['the end is gone', 'DELETE FROM ledger.events WHERE position >= 580', 580],
    ['everything is gone', 'DELETE FROM ledger.events', 0],
    ['two events changed places', 'UPDATE ledger.events SET position = CASE position WHEN 512 THEN 100000 ELSE 512 END WHERE position IN (512, 513)', 512],
  ])('%s: the next start stops and names the entry', async (_, sql, entry) => {
    await tamper(world, sql);
    await world.store.close();
    const { notary } = await world.open({ store: await world.reopenStore() });
    notary.start();
    await expect(notary.covered(100_001n)).rejects.toMatchObject({ code: 'store-contradicts-log', entry });
    const { state, reason } = notary.health();
    expect([state, reason]).toEqual(['stopped', expect.stringContaining(`entry ${entry} of the log`)]);
    expect(world.said.at(-1)).toContain('the notary stopped signing (store-contradicts-log): entry');
  });

  it('is found by the rolling comparison while the notary runs', async () => {
    const { notary } = await world.open({ sampleEvery: 1 });
    notary.start();
    await notary.covered(599n);
    await tamper(world, `${change} 444`);
    await expect(notary.covered(100_000n)).rejects.toMatchObject({ code: 'store-contradicts-log', entry: 444 });
    expect(ids[444]).toBeDefined();
  });

  it.each([
    ['a leaf', 'UPDATE log.tiles SET hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1) WHERE level = 0 AND index = 2', 'log-damaged'],
    ['a node', 'UPDATE log.tiles SET hashes = set_byte(hashes, 3, get_byte(hashes, 3) # 1) WHERE level = 1', 'log-damaged'],
    ['a tile cut', 'UPDATE log.tiles SET hashes = substring(hashes FROM 1 FOR 32) WHERE level = 0 AND index = 2', 'log-damaged'],
    ['a tile gone', 'DELETE FROM log.tiles WHERE level = 1', 'log-damaged'],
    ['an entry of the index gone', 'DELETE FROM log.entries WHERE number = 599', 'log-damaged'],
    ['the newest checkpoint gone', 'DELETE FROM log.checkpoints WHERE size > 0', 'log-damaged'],
  ])('the log damaged itself (%s): the next start stops', async (_, sql, code) => {
    await tamper(world, sql);
    const { notary } = await world.open();
    notary.start();
    await expect(notary.covered(100_000n)).rejects.toMatchObject({ code });
  });

  it('an event that no entry can hold stops it before it is signed', async () => {
    const { notary } = await world.open();
    notary.start();
    await notary.covered(599n);
    await tamper(
      world,
      `INSERT INTO ledger.events (position, id, revision, stream, type, data, metadata)
       SELECT 600, gen_random_uuid(), 0, 'commitment-x', type, json_build_object('text', repeat('x', 70000)), metadata
       FROM ledger.events WHERE position = 1`,
    );
    await expect(notary.covered(600n)).rejects.toMatchObject({ code: 'unfit-entry', entry: 600 });
    expect(await asAdmin(world, 'SELECT size FROM log.state')).toEqual([{ size: '600' }]);
  });
});
