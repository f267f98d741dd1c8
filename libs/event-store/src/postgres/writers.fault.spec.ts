// Several writers on one database, one of which is paused, killed, or loses its server.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { appRole, ensureDatabase, ensureRoles, type EmbeddedServer, ownerRole, runMigrations, startEmbedded } from '@covenant/platform';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { testFolder } from '../../../../test/support/folder.js';
import { collect, ids, newEvents, newStream, readToEnd } from '../contract/harness.contract.js';
import { OutcomeUnknown, StoreUnavailable, WrongExpectedRevision } from '../errors.js';
import { type RecordedEvent, START } from '../port.js';
import { eventStoreSchema } from './migrations/index.js';
import { PostgresEventStore } from './store.js';

const here = (path: string): string => fileURLToPath(new URL(`../../../../test/support/${path}`, import.meta.url));

interface Appender {
  readonly process: ChildProcess;
  readonly acknowledged: string[];
  /** Waits until it has been told of one more event than now. */
  next(): Promise<void>;
  kill(): Promise<void>;
}

async function appender(url: string): Promise<Appender> {
  const child = spawn(process.execPath, ['--import', here('typescript.mjs'), here('appender.ts'), url], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
  });
  const lines = createInterface({ input: child.stdout });
  const acknowledged: string[] = [];
  await once(lines, 'line');
  lines.on('line', (line) => acknowledged.push(line));
  return {
    process: child,
    acknowledged,
    next: async () => void (await once(lines, 'line')),
    async kill() {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    },
  };
}

/** Every stream has its events from 0 without a gap, positions are dense, and no id stands twice. */
function expectWhole(all: readonly RecordedEvent[]): void {
  expect(all.map(({ position }) => position)).toEqual(all.map((_, index) => BigInt(index)));
  expect(new Set(ids(all)).size).toBe(all.length);
  const next = new Map<string, number>();
  for (const { stream, revision } of all) {
    expect(revision).toBe(next.get(stream) ?? 0);
    next.set(stream, revision + 1);
  }
}

describe('writers of one database', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  beforeEach(async () => {
    database = await freshDatabase();
    store = await PostgresEventStore.open({ url: database.appUrl });
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  it('are not held up by one that is paused, wherever it is', async () => {
    const paused = await appender(database.appUrl);
    const own: string[] = [];
    for (let round = 0; round < 25; round += 1) {
      await paused.next();
      paused.process.kill('SIGSTOP');
      for (const events of [newEvents(1), newEvents(2)]) {
        await store.append(newStream(), 'no-stream', events);
        own.push(...ids(events));
      }
      paused.process.kill('SIGCONT');
    }
    await paused.kill();
    const all = await readToEnd(store, START);
    expectWhole(all);
    const there = new Set(ids(all));
    expect([...own, ...paused.acknowledged].filter((id) => !there.has(id))).toEqual([]);
    expect(paused.acknowledged.length).toBeGreaterThan(25);
  }, 60_000);

  it('find whole calls of one that was killed, and all that it had been told of', async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const killed = await appender(database.appUrl);
      for (let count = 0; count <= round; count += 1) await killed.next();
      await killed.kill();
      acknowledged.push(...killed.acknowledged);
    }
    // What the killed ones had sent is done or never will be, once an append from here has gone through.
    await store.append(newStream(), 'no-stream', newEvents(1));
    const all = await readToEnd(store, START);
    expectWhole(all);
    const there = new Set(ids(all));
    expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
    const sizes = new Map<string, number>();
    for (const { stream } of all.slice(0, -1)) sizes.set(stream, (sizes.get(stream) ?? 0) + 1);
    expect(new Set(sizes.values())).toEqual(new Set([2]));
  }, 60_000);

  it('race on one stream: of each revision one wins, nothing is lost', async () => {
    const other = await PostgresEventStore.open({ url: database.appUrl });
    const stream = newStream();
    const won: string[] = [];
    const racer = async (mine: PostgresEventStore): Promise<void> => {
      for (let revision = -1; revision < 150; revision += 1) {
        const events = newEvents(1);
        try {
          await mine.append(stream, revision === -1 ? 'no-stream' : revision, events);
          won.push(...ids(events));
        } catch (error) {
          expect(error).toBeInstanceOf(WrongExpectedRevision);
        }
      }
    };
    await Promise.all([racer(store), racer(other), racer(store), racer(other)]);
    const read = await store.readStream(stream);
    expect(read).toHaveLength(151);
    expect(new Set(ids(read))).toEqual(new Set(won));
    await other.close();
  }, 60_000);
});

describe('a server that is killed again and again under load', () => {
  let folder: string;
  let server: EmbeddedServer;
  let url: string;
  beforeAll(async () => {
    folder = await testFolder('killed');
    server = await startEmbedded({ folder, restarts: 3 });
    await ensureRoles(server.adminUrl(), server.secrets);
    await ensureDatabase(server.adminUrl(), 'killed');
    await runMigrations({ url: server.url({ name: ownerRole, password: server.secrets.owner }, 'killed'), ...eventStoreSchema });
    url = server.url({ name: appRole, password: server.secrets.app }, 'killed');
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('loses nothing acknowledged, doubles nothing, and a subscription sees all of it once', async () => {
    const stores = [await PostgresEventStore.open({ url }), await PostgresEventStore.open({ url })];
    const acknowledged = new Set<string>();
    const refused = new Set<string>();
    let going = true;
    const caller = async (store: PostgresEventStore): Promise<void> => {
      while (going) {
        const events = newEvents(2);
        try {
          await store.append(newStream(), 'no-stream', events);
          ids(events).forEach((id) => acknowledged.add(id));
        } catch (error) {
          if (error instanceof OutcomeUnknown) continue;
          expect(error).toBeInstanceOf(StoreUnavailable);
          ids(events).forEach((id) => refused.add(id));
        }
      }
    };
    const [one, two] = stores as [PostgresEventStore, PostgresEventStore];
    const callers = Array.from({ length: 12 }, (_, turn) => caller(turn % 2 === 0 ? one : two));
    const stop = new AbortController();
    const seen: string[] = [];
    let newest = START;
    const subscription = (async (): Promise<void> => {
      for await (const batch of two.subscribe(START, { signal: stop.signal })) {
        seen.push(...ids(batch));
        newest = batch.at(-1)?.position ?? newest;
      }
    })();
    for (let round = 0; round < 6; round += 1) {
      await collect(one, await one.head().catch(() => newest), (events) => events.length >= 50);
      const pid = server.pid();
      process.kill(pid, 'SIGKILL');
      await server.restarted(pid);
    }
    going = false;
    await Promise.all(callers);
    const all = await readToEnd(one, START);
    expectWhole(all);
    const there = new Set(ids(all));
    expect([...acknowledged].filter((id) => !there.has(id))).toEqual([]);
    expect([...refused].filter((id) => there.has(id))).toEqual([]);
    await collect(two, all.at(-2)?.position ?? START, (events) => events.length >= 1);
    while (seen.length < all.length) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    await subscription;
    expect(seen).toEqual(ids(all));
    for (const store of stores) await store.close();
  }, 120_000);
});
