import { spawnSync } from 'node:child_process';
import { closeSync, copyFileSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { decodeBundle, encodeBundle, entriesPath, formatProofFile, formatVerifierKey, inclusionProof, tilePath, tileWidth, utf8 } from '@covenant/transparency';
import { TestLog, testEntry, testSigner } from '../../../../libs/transparency/src/testing.js';
import { nodeHasher } from '../node-crypto.js';
import { json } from '../report/report.js';
import { verify } from '../verify/verify.js';
import { changeFiles, mirrorFiles, scratch, writeFiles, type Files } from '../testing/copies.js';

jest.setTimeout(60_000);

const built = scratch();
const empty = scratch();
const key = formatVerifierKey(testSigner().key);

/** Every way to another machine ends the process, so that offline means offline. */
const cut = `
import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';
const gone = (what) => () => { process.stderr.write(\`the network was used: \${what}\\n\`); process.exit(99); };
net.Socket.prototype.connect = gone('a connection');
dgram.Socket.prototype.send = gone('a datagram');
dns.lookup = dns.resolve = dns.promises.lookup = gone('a name');
globalThis.fetch = gone('fetch');
`;

const run = (...args: readonly string[]): { status: number | null; out: string; err: string } => {
  const file = join(empty.path, 'covenant-auditor.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', join(empty.path, 'cut.mjs'), file, ...args], {
    cwd: empty.path,
    env: { LANG: 'es_ES.UTF-8' },
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
};

beforeAll(async () => {
  const script = join(process.cwd(), 'scripts', 'build-auditor.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, built.path], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, expect.stringContaining('Built')]);
  copyFileSync(join(built.path, 'covenant-auditor.mjs'), join(empty.path, 'covenant-auditor.mjs'));
  writeFileSync(join(empty.path, 'cut.mjs'), cut);
  const log = new TestLog({ hasher: nodeHasher }).append(...Array.from({ length: 300 }, (_, n) => testEntry(n)));
  mkdirSync(join(empty.path, 'copy'));
  await writeFiles(join(empty.path, 'copy'), await mirrorFiles(log, testSigner().key, [20, 300]));
  writeFileSync(join(empty.path, 'event.json'), testEntry(7));
  const proof = formatProofFile({ index: 7, path: await inclusionProof(7, 300, log.read), checkpoint: await log.checkpoint() });
  writeFileSync(join(empty.path, 'event.tlog-proof'), proof);
}, 60_000);
afterAll(() => {
  built.remove();
  empty.remove();
});

describe('the auditor in one file, in a folder without packages and with the network cut', () => {
  it('tells its version, as the same program does where the repository built it', () => {
    const told = run('--version');
    expect(told).toMatchObject({ status: 0, out: expect.stringMatching(/^covenant-auditor \d+\.\d+\.\d+\n$/), err: '' });
    const here = spawnSync(process.execPath, ['scripts/run.mjs', 'auditor', '--version'], { encoding: 'utf8' });
    expect([here.status, here.stdout]).toEqual([0, told.out]);
  });

  it('verifies a copy, in the language of its surroundings', () => {
    expect(run('verify', 'copy')).toMatchObject({ status: 0, out: expect.stringContaining('✓ Las 300 entradas de log.example/city') });
    expect(run('verify', 'copy', '--lang', 'fr').out).toContain('✓ Les 300 entrées');
    expect(JSON.parse(run('verify', 'copy', '--json', '--lang', 'en').out)).toMatchObject({ exitCode: 0, result: [{ code: 'verified' }] });
  });

  it('says of a large copy in several threads what it says in one, whatever is wrong with it', async () => {
    const size = 20_000;
    const entries = Array.from({ length: size }, (_, n) => testEntry(n));
    const logOf = (to: number): TestLog => new TestLog({ hasher: nodeHasher }).append(...entries.slice(0, to));
    const files = await mirrorFiles(logOf(size), testSigner().key, [size]);
    files.set('checkpoints/5000', await logOf(5_000).checkpoint());
    const bundle = (index: number): string => entriesPath(index, tileWidth(size, 0, index));
    const tile = (index: number): string => tilePath({ level: 0, index, width: tileWidth(size, 0, index) });
    const without = (...gone: readonly string[]): Files => new Map([...files].filter(([path]) => !gone.includes(path)));
    const [first = utf8(''), second = utf8(''), ...rest] = decodeBundle(files.get(bundle(20)) ?? utf8(''), 256);
    const copies: readonly (readonly [string, Files])[] = [
      ['untouched', files],
      ['two entries exchanged', new Map(files).set(bundle(20), encodeBundle([second, first, ...rest]))],
      ['a bundle gone, a tile cut short', without(bundle(40)).set(tile(3), utf8('short'))],
      ['a bundle and its tile gone', without(bundle(60), tile(60))],
    ];
    const dir = join(empty.path, 'large');
    let written: Files = new Map();
    for (const [name, copy] of copies) {
      await changeFiles(dir, written, copy);
      written = copy;
      const alone = json(await verify(dir, { threads: 1 }));
      expect([name, run('verify', 'large', '--json', '--lang', 'en')]).toEqual([name, expect.objectContaining({ status: name === 'untouched' ? 0 : 1, out: alone })]);
    }
  });

  it('proves one fact, tells one history, and refuses what was changed', () => {
    expect(run('prove', 'event.json', 'event.tlog-proof', '--key', key)).toMatchObject({ status: 0 });
    expect(run('history', 'copy', 'commitment-01980000-0000-7000-9000-000000000001').out).toContain('Entrada 4');
    writeFileSync(join(empty.path, 'event.json'), testEntry(8));
    expect(run('prove', 'event.json', 'event.tlog-proof', '--key', key).status).toBe(1);
  });

  it('says that a result could not be written, and no more', () => {
    const full = openSync('/dev/full', 'w');
    try {
      const { status, stderr } = spawnSync(process.execPath, [join(empty.path, 'covenant-auditor.mjs'), 'verify', 'copy'], { cwd: empty.path, env: { LANG: 'es_ES.UTF-8' }, encoding: 'utf8', stdio: ['ignore', full, 'pipe'] });
      expect(status).toBe(3);
      expect(stderr).toContain('no queda sitio en el disco (ENOSPC');
      expect(stderr).not.toMatch(/\n\s+at /);
    } finally {
      closeSync(full);
    }
  });

  it('has the network cut', () => {
    expect(run('mirror', 'http://127.0.0.1:9', 'other', '--key', key)).toMatchObject({ status: 99 });
  });

  it('can be packed, with the licences of all that is in it', () => {
    expect(readdirSync(built.path).sort()).toEqual(['LICENSE', 'README.md', 'THIRD-PARTY.txt', 'covenant-auditor.mjs', 'package.json']);
    const manifest = JSON.parse(readFileSync(join(built.path, 'package.json'), 'utf8')) as object;
    expect(manifest).toMatchObject({ name: 'covenant-auditor', bin: { 'covenant-auditor': 'covenant-auditor.mjs' } });
    expect(manifest).not.toHaveProperty('dependencies');
    const parties = readFileSync(join(built.path, 'THIRD-PARTY.txt'), 'utf8');
    for (const name of ['@noble/curves', '@noble/hashes', '@noble/post-quantum', 'cli-progress']) expect(parties).toContain(name);
    const npm = spawnSync('npm', ['pack', '--dry-run', '--json', '--offline'], { cwd: built.path, encoding: 'utf8', shell: process.platform === 'win32' });
    const [packed] = JSON.parse(npm.stdout) as [{ files: { path: string; mode: number }[] }];
    expect(packed.files.find(({ path }) => path === 'covenant-auditor.mjs')).toMatchObject({ mode: 0o755 });
  });
});
