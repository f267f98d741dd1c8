import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TestLog, testEntry, testSigner } from '../../../../libs/transparency/src/testing.js';
import { nodeHasher } from '../node-crypto.js';
import { mirrorFiles, scratch, writeFiles } from '../testing/copies.js';

jest.setTimeout(120_000);

const built = scratch();
const desk = scratch();
const windows = process.platform === 'win32';

/** As somebody types it, at a desk that has npm and nothing of ours. */
function typed(command: string, ...args: readonly string[]): { status: number | null; out: string; err: string } {
  const { PATH, HOME, USERPROFILE, SystemRoot } = process.env;
  const env = { PATH, HOME, USERPROFILE, SystemRoot, LANG: 'en', npm_config_offline: 'true', npm_config_update_notifier: 'false' };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: desk.path, env, encoding: 'utf8', shell: windows });
  return { status, out: stdout, err: stderr };
}

beforeAll(async () => {
  const script = join(process.cwd(), 'scripts', 'build-auditor.mjs');
  expect(spawnSync(process.execPath, [script, built.path], { encoding: 'utf8' }).status).toBe(0);
  const packed = spawnSync('npm', ['pack', '--offline', '--json', '--pack-destination', desk.path], { cwd: built.path, encoding: 'utf8', shell: windows });
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  writeFileSync(join(desk.path, 'package.json'), '{"name":"desk","private":true}\n');
  expect(typed('npm', 'install', '--offline', '--no-audit', '--no-fund', `./${filename}`)).toMatchObject({ status: 0 });
  const log = new TestLog({ hasher: nodeHasher }).append(...Array.from({ length: 300 }, (_, n) => testEntry(n)));
  mkdirSync(join(desk.path, 'copy'));
  await writeFiles(join(desk.path, 'copy'), await mirrorFiles(log, testSigner().key, [20, 300]));
}, 120_000);
afterAll(() => {
  built.remove();
  desk.remove();
});

describe('the package, installed in an empty folder as a newspaper would', () => {
  it('verifies a copy by npx, offline, and its exit status says whether it held', async () => {
    const held = typed('npx', '--offline', 'covenant-auditor', 'verify', 'copy');
    expect([held.status, held.out]).toEqual([0, expect.stringContaining('300 entries')]);
    await writeFiles(join(desk.path, 'copy'), new Map([['checkpoint', new TextEncoder().encode('nothing of the kind\n')]]));
    expect(typed('npx', '--offline', 'covenant-auditor', 'verify', 'copy')).toMatchObject({ status: 1 });
  });
});
