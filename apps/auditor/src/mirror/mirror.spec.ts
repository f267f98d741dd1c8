import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatPolicy, formatVerifierKey, fromBase64, policyOfKey, sameBytes, signCheckpoint, utf8, verifyConsistency } from '@covenant/transparency';
import { TestLog, testEntry, testSigner } from '../../../../libs/transparency/src/testing.js';
import { Unchecked, UsageError } from '../cli/exit.js';
import type { Report } from '../report/report.js';
import { scratch, type Files } from '../testing/copies.js';
import { LogServerDouble } from '../testing/log-server.js';
import { verify } from '../verify/verify.js';
import { mirror } from './mirror.js';

const log = new TestLog().append(...Array.from({ length: 900 }, (_, n) => testEntry(n)));
const policy = formatPolicy(policyOfKey(testSigner().key));
const served = async (size: number, of = log): Promise<Files> => (await of.files(size)).set('policy', policy);
const codes = (report: Report): string[] => report.findings.map(({ code }) => code);

let folder: ReturnType<typeof scratch>;
let dir: string;
beforeEach(() => {
  folder = scratch();
  dir = join(folder.path, 'copy');
});
afterEach(() => folder.remove());

const read = (path: string): Uint8Array => readFileSync(join(dir, path));
const evidence = (): string[] => (existsSync(join(dir, 'evidence')) ? readdirSync(join(dir, 'evidence')) : []);

describe('mirroring a log', () => {
  it('copies every file as it is served, and what it copied verifies', async () => {
    const files = await served(600);
    await using server = await LogServerDouble.start(files);
    const report = await mirror(server.url, dir);
    expect(report).toMatchObject({
      verdict: 'held',
      remarks: [{ code: 'first-use', data: { origin: log.origin, key: formatVerifierKey(testSigner().key) } }],
      result: [{ code: 'mirrored', data: { size: 600, added: 600 } }],
    });
    for (const [path, content] of files) expect(sameBytes(read(path), content)).toBe(true);
    expect(await verify(dir)).toMatchObject({ verdict: 'held' });
  });

  it('takes the address of the log as well as that of the ledger', async () => {
    await using server = await LogServerDouble.start(await served(3));
    expect((await mirror(`${server.url}/log/`, dir)).verdict).toBe('held');
    expect(server.asked[0]).toBe('checkpoint');
  });

  it('follows the log as it grows, asks only for what is new, and drops what it has outgrown', async () => {
    await using server = await LogServerDouble.start(await served(300));
    await mirror(server.url, dir);
    server.files = await served(900);
    server.asked.length = 0;
    expect(await mirror(server.url, dir)).toMatchObject({ verdict: 'held', result: [{ data: { size: 900, added: 600 } }], remarks: [] });
    expect(server.asked).not.toContain('tile/0/000');
    expect(server.asked).not.toContain('tile/entries/000');
    expect(server.asked).not.toContain('policy');
    expect(existsSync(join(dir, 'tile/entries/001.p/44'))).toBe(false);
    expect(readdirSync(join(dir, 'checkpoints')).sort()).toEqual(['300', '900']);
    expect(await verify(dir)).toMatchObject({ verdict: 'held', remarks: [{ code: 'kept-trust' }, { code: 'no-witness' }] });
  });

  it('goes on where a run was cut off, with only good files in between', async () => {
    await using server = await LogServerDouble.start(await served(900));
    server.instead.set('tile/entries/003.p/132', 404);
    await expect(mirror(server.url, dir)).rejects.toThrow(Unchecked);
    expect(existsSync(join(dir, 'checkpoint'))).toBe(false);
    server.instead.clear();
    server.asked.length = 0;
    expect((await mirror(server.url, dir)).verdict).toBe('held');
    expect(server.asked.filter((path) => path.startsWith('tile/entries'))).toEqual(['tile/entries/003.p/132']);
    expect((await verify(dir)).verdict).toBe('held');
  });

  it('takes the full file where the partial one is gone', async () => {
    const grown = await served(512);
    const files = new Map([...grown, ['checkpoint', await log.checkpoint(300)] as const]).set('tile/1/000.p/1', log.tile(1, 0, 1));
    await using server = await LogServerDouble.start(files);
    expect(await mirror(server.url, dir)).toMatchObject({ verdict: 'held', result: [{ data: { size: 300 } }] });
    expect((await verify(dir)).verdict).toBe('held');
  });

  it('replaces a damaged file of its own, and says so', async () => {
    await using server = await LogServerDouble.start(await served(300));
    await mirror(server.url, dir);
    for (const path of ['tile/entries/001.p/44', 'tile/0/001.p/44']) writeFileSync(join(dir, path), utf8('damaged'));
    const report = await mirror(server.url, dir);
    expect(report.remarks.map(({ code, data }) => [code, 'path' in data && data.path]).sort()).toEqual([
      ['repaired', 'tile/0/001.p/44'],
      ['repaired', 'tile/entries/001.p/44'],
    ]);
    expect((await verify(dir)).verdict).toBe('held');
  });

  it('mirrors an empty log', async () => {
    await using server = await LogServerDouble.start(await served(0));
    expect((await mirror(server.url, dir)).verdict).toBe('held');
    expect((await verify(dir)).verdict).toBe('held');
  });
});

