import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ed25519Signer, formatPolicy, formatVerifierKey, mlDsa44Signer, policyOfKey, type NoteSigner } from '@covenant/transparency';
import { TestLog, testEntry, testSigner } from '../../../../libs/transparency/src/testing.js';
import { verifyEvidence } from '../evidence/verify-evidence.js';
import { nodeHasher } from '../node-crypto.js';
import type { Report } from '../report/report.js';
import { scratch } from '../testing/copies.js';
import { LogServerDouble } from '../testing/log-server.js';
import { monitor, type MonitorOptions } from './monitor.js';

/** The entries of a test log are recorded a second apart, from this time on. */
const BEGAN = 1_767_225_600;
const origin = 'log.example/city';
const ed25519 = testSigner();
let clock = BEGAN;
const mlDsa44 = mlDsa44Signer(origin, new Uint8Array(32).fill(3), () => clock);
const key = formatVerifierKey(ed25519.key);

let state: { path: string; remove(): void };
beforeEach(() => {
  state = scratch();
  clock = BEGAN;
});
afterEach(() => state.remove());

const logOf = (entries: readonly Uint8Array[], signers: readonly NoteSigner[] = [ed25519]): TestLog =>
  new TestLog({ hasher: nodeHasher, signers }).append(...entries);
const entries = (count: number, from = 0): Uint8Array[] => Array.from({ length: count }, (_, i) => testEntry(from + i));
const server = async (log: TestLog): Promise<LogServerDouble> => LogServerDouble.start(await log.files());
const look = (url: string, options: Partial<MonitorOptions> = {}): Promise<Report> =>
  monitor(url, state.path, { key, late: 60, silence: 600, now: () => clock * 1000, ...options });
const codes = ({ findings }: Report): string[] => findings.map(({ code }) => code);

async function evidence(): Promise<string> {
  const [folder] = await readdir(join(state.path, 'evidence'));
  return join(state.path, 'evidence', folder ?? 'none');
}

describe('an honest log', () => {
  it('raises no alarm while it grows, also from one run to the next', async () => {
    const log = logOf(entries(3));
    await using wire = await server(log);
    for (const more of [0, 250, 7, 300, 0]) {
      log.append(...entries(more, log.size));
      wire.files = await log.files();
      clock = BEGAN + log.size;
      expect(await look(wire.url)).toMatchObject({ verdict: 'held', result: [{ code: 'watched', data: { size: log.size, looks: 1 } }] });
    }
  });

  it('is trusted as it comes where no key is named, and that is said', async () => {
    const log = logOf(entries(3));
    await using wire = await server(log);
    wire.files.set('policy', formatPolicy(policyOfKey(ed25519.key)));
    const report = await monitor(wire.url, state.path, { late: 60, silence: 600, now: () => clock * 1000 });
    expect(report).toMatchObject({ verdict: 'held', remarks: [{ code: 'first-use' }] });
  });
});

