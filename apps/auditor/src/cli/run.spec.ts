import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { formatProofFile, formatVerifierKey, inclusionProof } from '@covenant/transparency';
import { TestLog, testEntry, testSigner } from '../../../../libs/transparency/src/testing.js';
import { mirrorFiles, scratch, writeFiles } from '../testing/copies.js';
import { LogServerDouble } from '../testing/log-server.js';
import { run } from './run.js';

const log = new TestLog().append(...Array.from({ length: 300 }, (_, n) => testEntry(n)));
const key = formatVerifierKey(testSigner().key);
const folder = scratch();
const at = (name: string): string => join(folder.path, name);

beforeAll(async () => {
  await writeFiles(at('copy'), await mirrorFiles(log, testSigner().key, [300]));
  const path = await inclusionProof(5, 300, log.read);
  writeFileSync(at('proof'), formatProofFile({ index: 5, path, checkpoint: await log.checkpoint() }));
  writeFileSync(at('event.json'), testEntry(5));
  writeFileSync(at('other.json'), testEntry(6));
});
afterAll(() => folder.remove());

class Captured extends Writable {
  text = '';
  constructor(readonly isTTY = false) {
    super();
  }
  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}

async function auditor(...argv: readonly string[]): Promise<{ status: number; out: string; err: string }> {
  const [out, err] = [new Captured(), new Captured()];
  const status = await run(argv, out, err);
  return { status, out: out.text, err: err.text };
}

