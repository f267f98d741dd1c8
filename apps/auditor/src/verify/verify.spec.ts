import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  concat,
  ed25519Cosigner,
  formatPolicy,
  formatVerifierKey,
  parsePolicy,
  signCheckpoint,
  utf8,
  type LogEvent,
} from '@covenant/transparency';
import { TestLog, testEntry, testEvent, testSigner } from '../../../../libs/transparency/src/testing.js';
import { Unchecked, UsageError } from '../cli/exit.js';
import { mirrorFiles, scratch, writeFiles, type Files } from '../testing/copies.js';
import { verify } from './verify.js';

const SIZE = 600;
const log = new TestLog().append(...Array.from({ length: SIZE }, (_, n) => testEntry(n)));
let dir: string;
let remove: () => void;
let files: Files;

beforeEach(async () => {
  const folder = scratch();
  [dir, remove] = [folder.path, () => folder.remove()];
  files = await mirrorFiles(log, testSigner().key, [10, 300, SIZE]);
  await writeFiles(dir, files);
});
afterEach(() => remove());

const change = (path: string, content: Uint8Array): void => writeFileSync(join(dir, path), content);
const content = (path: string): Uint8Array => files.get(path) ?? utf8('');
const codes = async (options = {}): Promise<string[]> => (await verify(dir, options)).findings.map(({ code }) => code);

describe('verifying a copy', () => {
  it('says what holds, and what is not proven', async () => {
    const report = await verify(dir);
    expect(report).toMatchObject({
      command: 'verify',
      verdict: 'held',
      findings: [],
      remarks: [{ code: 'kept-trust' }, { code: 'no-witness' }],
      result: [{ code: 'verified', data: { origin: 'log.example/city', size: SIZE, checkpoints: 3, signers: 'log.example/city' } }],
    });
  });

  it('of an empty log holds', async () => {
    const empty = scratch();
    await writeFiles(empty.path, await mirrorFiles(new TestLog(), testSigner().key, [0]));
    expect(await verify(empty.path)).toMatchObject({ verdict: 'held', result: [{ data: { size: 0 } }] });
    empty.remove();
  });

  it('names the entry that was changed, and what was expected', async () => {
    const bundle = content('tile/entries/001');
    const at = bundle.length - 40;
    change('tile/entries/001', bundle.with(at, (bundle[at] ?? 0) ^ 1));
    const report = await verify(dir);
    expect(report.findings).toMatchObject([
      { code: 'root-differs', data: { size: SIZE } },
      { code: 'entry-differs', data: { entry: 511, path: 'tile/entries/001' } },
    ]);
    expect(report.remarks).toContainEqual({ code: 'contents-skipped', data: {} });
  });

  it('blames the tile where the entries make the signed tree', async () => {
    const tile = content('tile/0/001');
    change('tile/0/001', tile.with(32 * 7 + 3, (tile[32 * 7 + 3] ?? 0) ^ 1));
    expect((await verify(dir)).findings).toMatchObject([{ code: 'tile-differs', data: { path: 'tile/0/001', hash: 7 } }]);
    change('tile/0/001', tile);
    const above = content('tile/1/000.p/2');
    change('tile/1/000.p/2', above.with(32, (above[32] ?? 0) ^ 1));
    expect((await verify(dir)).findings).toMatchObject([{ code: 'tile-differs', data: { path: 'tile/1/000.p/2', hash: 1 } }]);
  });

  it('goes on past a bundle or a tile that cannot be read', async () => {
    change('tile/entries/000', content('tile/entries/000').slice(0, 1000));
    rmSync(join(dir, 'tile/entries/001'));
    rmSync(join(dir, 'tile/0/002.p/88'));
    change('tile/1/000.p/2', utf8('short'));
    expect((await verify(dir)).findings).toMatchObject([
      { code: 'bundle-malformed', data: { path: 'tile/entries/000', first: 0, last: 255 } },
      { code: 'bundle-missing', data: { path: 'tile/entries/001', first: 256, last: 511 } },
      { code: 'tile-missing', data: { path: 'tile/0/002.p/88' } },
      { code: 'tile-length', data: { path: 'tile/1/000.p/2', expected: 64, found: 5 } },
    ]);
  });

  it('stops where neither entries nor hashes are left, and does not pass', async () => {
    rmSync(join(dir, 'tile/entries/001'));
    rmSync(join(dir, 'tile/0/001'));
    expect(await codes()).toEqual(['bundle-missing', 'tile-missing']);
  });

  it('sees a rollback, a missing and an unsigned checkpoint', async () => {
    change('checkpoint', content('checkpoints/300'));
    expect(await codes()).toContain('rolled-back');
    rmSync(join(dir, 'checkpoint'));
    expect(await codes()).toEqual(['checkpoint-missing']);
    change('checkpoint', await signCheckpoint({ origin: log.origin, size: SIZE, root: log.root() }, [testSigner(log.origin, 9)]));
    expect(await codes()).toEqual(['checkpoint-unsigned']);
    change('checkpoint', utf8('hello\n'));
    expect(await codes()).toEqual(['checkpoint-malformed']);
  });

  it('sees that the log does not continue a checkpoint that was kept', async () => {
    const other = new TestLog().append(...Array.from({ length: 300 }, (_, n) => testEntry(n + 1)));
    change('checkpoints/300', await other.checkpoint());
    expect((await verify(dir)).findings).toMatchObject([{ code: 'kept-root-differs', data: { size: 300 } }]);
  });

  it('sees files that do not belong there, and evidence left by an earlier run', async () => {
    await writeFiles(dir, new Map([['evidence/forked/kept', utf8('x')], ['notes.txt', utf8('x')], ['tile/0/1', utf8('x')]]));
    expect(await codes()).toEqual(['evidence-kept', 'stray-file', 'stray-file']);
  });

  it('remarks on files of another size and does not look at them', async () => {
    await writeFiles(dir, new Map([['tile/0/002.p/3', utf8('x')], ['tile/entries/009', utf8('x')]]));
    const report = await verify(dir);
    expect(report.verdict).toBe('held');
    expect(report.remarks).toContainEqual({ code: 'left-over', data: { path: 'tile/0/002.p/3', count: 2 } });
  });

  it('counts what it does not tell', async () => {
    change('tile/0/000', new Uint8Array(8192));
    const report = await verify(dir);
    expect(report.findings.at(-1)).toEqual({ code: 'more-findings', data: { count: 156 } });
    expect(report.findings.length).toBe(101);
  });
});

