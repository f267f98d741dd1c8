import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { copyFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { formatVerifierKey, mlDsa44Signer, openCheckpoint, openNote, parseVerifierKey, signNote, utf8 } from '@covenant/transparency';
import { makeEd25519Key, readEd25519Key } from '../src/keys/ed25519.js';
import { allKeys, verifiersOf } from '../src/keys/log-keys.js';
import { mlDsa44Pem, readMlDsa44Key } from '../src/keys/ml-dsa-44.js';
import { asAdmin, newWorld, origin, record, type World } from '../../../test/support/log/world.js';

let world: World;
let file: string;
beforeEach(async () => {
  world = await newWorld();
  file = join(world.dataDir, 'keys', 'log.key');
});
afterEach(() => world.close());

describe('the log’s key', () => {
  it('is made for its owner only, and read again as the same', async () => {
    const made = await makeEd25519Key(file, origin);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readEd25519Key(file, origin))?.vkey).toBe(made.vkey);
    expect(parseVerifierKey(made.vkey)).toMatchObject({ name: origin, type: 1 });
    const note = await signNote('a note\n', [made]);
    expect(openNote(note, [made.verifier]).text).toBe('a note\n');
  });

  it('is one key when several processes make it at once', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => makeEd25519Key(file, origin)));
    expect(new Set(made.map((key) => key.vkey)).size).toBe(1);
  });

  it('may come from openssl', async () => {
    const pem = join(world.dataDir, 'openssl.key');
    execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', pem], { stdio: 'ignore' });
    expect((await readEd25519Key(pem, origin))?.name).toBe(origin);
  });

  it.each([
    ['nothing', '', /is not a private key in PEM form/],
    ['half a key', '-----BEGIN PRIVATE KEY-----\nMC4CAQ', /is not a private key in PEM form/],
    ['another kind of key', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }), /holds a key of type ec; the log signs with Ed25519/],
  ])('is refused when the file holds %s', async (_, text, message) => {
    const bad = join(world.dataDir, 'bad.key');
    await writeFile(bad, text, { mode: 0o600 });
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
    await makeEd25519Key(file, origin);
    await copyFile(file, join(world.dataDir, 'log.key'));
    const other = await world.open();
    other.notary.start();
    await expect(other.notary.covered(1n)).rejects.toMatchObject({ code: 'wrong-key' });
    expect(await readFile(file, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  });
});

