import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Pool } from 'pg';
import { bareDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { type Lead, takeLead } from './leadership.js';
import { createPool } from './pool.js';
import { withClient } from './roles.js';

jest.setTimeout(60_000);

const root = fileURLToPath(new URL('../../../../', import.meta.url));

describe('the lead', () => {
  let database: TestDatabase;
  let pool: Pool;
  const leads: Lead[] = [];
  const children: ChildProcess[] = [];
  const never = new AbortController().signal;

  beforeEach(async () => {
    database = await bareDatabase();
    pool = createPool({ url: database.appUrl, name: 'leadership', size: 8, onError: () => undefined });
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    for (const lead of leads.splice(0)) lead.close();
    await pool.end();
    await database.drop();
  });

  const take = async (options: Partial<Parameters<typeof takeLead>[1]> = {}): Promise<Lead> => {
    const lead = await takeLead(pool, { lock: [7, 7], lease: 1_000, retryEvery: 100, signal: never, ...options });
    leads.push(lead);
    return lead;
  };
  const leader = (): ChildProcess => {
    const args = ['--disable-warning=ExperimentalWarning', '--import', './test/support/typescript.mjs', 'test/support/leader.ts', database.appUrl];
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } });
    children.push(child);
    return child;
  };
  const says = (child: ChildProcess, pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      let said = '';
      child.stdout?.on('data', (bytes: Buffer) => {
        said += bytes.toString();
        const found = pattern.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
      child.once('exit', () => reject(new Error(`the leader ended; it said: ${said}`)));
    });
  const lost = (lead: Lead): Promise<void> =>
    new Promise((resolve) => {
      if (lead.lost.aborted) resolve();
      lead.lost.addEventListener('abort', () => resolve(), { once: true });
    });

  it('is one caller’s at a time, and the next one’s when it is given back, with a larger number', async () => {
    const first = await take();
    const standby = jest.fn();
    const waiting = take({ onStandby: standby });
    const other = await take({ lock: [7, 8] });
    expect(other.held()).toBe(true);
    while (standby.mock.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(first.held()).toBe(true);
    first.close();
    expect([first.held(), first.lost.aborted]).toEqual([false, true]);
    const second = await waiting;
    expect(second.held()).toBe(true);
    expect(second.fence).toBeGreaterThan(first.fence);
    expect(standby).toHaveBeenCalledTimes(1);
  });

  it('stays with a leader that lives', async () => {
    const lead = await take({ lease: 500, retryEvery: 100 });
    const giveUp = new AbortController();
    const waiting = take({ lease: 500, signal: giveUp.signal });
    await withClient(database.adminUrl, (client) => client.query('SELECT pg_sleep(2)'));
    expect(lead.held()).toBe(true);
    giveUp.abort();
    await expect(waiting).rejects.toThrow(/abort/i);
  });

  it('is lost with the connection, and the leader is told', async () => {
    const lead = await take();
    await withClient(database.adminUrl, (client) =>
      client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'leadership' AND datname = current_database()`),
    );
    await lost(lead);
    expect(lead.held()).toBe(false);
    expect((await take()).held()).toBe(true);
  });

  it('goes to the next one when the leader is killed', async () => {
    const child = leader();
    const before = BigInt(await says(child, /leads (\d+)\n/));
    const waiting = take();
    child.kill('SIGKILL');
    expect((await waiting).fence).toBeGreaterThan(before);
  });

  it('goes to the next one when the leader is paused, who knows it when it wakes', async () => {
    const child = leader();
    const before = BigInt(await says(child, /leads (\d+)\n/));
    child.kill('SIGSTOP');
    const lead = await take();
    expect(lead.fence).toBeGreaterThan(before);
    const told = says(child, /lost (\w+)\n/);
    child.kill('SIGCONT');
    expect(await told).toBe('false');
    expect(lead.held()).toBe(true);
  });

  it('is not waited for once the signal aborts, and needs a standby that looks often enough', async () => {
    await expect(take({ signal: AbortSignal.abort(new Error('over')) })).rejects.toThrow('over');
    await expect(take({ lease: 100, retryEvery: 100 })).rejects.toThrow(RangeError);
  });
});
