import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { copyFile, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openNote, parseVerifierKey, signNote } from '@covenant/transparency';
import { makeLogKey, readLogKey } from '../src/log-key.js';
import { newWorld, origin, record, type World } from '../../../test/support/log/world.js';

let world: World;
let file: string;
beforeEach(async () => {
  world = await newWorld();
  file = join(world.dataDir, 'keys', 'log.key');
});
afterEach(() => world.close());

describe('the log’s key', () => {
  it('is made for its owner only, and read again as the same', async () => {
    const made = await makeLogKey(file, origin);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readLogKey(file, origin))?.vkey).toBe(made.vkey);
    expect(parseVerifierKey(made.vkey)).toMatchObject({ name: origin, type: 1 });
    const note = await signNote('a note\n', [made]);
    expect(openNote(note, [made.verifier]).text).toBe('a note\n');
  });

  it('is one key when several processes make it at once', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => makeLogKey(file, origin)));
    expect(new Set(made.map((key) => key.vkey)).size).toBe(1);
  });

  it('may come from openssl', async () => {
    const pem = join(world.dataDir, 'openssl.key');
    execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', pem], { stdio: 'ignore' });
    expect((await readLogKey(pem, origin))?.name).toBe(origin);
  });

  it.each([
    ['nothing', '', /is not a private key in PEM form/],
    ['half a key', '-----BEGIN PRIVATE KEY-----\nMC4CAQ', /is not a private key in PEM form/],
    ['another kind of key', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }), /holds a key of type ec; the log signs with Ed25519/],
  ])('is refused when the file holds %s', async (_, text, message) => {
    const bad = join(world.dataDir, 'bad.key');
    await writeFile(bad, text);
    await expect(world.open({ keyFile: bad })).rejects.toMatchObject({ name: 'LogKeyError', message: expect.stringMatching(message) });
  });

  it('is not made anew for a log that has signed: that is a sentence, and no second log under its name', async () => {
    const first = await world.open();
    first.notary.start();
    await first.notary.covered((await record(world, 1)).position);
    await first.notary.stop();
    await rm(join(world.dataDir, 'log.key'));
    await expect(world.open()).rejects.toMatchObject({ name: 'LogKeyError', message: expect.stringMatching(/^The log's key is missing/) });
    await rm(join(world.dataDir, 'log-checkpoint'));
    await expect(world.open()).rejects.toMatchObject({ name: 'LogKeyError' });
  });

  it('or a name that is not the log’s stops it before it signs', async () => {
    const first = await world.open();
    first.notary.start();
    await first.notary.covered((await record(world, 1)).position);
    await first.notary.stop();
    const renamed = await world.open({ origin: 'log.example.org/other' });
    renamed.notary.start();
    await expect(renamed.notary.covered(1n)).rejects.toMatchObject({ code: 'wrong-key' });
    await makeLogKey(file, origin);
    await copyFile(file, join(world.dataDir, 'log.key'));
    const other = await world.open();
    other.notary.start();
    await expect(other.notary.covered(1n)).rejects.toMatchObject({ code: 'wrong-key' });
    expect(await readFile(file, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  });
});