describe('the log’s ML-DSA-44 key', () => {
  const seed = Uint8Array.from({ length: 32 }, (_, i) => i);

  it('is made beside the other, for its owner only, and both sign every published checkpoint', async () => {
    const { notary, keys, publicLog } = await world.open();
    notary.start();
    await notary.covered((await record(world, 3)).position);
    const made = join(world.dataDir, 'log-ml-dsa-44.key');
    expect((await stat(made)).mode & 0o777).toBe(0o600);
    const { note } = openCheckpoint(utf8((await publicLog.checkpoint()).note), verifiersOf(keys));
    expect(note.signedBy.map(({ verifier }) => verifier.keyId)).toEqual(allKeys(keys).map(({ keyId }) => keyId));
    expect((await readMlDsa44Key(made, origin))?.vkey).toBe(keys.mlDsa44[0]?.vkey);
  });

  it('has the form of RFC 9881, and is read in both forms that carry the seed', async () => {
    expect(mlDsa44Pem(seed)).toBe(
      '-----BEGIN PRIVATE KEY-----\nMDQCAQAwCwYJYIZIAWUDBAMRBCKAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZ\nGhscHR4f\n-----END PRIVATE KEY-----\n',
    );
    const expected = formatVerifierKey(mlDsa44Signer(origin, seed, () => 0).key);
    const both = Buffer.concat([Buffer.from('30820a3e020100300b060960864801650304031104820a2a30820a260420', 'hex'), seed, Buffer.from('04820a00', 'hex'), new Uint8Array(2_560)]);
    const pems = [mlDsa44Pem(seed), `-----BEGIN PRIVATE KEY-----\n${both.toString('base64')}\n-----END PRIVATE KEY-----\n`];
    for (const pem of pems) {
      await writeFile(join(world.dataDir, 'given.key'), pem, { mode: 0o600 });
      expect((await readMlDsa44Key(join(world.dataDir, 'given.key'), origin))?.vkey).toBe(expected);
    }
  });

  it.each([
    ['nothing', ''],
    ['an Ed25519 key', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })],
    ['half a key', '-----BEGIN PRIVATE KEY-----\nMDQCAQAwCwYJYIZI\n-----END PRIVATE KEY-----\n'],
  ])('is refused when the file holds %s', async (_, text) => {
    const bad = join(world.dataDir, 'bad.key');
    await writeFile(bad, text, { mode: 0o600 });
    await expect(world.open({ mlDsaKeyFile: bad })).rejects.toMatchObject({ name: 'LogKeyError', message: expect.stringMatching(/is not an ML-DSA-44 private key/) });
  });

  it('is made for a log that knew Ed25519 alone, and never anew for one that has signed with it', async () => {
    const first = await world.open();
    first.notary.start();
    await first.notary.covered((await record(world, 1)).position);
    await first.notary.stop();
    const made = join(world.dataDir, 'log-ml-dsa-44.key');
    await rm(made);
    await expect(world.open()).rejects.toMatchObject({ name: 'LogKeyError', message: expect.stringMatching(/^The log's key is missing/) });
    // As an older version left it.
    await rm(join(world.dataDir, 'log-checkpoint'));
    await asAdmin(world, 'UPDATE log.published SET note = (SELECT note FROM log.checkpoints WHERE size = published.size)');
    const { notary, publicLog, keys } = await world.open();
    notary.start();
    await notary.covered((await record(world, 1)).position);
    expect(openCheckpoint(utf8((await publicLog.checkpoint()).note), verifiersOf(keys)).note.signedBy).toHaveLength(2);
  });
});

describe('a key that a command holds', () => {
  /** What an operator would write around a key service, in a few lines: the keys are in its own text. */
  async function program(name: string, body: string): Promise<string> {
    const path = join(world.dataDir, name);
    await writeFile(path, `#!${process.execPath}\n${body}`, { mode: 0o700 });
    return path;
  }
  const reading = `const message = require('node:fs').readFileSync(0);`;
  const ed25519Program = (): Promise<string> => {
    const pem = JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
    return program(
      'sign-ed25519',
      `const { createPrivateKey, createPublicKey, sign } = require('node:crypto');
       const key = createPrivateKey(${pem});
       if (process.argv[2] === 'public') console.log(Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x, 'base64url').toString('base64'));
       else { ${reading} console.log(sign(null, message, key).toString('base64')); }`,
    );
  };
  const mlDsaProgram = (): Promise<string> => {
    const library = JSON.stringify(createRequire(import.meta.url).resolve('@noble/post-quantum/ml-dsa.js'));
    return program(
      'sign-ml-dsa-44',
      `import(${library}).then(({ ml_dsa44 }) => {
         const { publicKey, secretKey } = ml_dsa44.keygen(new Uint8Array(32).fill(9));
         if (process.argv[2] === 'public') return console.log(Buffer.from(publicKey).toString('base64'));
         ${reading}
         console.log(Buffer.from(ml_dsa44.sign(message, secretKey)).toString('base64'));
       });`,
    );
  };

  it('signs as one in a file does, and no key is made', async () => {
    const [keyCommand, mlDsaKeyCommand] = [await ed25519Program(), await mlDsaProgram()];
    const { notary, publicLog, keys } = await world.open({ keyCommand, mlDsaKeyCommand });
    notary.start();
    await notary.covered((await record(world, 3)).position);
    expect(openCheckpoint(utf8((await publicLog.checkpoint()).note), verifiersOf(keys)).note.signedBy).toHaveLength(2);
    expect((await readdir(world.dataDir)).filter((name) => name.endsWith('.key'))).toEqual([]);
  });

  it.each([
    ['is not there', undefined, /no-such-program gave no ed25519 key: .*ENOENT/],
    ['fails', 'process.exit(3)', /“public” ended with status 3/],
    ['says something else', 'console.log("hello")', /“public” did not answer with 32 bytes in base 64/],
    ['says too much', 'for (let i = 0; i < 1000; i++) console.log("hello".repeat(1000)); setInterval(() => {}, 1000)', /“public” ended with SIGKILL/],
  ])('is refused at the start, in a sentence, when its command %s', async (_, body, message) => {
    const keyCommand = body === undefined ? join(world.dataDir, 'no-such-program') : await program('odd', body);
    await expect(world.open({ keyCommand })).rejects.toMatchObject({ name: 'LogKeyError', message: expect.stringMatching(message) });
  });

  it('is run as it is named: no shell reads the command', async () => {
    await expect(world.open({ keyCommand: 'echo hello' })).rejects.toMatchObject({ name: 'LogKeyError', message: expect.stringMatching(/ENOENT/) });
  });

  it('publishes nothing under a signature that does not hold, and goes on once it does', async () => {
    const good = await ed25519Program();
    const keyCommand = await program('sign', `const { spawnSync } = require('node:child_process');
       const { existsSync, readFileSync } = require('node:fs');
       const what = process.argv[2];
       const { stdout } = spawnSync(${JSON.stringify(good)}, [what], { input: what === 'sign' ? readFileSync(0) : '' });
       const bytes = Buffer.from(stdout.toString(), 'base64');
       if (what === 'sign' && existsSync(__filename + '.broken')) bytes[7] ^= 1;
       console.log(bytes.toString('base64'));`);
    await writeFile(`${keyCommand}.broken`, '');
    const { notary } = await world.open({ keyCommand });
    notary.start();
    const { position } = await record(world, 3);
    await world.heard('does not hold under the key it gave');
    expect(await asAdmin(world, 'SELECT size FROM log.checkpoints')).toEqual([]);
    await rm(`${keyCommand}.broken`);
    await notary.covered(position);
  });
});
