import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parsePolicy } from '@covenant/transparency';
import { Unchecked } from '../cli/exit.js';
import { noProgress } from '../cli/progress.js';
import { verifyEvidence } from '../evidence/verify-evidence.js';
import { MirrorDir } from '../files/mirror-dir.js';
import { mirror } from '../mirror/mirror.js';
import { Findings } from '../report/report.js';
import { City } from '../testing/changing-city.js';
import { scratch } from '../testing/copies.js';
import { FarBehind, NewerEntries } from './newer.js';

let dir: ReturnType<typeof scratch>;
let city: City;
let findings: Findings;
beforeEach(async () => {
  [dir, city, findings] = [scratch(), await City.of(), new Findings()];
});
afterEach(async () => {
  dir.remove();
  await city[Symbol.asyncDispose]();
});

/** From a copy of so many entries. */
async function copied(size: number): Promise<NewerEntries> {
  await city.grow(size).serve();
  expect((await mirror(city.server.url, dir.path, { key: city.key })).verdict).toBe('held');
  const copy = new MirrorDir(dir.path);
  const [bytes, policy] = [copy.read('checkpoint') ?? Buffer.of(), parsePolicy(copy.read('policy') ?? Buffer.of())];
  return new NewerEntries(city.server.url, { dir: copy, policy, bytes, size }, noProgress);
}
const codes = (): readonly string[] => findings.findings.map(({ code }) => code);

describe('what a log has recorded since it was copied', () => {
  it('is given once, in order, across full and partial tiles', async () => {
    const newer = await copied(250);
    expect(await newer.next(findings)).toEqual([]);
    await city.grow(270).serve();
    expect((await newer.next(findings))?.map(({ id }) => id)).toHaveLength(270);
    expect(await newer.next(findings)).toEqual([]);
    await city.grow(1).serve();
    expect(await newer.next(findings)).toHaveLength(1);
    expect(codes()).toEqual([]);
  });

  it('is given across a change of the log’s key', async () => {
    const newer = await copied(3);
    await city.announce();
    expect((await newer.next(findings))?.map(({ type }) => type)).toEqual(['LogKeyAnnounced']);
    await city.retire();
    await city.grow(2).serve();
    expect(await newer.next(findings)).toHaveLength(3);
    expect(codes()).toEqual([]);
    expect(findings.remarks.map(({ code }) => code)).toEqual(['key-announced', 'key-retired']);
  });

  it('is none where an older tree of the same log is served', async () => {
    const newer = await copied(9);
    await city.serve(city.log, 5);
    expect(await newer.next(findings)).toEqual([]);
    expect(codes()).toEqual([]);
  });

  it.each([
    ['of the copy’s size', 0],
    ['that is larger', 4],
  ])('is a fork where the tree %s does not continue the copy’s, and both signed statements are left', async (_which, more) => {
    const newer = await copied(9);
    await city.serve(city.fork(more));
    expect(await newer.next(findings)).toBeUndefined();
    expect(codes()).toEqual(['forked']);
    const [folder = ''] = readdirSync(join(dir.path, 'evidence'));
    expect((await verifyEvidence(join(dir.path, 'evidence', folder), { key: city.key })).result).toMatchObject([{ code: 'evidence-forked' }]);
  });

  it('is a fork where it continues the copy’s tree and not the one that was followed since', async () => {
    const newer = await copied(2);
    const other = city.log.size;
    await city.grow(4).serve();
    expect(await newer.next(findings)).toHaveLength(4);
    await using again = await City.of();
    again.grow(other);
    again.log.append(...city.fork(6).entries.slice(other + 2));
    await city.serve(again.log);
    expect(await newer.next(findings)).toBeUndefined();
    expect(codes()).toEqual(['forked']);
  });

  it('is none where nobody who is trusted signed, or the entries are not those of the tree', async () => {
    const newer = await copied(5);
    await city.grow(2).serve();
    const real = city.server.files.get('checkpoint') ?? Buffer.of();
    city.server.instead.set('checkpoint', Buffer.from(Buffer.from(real).toString().replace('\n7\n', '\n8\n')));
    expect(await newer.next(findings)).toBeUndefined();
    city.server.instead.set('checkpoint', Buffer.from('nothing like it'));
    expect(await newer.next(findings)).toBeUndefined();
    city.server.instead.clear();
    const bundle = city.server.files.get('tile/entries/000.p/7') ?? Buffer.of();
    city.server.instead.set('tile/entries/000.p/7', Buffer.from(Buffer.from(bundle).toString('latin1').replace('staff', 'stuff'), 'latin1'));
    expect(await newer.next(findings)).toBeUndefined();
    expect(codes()).toEqual(['checkpoint-unsigned', 'checkpoint-malformed', 'tile-unproven']);
    expect(existsSync(join(dir.path, 'evidence'))).toBe(false);
    city.server.instead.clear();
    expect(await newer.next(findings)).toHaveLength(2);
  });

  it('cannot be had where the log does not answer', async () => {
    const newer = await copied(5);
    city.server.instead.set('checkpoint', 404);
    await expect(newer.next(findings)).rejects.toThrow(Unchecked);
    city.server.instead.set('checkpoint', 503);
    await expect(newer.next(findings)).rejects.toThrow('503');
  });

  it('is too much to hold where the copy is very old', async () => {
    const newer = await copied(5);
    await city.grow(100_001).serve();
    await expect(newer.next(findings)).rejects.toThrow(FarBehind);
  });
});