describe('a lying log', () => {
  it.each([
    ['of the same size', 20, 20],
    ['that grew', 20, 300],
    ['that grew from a power of two', 16, 31],
  ])('raises a fork %s, with evidence that anybody can check', async (_how, before, after) => {
    await using wire = await server(logOf(entries(before)));
    await look(wire.url);
    wire.files = await logOf([testEntry(999), ...entries(after - 1, 1)]).files();
    const report = await look(wire.url);
    expect(codes(report)).toEqual(['forked']);

    const folder = await evidence();
    expect(await verifyEvidence(folder, { key })).toMatchObject({ verdict: 'held', result: [{ code: 'evidence-forked', data: { kept: before, size: after } }] });
    const stranger = formatVerifierKey(ed25519Signer(origin, new Uint8Array(32).fill(9)).key);
    expect((await verifyEvidence(folder, { key: stranger })).verdict).toBe('failed');
    if (before === after) return;
    await rm(join(folder, 'beginning'));
    expect(codes(await verifyEvidence(folder, { key }))).toEqual(['evidence-unproven']);
  });

  it('raises a rollback; signatures that bring a time prove the order', async () => {
    const policy = join(state.path, 'named');
    const trust = { logs: [{ key: ed25519.key }, { key: mlDsa44.key }], witnesses: [], groups: [], quorum: 'none' };
    const { writeWhole } = await import('../files/atomic.js');
    await writeWhole(policy, formatPolicy(trust));
    const log = logOf(entries(20), [ed25519, mlDsa44]);
    await using wire = await server(log);
    const watching = { policy, late: 60, silence: 600, now: () => clock * 1000 };
    await monitor(wire.url, join(state.path, 'kept'), watching);
    clock += 30;
    wire.files = await log.files(19);
    expect(codes(await monitor(wire.url, join(state.path, 'kept'), watching))).toEqual(['served-older']);
    const [folder = ''] = await readdir(join(state.path, 'kept', 'evidence'));
    const path = join(state.path, 'kept', 'evidence', folder);
    expect(await verifyEvidence(path, { policy })).toMatchObject({ result: [{ code: 'evidence-rolled-back', data: { seconds: 30 } }] });
    // By the Ed25519 signature alone either may have come first.
    expect(codes(await verifyEvidence(path, { key }))).toEqual(['evidence-unproven']);
  });

  it('raises an entry that was held back, with the proof that a signed tree did not have it at its time', async () => {
    const trusted = formatVerifierKey(mlDsa44.key);
    const log = logOf(entries(260), [ed25519, mlDsa44]);
    clock = BEGAN + 500;
    await using wire = await server(log);
    const watching = { key: trusted, late: 60 };
    expect((await look(wire.url, watching)).verdict).toBe('held');
    // Recorded, as it says, at second 300: two hundred seconds before the tree of 260 was signed without it.
    log.append(testEntry(300));
    clock += 10;
    wire.files = await log.files();
    const report = await look(wire.url, watching);
    expect(report.findings).toMatchObject([{ code: 'covered-late', data: { entry: 260, seconds: 200 } }]);
    const path = await evidence();
    expect(await verifyEvidence(path, { key: trusted })).toMatchObject({ result: [{ code: 'evidence-late', data: { entry: 260, seconds: 200, size: 260 } }] });
    const event = await readFile(join(path, 'event.json'), 'utf8');
    expect(event).toContain('"recordedAt":"2026-01-01T00:05:00.000Z"');
  });

  it('raises silence once, and goes on', async () => {
    await using wire = await server(logOf(entries(5)));
    const told: string[] = [];
    const stop = new AbortController();
    let looks = 0;
    const now = (): number => {
      // Each look asks the time a few times; the log stops answering after the first look.
      if (wire.asked.length > 0) wire.instead.set('checkpoint', 404);
      clock += 400;
      if (++looks > 12) stop.abort();
      return clock * 1000;
    };
    const report = await look(wire.url, { every: 0.001, now, signal: stop.signal, alarm: ({ code }) => told.push(code) });
    expect(codes(report)).toEqual(['silent']);
    expect(told).toEqual(['silent']);
  });

  it('raises a checkpoint of another key, of another log, and tiles that lead elsewhere', async () => {
    const log = logOf(entries(5));
    await using wire = await server(log);
    await look(wire.url);
    const good = wire.files;
    const bad: Record<string, TestLog> = {
      'checkpoint-unsigned': logOf(entries(6), [ed25519Signer(origin, new Uint8Array(32).fill(9))]),
    };
    for (const [code, other] of Object.entries(bad)) {
      wire.files = await other.files();
      expect(codes(await look(wire.url))).toEqual([code]);
    }
    wire.files = new Map([...good, ['checkpoint', await logOf([...entries(5), testEntry(77)]).checkpoint()], ['tile/0/000.p/6', new Uint8Array(6 * 32)]]);
    expect(codes(await look(wire.url))).toEqual(['tile-unproven']);
  });

  it('cannot be watched where it does not answer at all', async () => {
    await using wire = await LogServerDouble.start(new Map());
    await expect(look(wire.url)).rejects.toMatchObject({ name: 'Unchecked' });
  });
});
