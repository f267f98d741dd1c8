// What a change of a key survives: each write of the notary fails at each entry about keys, and there is one log.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { announceKey, parseNote, shortKey, utf8 } from '@covenant/transparency';
import type { Pool, PoolClient } from 'pg';
import { makeKey, placesOf, readKey } from '../src/keys/held-keys.js';
import type { LogKey } from '../src/keys/log-key.js';
import { Notary } from '../src/engine/notary.js';
import { takeLog } from '../src/tables/log-session.js';
import { anEvent, asAdmin, newWorld, origin, record, type World } from '../../../test/support/log/world.js';
import { FaultyFile } from '../../../test/support/log/faulty-file.js';
import { expectWholeLog } from '../../../test/support/log/whole-log.js';

jest.setTimeout(180_000);

const writes = ['note', 'commit', 'file', 'publish'] as const;
const modes = ['lost', 'done but errored', 'killed before', 'killed after'] as const;
type Write = (typeof writes)[number];
type Mode = (typeof modes)[number];

/** Makes one write fail, once. Where the process is killed at it, nothing that it does afterwards arrives. */
class Fault {
  met = false;
  #dead = false;
  #tell: () => void = () => undefined;
  /** Resolves when the process was killed. */
  readonly death = new Promise<void>((resolve) => (this.#tell = resolve));

  constructor(
    private readonly write: Write,
    private readonly mode: Mode,
  ) {}

  async around<T>(write: Write, work: () => Promise<T>): Promise<T> {
    if (this.#dead) throw new Error('this process is dead');
    if (this.met || write !== this.write) return work();
    this.met = true;
    const [killed, done] = [this.mode.startsWith('killed'), this.mode === 'done but errored' || this.mode === 'killed after'];
    this.#dead = killed;
    if (done) await work();
    if (killed) this.#tell();
    throw new Error(killed ? 'this process is dead' : `the write was ${this.mode}`);
  }
}

const statements: readonly (readonly [string, Write])[] = [
  ['SELECT log.note_keys', 'note'],
  ['SELECT log.commit', 'commit'],
  ['SELECT log.publish', 'publish'],
];

/** The database, with the fault at the statement itself. */
function faultyPool(pool: Pool, fault: Fault): Pool {
  const connect = async (): Promise<PoolClient> => {
    const client = await pool.connect();
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
    return new Proxy(client, {
      get(target, member) {
        if (member !== 'query') {
          const value: unknown = Reflect.get(target, member, target);
          return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
        }
        return (...args: unknown[]) => {
          const [asked] = args as [string | { text: string }];
          const text = typeof asked === 'string' ? asked : asked.text;
          const write = statements.find(([begins]) => text.startsWith(begins))?.[1];
          return write === undefined ? query(...args) : fault.around(write, () => query(...args));
        };
      },
    });
  };
  return new Proxy(pool, { get: (target, member) => (member === 'connect' ? connect : (Reflect.get(target, member, target) as unknown)) });
}

let world: World;
const running: Notary[] = [];
beforeEach(async () => {
  world = await newWorld();
});
afterEach(async () => {
  for (const notary of running.splice(0)) await notary.stop();
  await world.close();
});

async function started(fault: Fault): Promise<Notary> {
  const { ring, reader } = await world.open();
  const { store, pool, log } = world;
  const file = new FaultyFile(join(world.dataDir, 'log-checkpoint'), (write) => fault.around('file', write));
  const notary = new Notary({ store, reader, keys: ring, file, log, take: (waiting) => takeLog(faultyPool(pool, fault), waiting) }, { interval: 2, batch: 64 });
  running.push(notary);
  notary.start();
  return notary;
}

/** Appends what the ledger would, and has it covered by a notary that meets the fault on the way, and by its successor where it died of it. */
async function told(stream: string, type: string, data: object, fault: Fault): Promise<void> {
  const notary = await started(fault);
  const revision = (await world.store.readStream(stream)).length;
  const { events } = await world.store.append(stream, revision === 0 ? 'no-stream' : revision - 1, [anEvent(0, { type, data: data as Record<string, string> })]);
  const position = events[0]?.position ?? -1n;
  const killed = await Promise.race([notary.covered(position).then(() => false), fault.death.then(() => true)]);
  await notary.stop();
  if (!killed) return;
  const next = await started(new Fault('note', 'lost'));
  await next.covered(position);
  await next.stop();
}

const published = async (): Promise<string> => (await asAdmin<{ note: string }>(world, 'SELECT note FROM log.published'))[0]?.note ?? '';
const signers = async (): Promise<readonly string[]> =>
  parseNote(utf8(await published())).signatures.map(({ name, keyId }) => `${name}+${keyId.toString(16).padStart(8, '0')}`);
const shorts = (...keys: readonly LogKey[]): readonly string[] => keys.map(({ vkey }) => shortKey(vkey)).sort();

/** One tree for each size, published and kept; each entry about keys noted once; and who signed. */
async function expectOneLog(size: number, aboutKeys: readonly number[], by: readonly LogKey[]): Promise<void> {
  expect(await expectWholeLog(world)).toBe(size);
  expect(await readFile(join(world.dataDir, 'log-checkpoint'), 'utf8')).toBe(await published());
  expect([...(await signers())].sort()).toEqual(shorts(...by));
  const { directory } = await world.open();
  expect((await directory.shown()).entries.map(({ number }) => number)).toEqual(aboutKeys);
  const noted = await asAdmin<{ number: string; event_id: string }>(world, 'SELECT number, event_id FROM log.key_entries ORDER BY number');
  const ids = (await world.store.readAll(-1n, size)).map(({ id }) => id);
  expect(noted).toEqual(aboutKeys.map((number) => ({ number: String(number), event_id: ids[number] })));
}

describe('a change of a key, whichever write fails at its entries', () => {
  it.each(writes.flatMap((write) => modes.map((mode) => [write, mode] as const)))('%s %s: one log, one change, both sign through its time', async (write, mode) => {
    const key = async (kind: 'ed25519' | 'ml-dsa-44'): Promise<LogKey> => {
      const found = await readKey(placesOf({ dataDir: world.dataDir })[kind].main, kind, origin);
      if (found === undefined) throw new Error('no key');
      return found;
    };
    const cover = async (count: number): Promise<void> => {
      const { notary } = await world.open();
      notary.start();
      await notary.covered((await record(world, count)).position);
      await notary.stop();
    };
    await cover(3);
    const [old, bystander] = [await key('ed25519'), await key('ml-dsa-44')];
    const next = await makeKey(placesOf({ dataDir: world.dataDir }).ed25519.next, 'ed25519', origin);
    const change = await announceKey({ replaces: old.key, key: next.key, bothUntil: '2030-02-01' }, { replaces: old.raw, key: next.raw });
    const stream = `log-key-${randomUUID()}`;

    const announcing = new Fault(write, mode);
    await told(stream, 'LogKeyAnnounced', change, announcing);
    await expectOneLog(4, [3], [old, next, bystander]);
    await cover(2);
    await expectOneLog(6, [3], [old, next, bystander]);

    const retiring = new Fault(write, mode);
    await told(stream, 'LogKeyRetired', { key: old.vkey }, retiring);
    await expectOneLog(7, [3, 6], [next, bystander]);
    await cover(2);
    await expectOneLog(9, [3, 6], [next, bystander]);
    expect([announcing.met, retiring.met]).toEqual([true, true]);
  });
});
