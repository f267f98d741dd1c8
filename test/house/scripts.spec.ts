// The scripts that run before anything is installed, tried on a small repository of its own with a stand-in for npm and
// for the compiler: what is decided here is when they are called, and what a person reads.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const run = promisify(execFile);
const scripts = join(import.meta.dirname, '..', '..', 'scripts');
let root: string;
const at = (path: string): string => join(root, path);
const write = (path: string, text: string): void => {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
};

/** Writes down that it was called, then does what npm ci does as far as the scripts can see. */
const npm = `
const { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
appendFileSync('calls', 'npm ' + process.argv.slice(2).join(' ') + '\\n');
if (process.env.NPM_FAILS) { console.error('registry says no'); process.exit(1); }
rmSync('node_modules', { recursive: true, force: true });
mkdirSync('node_modules/@nestjs/cli/bin', { recursive: true });
writeFileSync('node_modules/@nestjs/cli/bin/nest.js', readFileSync('nest.js'));
mkdirSync('node_modules/left');
const { packages } = JSON.parse(readFileSync('package-lock.json'));
delete packages['node_modules/elsewhere'];
writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages }));
`;
const nest = `
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
appendFileSync('calls', 'build\\n');
if (process.env.BUILD_FAILS) { console.log('error TS0000: no'); process.exit(1); }
mkdirSync('dist/apps/ledger/src', { recursive: true });
writeFileSync('dist/apps/ledger/src/main.js', 'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7;');
`;
const lock = (version: string): string =>
  JSON.stringify({ packages: { '': {}, 'node_modules/left': { version }, 'node_modules/elsewhere': { version: '1.0.0', optional: true } } });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'covenant scripts '));
  for (const name of readdirSync(scripts)) {
    if (!/^(build|command|lock|node-version|npm-parent|prepare|run|start)\.mjs$/.test(name)) continue;
    mkdirSync(at('scripts'), { recursive: true });
    copyFileSync(join(scripts, name), at(`scripts/${name}`));
  }
  write('npm-cli.js', npm);
  write('nest.js', nest);
  write('package-lock.json', lock('1.0.0'));
  write('tsconfig.json', '{}');
  write('tsconfig.build.json', '{}');
  write('nest-cli.json', '{}');
  write('scripts/build-console.mjs', '');
  write('apps/ledger/src/main.ts', 'export {};');
});
afterEach(() => rmSync(root, { recursive: true }));

interface Told {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

async function script(name: string, args: readonly string[] = [], env: Record<string, string> = {}): Promise<Told> {
  const { NODE_OPTIONS: _flags, ...inherited } = process.env;
  const options = { cwd: root, env: { ...inherited, npm_execpath: at('npm-cli.js'), npm_lifecycle_event: '', ...env } };
  try {
    const { stdout, stderr } = await run(process.execPath, [at(`scripts/${name}.mjs`), ...args], options);
    return { status: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, out: stdout, err: stderr };
  }
}

const calls = (): readonly string[] => {
  const made = existsSync(at('calls')) ? readFileSync(at('calls'), 'utf8').trim().split('\n') : [];
  rmSync(at('calls'), { force: true });
  return made.map((call) => call.split(' ').slice(0, 2).join(' '));
};

describe('the commands of a fresh clone', () => {
  it('install and build the first time, and then neither', async () => {
    expect((await script('build')).status).toBe(0);
    expect(calls()).toEqual(['npm ci', 'build']);
    expect(await script('build')).toEqual({ status: 0, out: '', err: '' });
    expect(calls()).toEqual([]);
  });

  it('become the program: its output, its arguments, its exit status', async () => {
    const told = await script('start', ['--empty', 'a b']);
    expect(told).toMatchObject({ status: 7, out: '["--empty","a b"]\n' });
    expect(told.err).toContain('Installing');
  });

  it('build again when a source changed, whatever its date, and take away what has no source', async () => {
    await script('build');
    calls();
    write('apps/ledger/src/main.ts', 'export const changed = 1;');
    write('dist/apps/ledger/src/gone.js', '');
    write('apps/ledger/src/main.spec.ts', 'tests do not count');
    await script('build');
    expect(calls()).toEqual(['build']);
    expect(existsSync(at('dist/apps/ledger/src/gone.js'))).toBe(false);
    expect(existsSync(at('dist/apps/ledger/src/main.js'))).toBe(true);
    write('apps/ledger/src/main.spec.ts', 'still do not');
    await script('build');
    expect(calls()).toEqual([]);
  });

  it('install again when the lock changed, and not when somebody else installed the same', async () => {
    await script('build');
    calls();
    write('package-lock.json', lock('2.0.0'));
    await script('build');
    expect(calls()).toEqual(['npm ci', 'build']);
    rmSync(at('node_modules/.covenant-install'));
    await script('build');
    expect(calls()).toEqual([]);
  });

  it('do a step again that was cut short, and say in a sentence what failed', async () => {
    const noPackages = await script('build', [], { NPM_FAILS: '1' });
    expect(noPackages.status).toBe(1);
    expect(noPackages.err).toMatch(/registry says no\n.*npm ci failed/s);
    expect(noPackages.err).not.toMatch(/^\s+at /m);
    const noBuild = await script('build', [], { BUILD_FAILS: '1' });
    expect(noBuild.status).toBe(1);
    expect(noBuild.err).toMatch(/error TS0000: no\n.*build failed/s);
    calls();
    expect((await script('build')).status).toBe(0);
    expect(calls()).toEqual(['build']);
  });

  it('take turns, and take over from one that died', async () => {
    write('.cache/prepare.lock', '999999999');
    const both = await Promise.all([script('build'), script('build')]);
    expect(both.map(({ status }) => status)).toEqual([0, 0]);
    expect(calls()).toEqual(['npm ci', 'build']);
  });

  it('name the programs that there are', async () => {
    const told = await script('run', ['nonsense']);
    expect(told).toMatchObject({ status: 1, out: '' });
    expect(told.err).toContain('auditor');
  });

  it('end when the npm that started them ends', async () => {
    await script('build');
    write('dist/apps/ledger/src/main.js', "console.log('running', process.pid); setInterval(() => undefined, 1000);");
    const shell = spawn('sh', ['-c', `"${process.execPath}" scripts/start.mjs; true`], {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: '', npm_execpath: at('npm-cli.js'), npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(shell.stdout, 'data')) as [Buffer];
    // Closed once nobody is left who could write to it.
    const ended = once(shell.stdout, 'close');
    shell.kill('SIGKILL');
    await ended;
    expect(said.toString()).toContain('running');
  });
});
