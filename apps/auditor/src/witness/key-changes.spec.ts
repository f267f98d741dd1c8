import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { announceKey, consistencyProof, formatKeyEntries, parseEntry, rawSigner, signCheckpoint, toBase64, type NoteSigner } from '@covenant/transparency';
import { testEntry, testSigner } from '../../../../libs/transparency/src/testing.js';
import { City, origin } from '../testing/changing-city.js';
import { scratch } from '../testing/copies.js';
import { witness } from './serve.js';

let dir: ReturnType<typeof scratch>;
let city: City;
let said: string[];
let url: string;
let ending: AbortController;
let running: Promise<unknown>;
/** The size that was cosigned last. */
let cosigned: number;

const folder = (name: string): string => join(dir.path, 'witness', name);
const start = async (): Promise<void> => {
  ending = new AbortController();
  said = [];
  url = await new Promise((ready, failed) => {
    const options = { policy: join(dir.path, 'policy'), name: 'example.org/witness', listen: '127.0.0.1:0', signal: ending.signal };
    running = witness(join(dir.path, 'witness'), { ...options, note: (line) => void said.push(line), ready });
    running.catch(failed);
  });
};
const end = async (): Promise<void> => {
  ending.abort();
  await running;
};
const restart = async (): Promise<void> => {
  await end();
  await start();
};

/** The newest tree, signed by these. */
const ask = async (...signers: readonly NoteSigner[]): Promise<number> => {
  const { size } = city.log;
  const proof = cosigned === 0 || cosigned === size ? [] : await consistencyProof(cosigned, size, city.log.read);
  const note = new TextDecoder().decode(await signCheckpoint({ origin, size, root: city.log.root() }, signers));
  const body = `old ${cosigned}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${note}`;
  const { status } = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
  if (status === 200) cosigned = size;
  return status;
};
/** One entry more, served and signed by these. */
const grow = async (...signers: readonly NoteSigner[]): Promise<number> => {
  await city.grow(1).serve();
  return ask(...signers);
};
/** What was looked up in the tree is looked up after the answer; the end of the witness waits for it. */
const isShown = async (): Promise<void> => {
  await restart();
  expect(readdirSync(folder('shown'))).toHaveLength(1);
};

beforeEach(async () => {
  dir = scratch();
  cosigned = 0;
  city = await City.of();
  await city.grow(20).serve();
  writeFileSync(join(dir.path, 'policy'), `log ${city.key} ${city.server.url}/log\nquorum none\n`);
  await start();
  expect(await ask(city.old)).toBe(200);
});
afterEach(async () => {
  await end();
  await city[Symbol.asyncDispose]();
  dir.remove();
});

describe('a witness of a log that has announced a new key', () => {
  beforeEach(async () => {
    await city.announce();
    expect(await ask(city.old, city.next)).toBe(200);
    expect(await grow(city.next, city.old)).toBe(200);
    expect(await grow(city.next)).toBe(200); // and so it knows of it
  });

  it('asks for the retirement before it takes the old key’s word alone, also after it was started anew', async () => {
    await city.tell('LogKeyRetired', { key: city.key }, 1);
    expect(await ask(city.old)).toBe(403);
    await restart();
    expect(await grow(city.old)).toBe(403);
    expect(await grow(city.next)).toBe(200);
  });

  it('takes it where the log says that the old key still signs, and not where the log cannot be asked', async () => {
    expect(await grow(city.old)).toBe(200);
    city.server.instead.set('keys', 503);
    expect(await grow(city.old)).toBe(403);
    expect(await ask(city.old, city.next)).toBe(200);
    expect(await grow(city.next)).toBe(200);
  });

  it('never forgets a retirement that stood in a tree that it cosigned, whatever is served then', async () => {
    const before = city.keys();
    await city.retire();
    expect(await ask(city.next)).toBe(200);
    expect(await grow(city.next)).toBe(200);
    await isShown();
    for (const list of [before, formatKeyEntries([]), 404, 503]) {
      city.server.instead.set('keys', list);
      expect(await grow(city.old)).toBe(403);
      await restart();
      expect(await ask(city.old)).toBe(403);
    }
    rmSync(folder('changes'), { recursive: true }); // what was shown suffices by itself
    expect(await ask(city.old)).toBe(403);
    expect(await ask(city.next)).toBe(200);
  });

  it('learns it anew when that was lost, and cosigns nothing by what it cannot read', async () => {
    await city.retire();
    expect(await ask(city.next)).toBe(200);
    expect(await grow(city.next)).toBe(200);
    await isShown();
    const [file = ''] = readdirSync(folder('shown'));
    writeFileSync(join(folder('shown'), file), 'nothing');
    expect(await grow(city.next)).toBe(500);
    for (const lost of ['shown', 'changes']) rmSync(folder(lost), { recursive: true });
    expect(await ask(city.old)).toBe(200); // it knows of no change any more
    expect(await grow(city.next)).toBe(200);
    expect(await grow(city.next)).toBe(200);
    await isShown();
    expect(await grow(city.old)).toBe(403);
  });
});

describe('a thief with the log’s key and its server', () => {
  it('does not lock the log out by changes that stand in no tree', async () => {
    const thief = testSigner(origin, 66);
    const [raw, stolen] = [rawSigner(thief.key.type, new Uint8Array(32).fill(66)), rawSigner(thief.key.type, new Uint8Array(32).fill(7))];
    const data = { ...(await announceKey({ replaces: city.old.key, key: thief.key, bothUntil: '2027-01-31' }, { replaces: stolen, key: raw })) };
    const forged = [
      { number: 3, entry: parseEntry(testEntry(4, { type: 'LogKeyAnnounced', data })) },
      { number: 5, entry: parseEntry(testEntry(5, { type: 'LogKeyRetired', data: { key: city.key } })) },
    ];
    city.server.instead.set('keys', formatKeyEntries(forged));
    expect(await ask(thief)).toBe(200); // the log's own tree, by a key that its key announced
    expect(await grow(thief)).toBe(200);
    await restart();
    expect(readdirSync(folder('.'))).not.toContain('shown');
    city.server.instead.clear();
    expect(await ask(city.old)).toBe(200);
    await city.announce();
    await city.retire();
    expect(await ask(city.next)).toBe(200);
    expect(await grow(thief)).toBe(403);
  });
});