describe('a log that lies', () => {
  const flipped = (files: Files, path: string, at: number): Uint8Array => {
    const content = files.get(path) ?? utf8('');
    return content.with(at, (content[at] ?? 0) ^ 1);
  };

  it.each([['tile/0/000'], ['tile/0/002.p/88'], ['tile/1/000.p/2'], ['tile/entries/001'], ['tile/entries/002.p/88']])(
    'in %s is caught, and nothing of it is kept',
    async (path) => {
      const files = await served(600);
      await using server = await LogServerDouble.start(files);
      server.instead.set(path, flipped(files, path, 50));
      expect(codes(await mirror(server.url, dir))).toEqual(['tile-unproven']);
      expect(existsSync(join(dir, path))).toBe(false);
      expect(existsSync(join(dir, 'checkpoint'))).toBe(false);
    },
  );

  it('in its checkpoint is caught: a changed byte, another key, another log', async () => {
    const files = await served(300);
    await using server = await LogServerDouble.start(files);
    await mirror(server.url, dir);
    const body = { origin: log.origin, size: 300, root: log.root(300) };
    for (const checkpoint of [flipped(files, 'checkpoint', 30), await signCheckpoint(body, [testSigner(log.origin, 9)])]) {
      server.instead.set('checkpoint', checkpoint);
      expect(codes(await mirror(server.url, dir))).toEqual(['checkpoint-unsigned']);
    }
    expect(sameBytes(read('checkpoint'), files.get('checkpoint') ?? utf8(''))).toBe(true);
  });

  it.each([
    ['larger', 900],
    ['of the same size', 600],
    ['smaller', 400],
  ])('with a fork that is %s is refused, and both statements are kept', async (_, size) => {
    await using server = await LogServerDouble.start(await served(600));
    await mirror(server.url, dir);
    const fork = new TestLog().append(...log.entries.with(100, testEntry(100, { data: { title: 'another past' } })));
    server.files = await served(size, fork);
    const report = await mirror(server.url, dir);
    expect(report.findings).toMatchObject([{ code: 'forked', data: { size, kept: 600 } }]);
    expect(evidence().length).toBe(1);
    const left = `evidence/${evidence()[0] ?? ''}`;
    expect(sameBytes(read(`${left}/kept`), await log.checkpoint(600))).toBe(true);
    expect(sameBytes(read(`${left}/served`), await fork.checkpoint(size))).toBe(true);
    if (size !== 600) {
      const path = Buffer.from(read(`${left}/consistency`)).toString().trim().split('\n').map((line) => fromBase64(line) ?? utf8(''));
      const [first, second] = size > 600 ? [log, fork] : [fork, log];
      const [from, to] = [Math.min(size, 600), Math.max(size, 600)];
      const claim = { from, to, toRoot: second.root(to), path };
      expect(verifyConsistency({ ...claim, fromRoot: second.root(from) })).toBe(true);
      expect(verifyConsistency({ ...claim, fromRoot: first.root(from) })).toBe(false);
    }
    expect(sameBytes(read('checkpoint'), await log.checkpoint(600))).toBe(true);
    expect(codes(await verify(dir))).toEqual(['evidence-kept']);
  });

  it('with a rollback is refused, and both statements are kept', async () => {
    await using server = await LogServerDouble.start(await served(600));
    await mirror(server.url, dir);
    server.files = await served(400);
    expect((await mirror(server.url, dir)).findings).toMatchObject([{ code: 'served-older', data: { size: 400, kept: 600 } }]);
    expect(evidence().length).toBe(1);
  });

  it('about its size cannot make us read for ever', async () => {
    await using server = await LogServerDouble.start(await served(3));
    server.instead.set('checkpoint', new Uint8Array(1_000_001).fill(0x61));
    await expect(mirror(server.url, dir)).rejects.toThrow('larger than');
  });
});

describe('whom a new copy trusts', () => {
  it('is the named key, and then nothing is taken on trust', async () => {
    await using server = await LogServerDouble.start(await served(3));
    const report = await mirror(server.url, dir, { key: formatVerifierKey(testSigner().key) });
    expect(report.remarks).toEqual([]);
    expect(server.asked).not.toContain('policy');
    const other = await mirror(server.url, dir, { key: formatVerifierKey(testSigner(log.origin, 9).key) });
    expect(codes(other)[0]).toBe('checkpoint-unsigned');
  });

  it('has to be said where the log gives no key', async () => {
    await using server = await LogServerDouble.start(await log.files(3));
    await expect(mirror(server.url, dir)).rejects.toThrow(UsageError);
    server.files.set('policy', utf8('nonsense\n'));
    await expect(mirror(server.url, dir)).rejects.toThrow(Unchecked);
  });
});

describe('what cannot be done', () => {
  it('is said: no log there, no server, no address, a folder in use', async () => {
    await using server = await LogServerDouble.start(new Map());
    await expect(mirror(server.url, dir)).rejects.toThrow('no log is served');
    await expect(mirror('ftp://x', dir)).rejects.toThrow(UsageError);
    writeFileSync(join(folder.path, 'file'), 'x');
    await expect(mirror(server.url, join(folder.path, 'file'))).rejects.toThrow('cannot be written');
    writeFileSync(join(dir, '.lock'), String(process.ppid));
    await expect(mirror(server.url, dir)).rejects.toThrow(`is being written by process ${process.ppid}`);
  });

  it('takes over the lock of a process that is gone', async () => {
    await using server = await LogServerDouble.start(await served(3));
    await mirror(server.url, dir);
    writeFileSync(join(dir, '.lock'), '999999999');
    expect((await mirror(server.url, dir)).verdict).toBe('held');
    expect(existsSync(join(dir, '.lock'))).toBe(false);
    rmSync(dir, { recursive: true });
  });
});
