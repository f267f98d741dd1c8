// Sudden deaths under load: `kill -9` of the ledger, of its PostgreSQL, or of both, at random instants. Nothing that
// was acknowledged is lost or doubled, what is derived equals a fresh fold, and every next start is clean.
//
// CRASH_ROUNDS how often (default 30); CRASH_SEED repeats a run's chances.
import { randomInt } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { LocalIssuer } from '@covenant/access';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { chancesOf } from './support/chances.js';
import { CrashLoad, type Receipt } from './support/crash-load.js';
import { examine } from './support/crash-oracle.js';
import { testFolder } from './support/folder.js';
import { freePort, LedgerProcess, postgresPid } from './support/killable-ledger.js';

const rounds = Number(process.env['CRASH_ROUNDS'] ?? 30);
const seed = Number(process.env['CRASH_SEED'] ?? randomInt(2 ** 31));
const lanes = 8;

let dataDir: string;
let ledger: LedgerProcess;

beforeAll(async () => {
  dataDir = await testFolder('crash');
});
afterAll(async () => {
  if (ledger?.running) await ledger.stop('SIGKILL');
  const postgres = await postgresPid(dataDir);
  if (postgres !== undefined && isAlive(postgres)) process.kill(postgres, 'SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function prepared(): Promise<CrashLoad> {
  const issuer = await LocalIssuer.open(dataDir);
  const token = (who: object) =>
    issuer.issue({ subject: 'office:crash-test', roles: ['focal-point', 'staff'], audience: 'covenant', lifetime: 86_400, ...who });
  const post = async (path: string, bearer: string, body: object): Promise<Receipt> => {
    const response = await fetch(`${ledger.address}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(201);
    return (await response.json()) as Receipt;
  };
  const city = await post('/v1/cities', await token({}), { name: 'Crashville', country: 'US', languages: ['en'], timeZone: 'UTC' });
  const office = await post('/v1/duty-bearers', await token({ cityId: city.id }), { cityId: city.id, name: 'Works', kind: 'department' });
  const staff = await token({ cityId: city.id, dutyBearerId: office.id });
  return new CrashLoad({ address: () => ledger.address, token: staff, cityId: city.id, dutyBearerId: office.id, chance: chancesOf(seed + 1) });
}

/** Kills what chance says; a ledger that outlives its PostgreSQL is left to mend itself half of the times. */
async function strike(chance: () => number): Promise<'restart' | 'mends itself'> {
  const which = chance();
  const postgres = await postgresPid(dataDir);
  if (which < 0.6 && postgres !== undefined) process.kill(postgres, 'SIGKILL');
  if (which >= 0.6 || which < 0.3) ledger.kill('SIGKILL');
  if (which < 0.3 || which >= 0.6) {
    await ledger.ended;
    return 'restart';
  }
  return chance() < 0.5 ? 'mends itself' : 'restart';
}

it(
  `survives ${rounds} sudden deaths under load (seed ${seed})`,
  async () => {
    const chance = chancesOf(seed);
    const port = await freePort();
    ledger = LedgerProcess.launch({ dataDir, port });
    await ledger.ready();
    const load = await prepared();

    let checked = 0;
    for (let round = 0; round < rounds; round += 1) {
      const halt = new AbortController();
      const pressing = load.press(lanes, halt.signal);
      await Promise.race([pressing, pause(50 + chance() * 500)]);
      const next = await strike(chance);
      if (next === 'mends itself') await pause(chance() * 500);
      halt.abort();
      await pressing;
      if (next === 'restart' || !ledger.running) {
        if (ledger.running) await ledger.stop('SIGKILL');
        ledger = LedgerProcess.launch({ dataDir, port });
      }
      await ledger.ready();
      await load.settle();
      // A sample of this round's acknowledgements, asked for again, is answered as it was.
      const acknowledged = load.acknowledged.slice(checked);
      checked = load.acknowledged.length;
      for (const order of acknowledged.filter((_, index) => index % 7 === 0)) {
        expect(await load.repeat(order)).toEqual(order.receipt);
      }
    }

    const checkpoint = await caughtUp(load);
    expect(await ledger.stop()).toMatchObject({ status: expect.any(Number) });
    const found = await examine(dataDir, checkpoint);

    const byKey = new Map<string, string[]>();
    for (const { id, metadata } of found.events) {
      if (metadata.idempotencyKey !== undefined) byKey.set(metadata.idempotencyKey, [...(byKey.get(metadata.idempotencyKey) ?? []), id]);
    }
    const lost = load.acknowledged.filter(({ key, receipt }) => byKey.get(key)?.join() !== receipt.events.map(({ id }) => id).join());
    expect(lost.map(({ key }) => key)).toEqual([]);
    expect(load.orders.filter(({ key }) => (byKey.get(key)?.length ?? 0) !== 1)).toEqual([]);
    expect(new Set(found.events.map(({ id }) => id)).size).toBe(found.events.length);
    expect(found.events.map(({ position }) => position)).toEqual(found.events.map((_, index) => BigInt(index)));
    expect(found.wrongRows).toEqual([]);
    expect(found.log).toEqual({ size: found.events.length, sameRoot: true });
    expect(load.acknowledged.length).toBeGreaterThan(rounds);
  },
  60_000 + rounds * 20_000,
);

/** Waits until read models and log hold everything that was acknowledged; gives the checkpoint that does. */
async function caughtUp(load: CrashLoad): Promise<string> {
  const last = load.acknowledged.reduce((most, { receipt }) => (BigInt(receipt.position) > most ? BigInt(receipt.position) : most), 0n);
  const limit = AbortSignal.timeout(30_000);
  for (;;) {
    limit.throwIfAborted();
    const lists = ['cities', 'duty-bearers', 'groups', 'obligations', 'commitments', 'scrutinies', 'remedies'];
    const answers = await Promise.all(lists.map((list) => fetch(`${ledger.address}/v1/${list}?limit=1&after=${last}`)));
    for (const answer of answers) await answer.body?.cancel();
    const checkpoint = await (await fetch(`${ledger.address}/log/checkpoint`)).text();
    if (answers.every(({ status }) => status === 200) && Number(checkpoint.split('\n')[1]) > Number(last)) return checkpoint;
    await pause(100);
  }
}
