// The README is run as it stands: its commands are cut out of the page and given to a shell, against the ledger that
// its own `npm start` started. Only the port and the data folder are another's.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testFolder } from './support/folder.js';
import { freePort, repository } from './support/killable-ledger.js';

interface Block {
  readonly kind: string;
  readonly text: string;
}

let blocks: readonly Block[];
let folder: string;
let port: number;
let server: ChildProcess;
let said = '';

const environment = (): NodeJS.ProcessEnv => {
  const { NODE_OPTIONS: _flags, INIT_CWD: _cwd, ...inherited } = process.env;
  const own = Object.fromEntries(Object.entries(inherited).filter(([name]) => !name.startsWith('npm_')));
  return { ...own, PORT: String(port), DATA_DIR: join(folder, 'data') };
};

beforeAll(async () => {
  blocks = await blocksOf('README.md');
  folder = await testFolder('readme run');
  port = await freePort();
  const [start] = blocks;
  expect(start?.text.trim()).toBe('npm start');
  // A process group of its own: a Ctrl-C in a terminal goes to all of a group.
  server = spawn('bash', ['-c', start?.text ?? ''], { cwd: repository, env: environment(), stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  for (const stream of [server.stdout, server.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await untilReady();
}, 240_000);

afterAll(async () => {
  await ctrlC();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function blocksOf(page: string): Promise<readonly Block[]> {
  const text = await readFile(join(repository, page), 'utf8');
  return [...text.matchAll(/^```sh ?(\w*)\n([\s\S]*?)^```$/gm)].map(([, kind = '', block = '']) => ({ kind, text: block }));
}

async function ctrlC(): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return;
  const ended = once(server, 'close');
  process.kill(-server.pid, 'SIGINT');
  await ended;
}

async function untilReady(): Promise<void> {
  const limit = AbortSignal.timeout(230_000);
  for (;;) {
    if (limit.aborted || server.exitCode !== null) throw new Error(`npm start did not come up. It said:\n${said}`);
    const status = await fetch(`http://127.0.0.1:${port}/health/ready`).then((response) => response.status, () => 0);
    if (status === 200 && said.includes('Ctrl-C ends it.')) return;
    await pause(100);
  }
}

/** Runs a page's blocks of a kind in one shell, in the page's order. */
async function shell(kind: string, from = blocks): Promise<{ readonly status: number; readonly out: string }> {
  const script = from.filter((block) => block.kind === kind).map(({ text }) => text);
  expect(script.length).toBeGreaterThan(0);
  const child = spawn('bash', ['-c', script.join('\n').replaceAll('127.0.0.1:3000', `127.0.0.1:${port}`)], { cwd: repository, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number];
  return { status, out };
}

describe('the README', () => {
  it('has the two commands, and nothing before them', () => {
    expect(blocks.slice(0, 2).map(({ text }) => text.trim())).toEqual(['npm start', 'npm test']);
  });

  it('tells the truth about what npm start prints', () => {
    expect(said).toContain(`http://127.0.0.1:${port}`);
  });

  it('records a promise, proves it, and catches a forger', async () => {
    const { status, out } = await shell('example');
    expect(out).toMatch(/"type":"CommitmentMade"/);
    expect(out).toMatch(/✓ Proven: CommitmentMade is entry \d+ of the \d+ /);
    expect(out).toMatch(/✗/);
    expect(out.indexOf('✓ Proven')).toBeLessThan(out.indexOf('✗'));
    expect(status).toBe(1);
  }, 120_000);

  it('shows the sample city and what it links to', async () => {
    const page = await (await fetch(`http://127.0.0.1:${port}/`)).text();
    expect(page).toContain('Riverbend (sample)');
    const links = [...page.matchAll(/href="(\/[^"]*)"/g)].map(([, link = '']) => link.replaceAll('&amp;', '&'));
    expect(links).toContain('/docs');
    for (const link of new Set(links)) {
      const response = await fetch(`http://127.0.0.1:${port}${link}`);
      await response.body?.cancel();
      expect(`${link} ${response.status}`).toBe(`${link} 200`);
    }
  });

  it('leads on to a tutorial that goes as it says', async () => {
    const { status, out } = await shell('', await blocksOf('docs/tutorial/first-promise.md'));
    const types = [...out.matchAll(/"type":"([^"]+)"/g)].map(([, type]) => type);
    expect(types).toEqual([
      'ObligationAccepted',
      'CommitmentProgressReported',
      'CommitmentReportedFulfilled',
      expect.stringMatching(/^\/problems\//),
      'CommitmentContested',
    ]);
    expect(out.match(/^\d+ (staff|oversight) \S.*$/gm)).toHaveLength(4);
    expect(status).toBe(0);
  }, 120_000);

  it('imports real data', async () => {
    const { status, out } = await shell('import');
    expect(out).toContain('22 taken, 0 repeated, 0 refused, 163 left aside');
    expect(out).toContain('359 taken, 0 repeated, 0 refused, 280 left aside');
    expect(status).toBe(0);
    const again = await shell('import');
    expect(again.out).toContain('0 taken, 22 repeated, 0 refused');
    expect(again.out).toContain('0 taken, 359 repeated, 0 refused');
  }, 240_000);

  it('ends by Ctrl-C with nothing left behind', async () => {
    await ctrlC();
    expect(said).toContain('Ending');
    await expect(fetch(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow();
  }, 60_000);
});
