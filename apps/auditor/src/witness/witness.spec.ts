import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  consistencyProof,
  cosignedAt,
  formatPolicy,
  formatVerifierKey,
  noteVerifier,
  openNote,
  parseSignatures,
  parseVerifierKey,
  signatureTypes,
  toBase64,
  utf8,
  concat,
} from '@covenant/transparency';
import { TestLog, testEntry, testSigner } from '../../../../libs/transparency/src/testing.js';
import { verifyEvidence } from '../evidence/verify-evidence.js';
import { nodeHasher } from '../node-crypto.js';
import { scratch } from '../testing/copies.js';
import { witness } from './serve.js';

const key = formatVerifierKey(testSigner().key);
const log = new TestLog({ hasher: nodeHasher }).append(...Array.from({ length: 40 }, (_, n) => testEntry(n)));
const other = new TestLog({ hasher: nodeHasher }).append(testEntry(99), ...Array.from({ length: 39 }, (_, n) => testEntry(n)));

let dir: { path: string; remove(): void };
let stop: AbortController;
let url: string;
let notes: string[];
let ended: Promise<unknown>;
let seconds = 1_800_000_000;

async function start(options: { key?: string; policy?: string } = { key }): Promise<void> {
  stop = new AbortController();
  notes = [];
  url = await new Promise((ready, failed) => {
    const running = { ...options, listen: '127.0.0.1:0', signal: stop.signal, note: (line: string) => void notes.push(line), ready, now: () => seconds * 1000 };
    ended = witness(dir.path, { name: 'witness.example/w', ...running });
    ended.catch(failed);
  });
}
const end = async (): Promise<unknown> => {
  stop.abort();
  return ended;
};

beforeEach(async () => {
  dir = scratch();
  await start();
});
afterEach(async () => {
  await end();
  dir.remove();
});

const post = async (body: string | Uint8Array): Promise<{ status: number; type: string | null; text: string }> => {
  const answer = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
};
const proofLines = async (of: TestLog, from: number, to: number): Promise<string> =>
  (await consistencyProof(from, to, of.read, nodeHasher)).map((hash) => `${toBase64(hash)}\n`).join('');
const request = async (old: number, size: number, of = log, proof?: string): Promise<Uint8Array> =>
  concat(utf8(`old ${old}\n${proof ?? (await proofLines(of, old, size))}\n`), await of.checkpoint(size));

