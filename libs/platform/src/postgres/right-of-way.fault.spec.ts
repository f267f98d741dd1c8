import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { bareDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { RightOfWay } from './right-of-way.js';

jest.setTimeout(60_000);

const root = fileURLToPath(new URL('../../../../', import.meta.url));

let database: TestDatabase;
let mine: RightOfWay;
let other: ChildProcess;

beforeAll(async () => {
  database = await bareDatabase();
  mine = new RightOfWay({ url: database.appUrl, name: 'right-of-way', onTrouble: () => undefined });
  const args = ['--disable-warning=ExperimentalWarning', '--import', './test/support/typescript.mjs', 'test/support/passer.ts', database.appUrl];
  other = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } });
});
afterAll(async () => {
  other.kill('SIGKILL');
  await mine.close();
  await database.drop();
});

const passes = (): Promise<void> => new Promise((resolve) => other.stdout?.once('data', () => resolve()));

it('a process that sleeps does not keep another from ending something, and passes again when it wakes', async () => {
  await passes();
  other.kill('SIGSTOP');
  expect(await mine.alone('office', () => Promise.resolve('ended'))).toBe('ended');
  const again = passes();
  other.kill('SIGCONT');
  await again;
  expect(await mine.alone('office', () => Promise.resolve('ended'))).toBe('ended');
});