describe('the auditor’s command line', () => {
  it('says in plain words what held', async () => {
    const { status, out, err } = await auditor('verify', at('copy'));
    expect(status).toBe(0);
    expect(out).toContain('✓ All 300 entries of log.example/city are exactly what it signed (log.example/city)');
    expect(out).toContain('· No witness is asked for');
    expect(err).toContain('verifying: 300 of 300 entries\n');
  });

  it('says in plain words what is proven, and what is not', async () => {
    const { status, out } = await auditor('prove', at('event.json'), at('proof'), '--key', key);
    expect(status).toBe(0);
    expect(out).toContain('✓ Proven: ProgressReported is entry 5 of the 300 that log.example/city signed.');
    expect(out).toContain('That it is recorded is proven; that it is true is not.');
  });

  it('exits with 1 when something did not hold', async () => {
    const { status, out } = await auditor('prove', at('other.json'), at('proof'), '--key', key);
    expect(status).toBe(1);
    expect(out).toBe(
      '✗ This event is not entry 5 of the 300 entries that log.example/city signed. One of the two, or both, were changed.\n' +
        '✗ NOT HELD: 1 finding.\n',
    );
  });

  it('gives the same as JSON', async () => {
    const { status, out } = await auditor('prove', at('other.json'), at('proof'), '--key', key, '--json');
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      command: 'prove',
      verdict: 'failed',
      exitCode: 1,
      findings: [{ code: 'proof-refused', entry: 5, size: 300, origin: 'log.example/city', says: expect.stringContaining('not entry 5') as unknown }],
      remarks: [],
      result: [{ code: 'not-held', count: 1 }],
    });
  });

  it.each([
    [['verfy', 'x'], 'there is no command verfy; there are mirror, verify, prove, history'],
    [['verify'], 'verify takes 1 arguments: <dir>'],
    [['verify', 'a', 'b'], 'verify takes 1 arguments'],
    [['verify', 'a', '--wat'], '--wat'],
    [['verify', 'a', '--key'], '--key'],
    [['prove', 'a', 'b'], 'a proof does not bring its own key'],
    [['verify', 'a', '--key', 'x', '--policy', 'y'], 'not both'],
  ])('exits with 2 and says how it would be right: %j', async (argv, why) => {
    const { status, out, err } = await auditor(...argv.map((word) => (word === 'a' ? at('copy') : word)));
    expect(status).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(why);
  });

  it('exits with 3 when it could not be checked', async () => {
    for (const argv of [['verify', at('nowhere')], ['prove', at('nowhere'), at('proof'), '--key', key]]) {
      const { status, err } = await auditor(...argv);
      expect(status).toBe(3);
      expect(err).toContain('could not be checked: ');
    }
  });

  describe('takes what stands in the way for that, and not for a lie of the log:', () => {
    const copyWith = async (name: string, change: (path: string) => void): Promise<string> => {
      await writeFiles(at(name), await mirrorFiles(log, testSigner().key, [300]));
      change(at(name));
      return at(name);
    };
    const inPlaceOf = (file: string, put: (path: string) => void) => (copy: string): void => {
      rmSync(join(copy, file));
      put(join(copy, file));
    };
    const pipe = (path: string): void => void expect(spawnSync('mkfifo', [path]).status).toBe(0);
    const endless = (path: string): void => symlinkSync('/dev/zero', path);
    const huge = (path: string): void => {
      writeFileSync(path, '');
      truncateSync(path, 200_000_000);
    };

    it.each([
      ['a pipe as a tile', inPlaceOf('tile/0/000', pipe)],
      ['a pipe as a bundle', inPlaceOf('tile/entries/000', pipe)],
      ['a device without an end as a bundle', inPlaceOf('tile/entries/000', endless)],
      ['a device without an end as a policy', inPlaceOf('policy', endless)],
      ['a pipe as the checkpoint', inPlaceOf('checkpoint', pipe)],
      ['a policy of 200 MB', inPlaceOf('policy', huge)],
      ['a bundle of 200 MB', inPlaceOf('tile/entries/001.p/44', huge)],
      ['a folder as a tile', inPlaceOf('tile/0/000', (path) => mkdirSync(path))],
    ])('%s', async (name, change) => {
      const { status, out, err } = await auditor('verify', await copyWith(name.replaceAll(' ', '-'), change), '--key', key);
      expect([status, out]).toEqual([3, '']);
      expect(err).toMatch(/could not be checked: .* cannot be read: it (is no file|has more than)/);
    });

    it('a named policy that is a pipe, or has 200 MB', async () => {
      for (const [name, put] of [['pipe', pipe], ['huge', huge]] as const) {
        put(at(name));
        expect(await auditor('verify', at('copy'), '--policy', at(name))).toMatchObject({ status: 3, err: expect.stringContaining(at(name)) as unknown });
      }
    });

    it('a folder that the file system refuses, in three languages', async () => {
      symlinkSync(at('loop'), at('loop'));
      for (const folder of [at('loop'), at('x'.repeat(5000))]) expect(await auditor('verify', folder)).toMatchObject({ status: 3, out: '' });
      for (const [language, words] of [['en', 'could not be checked: there is no such file'], ['es', 'no existe tal archivo'], ['fr', 'il n’y a pas de tel fichier']] as const) {
        const { status, err } = await auditor('mirror', 'http://127.0.0.1:9', join(at('loop'), 'copy'), '--key', key, '--lang', language);
        expect([language, status, err]).toEqual([language, 3, expect.stringContaining(words)]);
      }
    });

    it('an output that is full', async () => {
      /** A fake: a disk without room, at the last write. */
      const full = new Captured();
      full.write = () => {
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      };
      const err = new Captured();
      expect(await run(['verify', at('copy'), '--lang', 'fr'], full, err)).toBe(3);
      expect(err.text).toContain('il ne reste plus de place sur le disque (ENOSPC');
      expect(err.text).toContain('Cela ne dit rien du journal.');
      expect(err.text).not.toMatch(/\n\s+at /);
    });
  });

  it('tells its version, which is that of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await auditor('--version')).toEqual({ status: 0, out: `covenant-auditor ${version}\n`, err: '' });
    expect(await auditor('--lang', 'fr', '--version')).toMatchObject({ status: 0 });
  });

  it('helps', async () => {
    expect(await auditor('--help')).toMatchObject({ status: 0, out: expect.stringContaining('mirror <url> <dir>') as unknown });
    expect(await auditor()).toMatchObject({ status: 2 });
    const { status, out } = await auditor('verify', '--help');
    expect([status, out.includes('--hashes-only')]).toEqual([0, true]);
    expect((await auditor('--help', '--lang', 'es')).out).toContain('Comprueba el registro público de una ciudad.');
    expect((await auditor('--lang', 'fr', '--help'))).toMatchObject({ status: 0, out: expect.stringContaining('contrôle une copie, sans réseau') as unknown });
    expect((await auditor('--lang=es', 'verify', '--help')).out).toContain('comprueba una copia, sin red');
    expect(await auditor('--lang', 'fr', 'verify', at('copy'))).toMatchObject({ status: 0, out: expect.stringContaining('Les 300 entrées') as unknown });
    expect(await auditor('--wat')).toMatchObject({ status: 2, err: expect.stringContaining('there is no command --wat') as unknown });
    expect((await auditor('verify', '--help', '--lang=fr')).out).toContain('contrôle une copie, sans réseau');
  });

  it('mirrors, and says on first use whose key it took on trust', async () => {
    const files = (await log.files()).set('policy', (await mirrorFiles(log, testSigner().key, [])).get('policy') ?? new Uint8Array());
    await using server = await LogServerDouble.start(files);
    const { status, out, err } = await auditor('mirror', server.url, at('new'));
    expect(status).toBe(0);
    expect(err).toContain(`The key of log.example/city was taken on trust`);
    expect(out).toContain('was taken on trust');
    expect(out).toContain(`${at('new')} holds log.example/city up to 300 entries (300 new)`);
    const screen = [new Captured(true), new Captured(true)] as const;
    expect(await run(['mirror', server.url, at('on-screen')], ...screen)).toBe(0);
    expect(screen.map(({ text }) => text.split('was taken on trust').length - 1)).toEqual([0, 1]);
  });
});

it('verify and prove work with the network cut', async () => {
  const cut = jest.spyOn(Socket.prototype, 'connect').mockImplementation(() => {
    throw new Error('the network is cut');
  });
  const noFetch = jest.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('the network is cut'));
  try {
    expect((await auditor('verify', at('copy'))).status).toBe(0);
    expect((await auditor('prove', at('event.json'), at('proof'), '--mirror', at('copy'))).status).toBe(0);
    expect(cut).not.toHaveBeenCalled();
    expect(noFetch).not.toHaveBeenCalled();
  } finally {
    cut.mockRestore();
    noFetch.mockRestore();
  }
});