describe('what the entries say', () => {
  const ofEvents = async (...events: readonly LogEvent[]): Promise<string[]> => {
    const lying = new TestLog().append(...events.map((event, n) => testEntry(n, event)));
    const folder = scratch();
    await writeFiles(folder.path, await mirrorFiles(lying, testSigner().key, [lying.size]));
    const { findings, remarks } = await verify(folder.path);
    folder.remove();
    return [...findings, ...remarks].map(({ code }) => code).filter((code) => !['kept-trust', 'no-witness'].includes(code));
  };

  it('must be complete and in order, whatever the log signed', async () => {
    const [first, second, third] = [testEvent(0), testEvent(1), testEvent(2)];
    expect(await ofEvents(first, second, third)).toEqual([]);
    expect(await ofEvents(first, third)).toEqual(['entry-out-of-order']);
    expect(await ofEvents(first, second, second)).toEqual(['entry-out-of-order']);
    expect(await ofEvents(second)).toEqual(['entry-out-of-order']);
  });

  it('must be in its one right form', async () => {
    const odd = new TestLog().append(utf8('{"b":1,"a":2}'), testEntry(0), concat(testEntry(1), utf8(' ')));
    const folder = scratch();
    await writeFiles(folder.path, await mirrorFiles(odd, testSigner().key, [3]));
    expect((await verify(folder.path)).findings).toMatchObject([
      { code: 'entry-malformed', data: { entry: 0 } },
      { code: 'entry-malformed', data: { entry: 2 } },
    ]);
    expect(await verify(folder.path, { hashesOnly: true })).toMatchObject({ verdict: 'held', remarks: expect.arrayContaining([{ code: 'contents-skipped', data: {} }]) as unknown });
    folder.remove();
  });

  it('is remarked on where it was recorded before what stands earlier', async () => {
    const late = testEvent(1);
    const metadata = { ...late.metadata, recordedAt: '2025-12-01T00:00:00.000Z' };
    expect(await ofEvents(testEvent(0), { ...late, metadata }, testEvent(2))).toEqual(['earlier-time']);
  });
});

describe('whom to trust', () => {
  const stranger = testSigner(log.origin, 9);

  it('is the key or the policy that the caller names, before the one that is kept', async () => {
    expect(await verify(dir, { key: formatVerifierKey(testSigner().key) })).toMatchObject({ verdict: 'held', remarks: [{ code: 'no-witness' }] });
    expect(await codes({ key: formatVerifierKey(stranger.key) })).toContain('checkpoint-unsigned');
  });

  it('asks for the quorum of a policy', async () => {
    const witness = ed25519Cosigner('w.example', new Uint8Array(32).fill(1), () => 1_700_000_000);
    const policy = `log ${formatVerifierKey(testSigner().key)}\nwitness W ${formatVerifierKey(witness.key)}\nquorum W\n`;
    const folder = scratch();
    const file = join(folder.path, 'trust');
    writeFileSync(file, formatPolicy(parsePolicy(utf8(policy))));
    const report = await verify(dir, { policy: file });
    expect(report.findings[0]).toMatchObject({ code: 'checkpoint-unsigned', data: { detail: expect.stringContaining('quorum W') as unknown } });
    for (const size of [10, 300, SIZE]) {
      const signed = await signCheckpoint({ origin: log.origin, size, root: log.root(size) }, [testSigner(), witness]);
      change(`checkpoints/${size}`, signed);
      if (size === SIZE) change('checkpoint', signed);
    }
    expect(await verify(dir, { policy: file })).toMatchObject({ verdict: 'held', remarks: [{ code: 'witnessed', data: { witnesses: 'W' } }] });
    expect((await verify(dir)).remarks).toContainEqual({ code: 'signatures-ignored', data: { path: 'checkpoint', count: 1 } });
    folder.remove();
  });

  it('must be known, be one, and be readable', async () => {
    const key = formatVerifierKey(stranger.key);
    await expect(verify(dir, { key, policy: 'x' })).rejects.toThrow('not both');
    await expect(verify(dir, { key: 'nonsense' })).rejects.toThrow(UsageError);
    await expect(verify(dir, { policy: join(dir, 'checkpoint') })).rejects.toThrow(UsageError);
    await expect(verify(dir, { policy: join(dir, 'nowhere') })).rejects.toThrow(Unchecked);
    await expect(verify(join(dir, 'nowhere'))).rejects.toThrow('there is no folder');
    await expect(verify(join(dir, 'checkpoint'))).rejects.toThrow('unpack it first');
    rmSync(join(dir, 'policy'));
    await expect(verify(dir)).rejects.toThrow('keeps no key');
    await writeFiles(join(dir, 'bundle', 'log'), files);
    await expect(verify(join(dir, 'bundle'))).rejects.toThrow(`there is one in it: ${join(dir, 'bundle', 'log')}`);
    rmSync(join(dir, 'bundle'), { recursive: true });
    change('policy', utf8('# a comment\nquorum none\n'));
    expect(await codes()).toEqual(['policy-malformed']);
  });
});