describe('a witness', () => {
  it('cosigns what grows, with the time, by an Ed25519 and an ML-DSA-44 key', async () => {
    const keys = notes.slice(0, 2).map(parseVerifierKey);
    expect(keys.map(({ type }) => type)).toEqual([signatureTypes.ed25519Cosignature, signatureTypes.mlDsa44]);
    expect((await (await fetch(url)).text()).split('\n').slice(0, 2)).toEqual(notes.slice(0, 2));
    const first = await post(await request(0, 17));
    expect(first.status).toBe(200);
    const note = concat(await log.checkpoint(17), utf8(first.text));
    const opened = openNote(note, keys.map((known) => noteVerifier(known, { witness: true })));
    expect(opened.signedBy.map(({ signature }) => cosignedAt(signature))).toEqual([seconds, seconds]);
    expect((await post(await request(17, 40))).status).toBe(200);
    expect(parseSignatures((await post(await request(40, 40))).text)).toHaveLength(2);
  });

  it.each([
    ['nothing', ''],
    ['no empty line', 'old 0\n'],
    ['no old size', `\n\n`],
    ['an old size with a zero before it', `old 00\n\nx`],
    ['a proof that is none', `old 1\nabc\n\nx`],
    ['too long a proof', `old 1\n${`${toBase64(new Uint8Array(32))}\n`.repeat(64)}\nx`],
    ['no checkpoint', 'old 0\n\nhello\n'],
  ])('answers 400 to %s', async (_what, body) => {
    expect((await post(body)).status).toBe(400);
  });

  it('answers 400 to an old size beyond the checkpoint', async () => {
    expect((await post(await request(9, 3, log, ''))).status).toBe(400);
  });

  it('answers 403 to a checkpoint that no trusted key signed, and to one whose signature does not hold', async () => {
    const stranger = new TestLog({ hasher: nodeHasher, signers: [testSigner('log.example/city', 8)] }).append(testEntry(0));
    expect((await post(await request(0, 1, stranger))).status).toBe(403);
    const text = Buffer.from(await request(0, 5)).toString().replace('\n5\n', '\n6\n');
    expect((await post(text)).status).toBe(403);
    expect((await post(await request(0, 5))).status).toBe(200);
  });

  it('answers 404 to a log that it does not know, and to other addresses', async () => {
    const unknown = new TestLog({ hasher: nodeHasher, origin: 'log.example/elsewhere' }).append(testEntry(0));
    expect((await post(await request(0, 1, unknown))).status).toBe(404);
    expect((await fetch(`${url}/other`)).status).toBe(404);
    expect((await fetch(`${url}/add-checkpoint`)).status).toBe(405);
  });

  it('answers 409 with its own size to another old size, also after it was started anew', async () => {
    await post(await request(0, 17));
    for (const again of [false, true]) {
      if (again) {
        await end();
        await start();
      }
      expect(await post(await request(5, 30))).toEqual({ status: 409, type: 'text/x.tlog.size', text: '17\n' });
      expect((await post(await request(0, 5))).text).toBe('17\n');
    }
  });

  it('answers 409 to another root of the same size, and keeps the evidence', async () => {
    await post(await request(0, 17));
    expect(await post(await request(17, 17, other))).toEqual({ status: 409, type: 'text/x.tlog.size', text: '17\n' });
    const [folder = ''] = readdirSync(join(dir.path, 'evidence'));
    expect(await verifyEvidence(join(dir.path, 'evidence', folder), { key })).toMatchObject({ result: [{ code: 'evidence-forked' }] });
    expect((await post(await request(17, 40))).status).toBe(200);
  });

  it('answers 422 to a tree that does not continue its own, and cosigns nothing', async () => {
    await post(await request(0, 17));
    expect((await post(await request(17, 40, other))).status).toBe(422);
    expect((await post(await request(17, 40, log, ''))).status).toBe(422);
    expect((await post(await request(17, 40, log, `${toBase64(new Uint8Array(32))}\n`))).status).toBe(422);
    expect((await post(await request(0, 3, other))).text).toBe('17\n');
  });

  it('lets one of two at the same time through', async () => {
    await post(await request(0, 10));
    const both = await Promise.all([request(10, 20), request(10, 30)].map(async (body) => post(await body)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('keeps its keys to itself, and refuses keys that others may read', async () => {
    const path = join(dir.path, 'witness.key');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await end();
    chmodSync(path, 0o644);
    await expect(start()).rejects.toMatchObject({ name: 'Unchecked' });
    chmodSync(path, 0o600);
    await start();
  });

  it('does not start with a state that it cannot read', async () => {
    await post(await request(0, 17));
    await end();
    const [file = ''] = readdirSync(join(dir.path, 'cosigned'));
    writeFileSync(join(dir.path, 'cosigned', file), 'nothing');
    await expect(start()).rejects.toMatchObject({ name: 'Unchecked' });
    writeFileSync(join(dir.path, 'cosigned', file), await log.checkpoint(17));
    await start();
    expect((await post(await request(17, 18))).status).toBe(200);
  });

  it('takes its logs from a policy, whatever quorum that asks of others', async () => {
    await end();
    const policy = join(dir.path, 'policy');
    const someone = parseVerifierKey(notes[0] ?? '');
    writeFileSync(policy, formatPolicy({ logs: [{ key: testSigner().key }], witnesses: [{ name: 'w', key: someone }], groups: [], quorum: 'w' }));
    seconds += 10;
    await start({ policy });
    expect((await post(await request(0, 3))).status).toBe(200);
    expect(await end()).toMatchObject({ verdict: 'held', result: [{ code: 'witness-ended', data: { cosigned: 1 } }] });
    await start();
  });
});
