import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { formatSignature, parsePolicy, parseProofFile, parseSignatures, trustPolicy, utf8, verifyProofFile } from '@covenant/transparency';
import { witness } from '../../auditor/src/witness/serve.js';
import { allKeys, verifiersOf } from '../src/keys/log-keys.js';
import type { OpenLog } from '../src/index.js';
import { type Answer, startWitness, type TestWitness } from '../../../test/support/log/witness.js';
import { asAdmin, newWorld, record, type World } from '../../../test/support/log/world.js';

let world: World;
let ada: TestWitness;
let ben: TestWitness;
let cem: TestWitness;
/** Nothing will be published for want of a quorum while a test runs. */
const PATIENT = 600_000;

beforeEach(async () => {
  world = await newWorld();
  [ada, ben, cem] = await Promise.all([startWitness('ada.example', 1), startWitness('ben.example', 2), startWitness('cem.example', 3)]);
});
afterEach(async () => {
  await world.close();
  for (const each of [ada, ben, cem]) await each.close();
});

interface Opened extends OpenLog {
  readonly open: ReturnType<typeof trustPolicy>['open'];
}

/** A log whose policy asks for so many of the three; started. */
async function opened(quorum: string, witnessWithin = PATIENT, more: Parameters<World['open']>[0] = {}): Promise<Opened> {
  const witnessFile = join(world.dataDir, 'witnesses');
  const lines = [ada, ben, cem].map(({ line }) => line);
  const names = [ada, ben, cem].map(({ name }) => name).join(' ');
  await writeFile(witnessFile, `${lines.join('\n')}\n${quorum === 'none' ? 'quorum none' : `group three ${quorum} ${names}\nquorum three`}\n`);
  const log = await world.open({ witnessFile, witnessWithin, ...more });
  for (const each of [ada, ben, cem]) each.trust(verifiersOf(log.keys));
  log.notary.start();
  return { ...log, open: trustPolicy(parsePolicy(utf8(log.policyText))).open };
}

const dead = (): Promise<Answer> => new Promise(() => undefined);

describe('the witnesses of a log', () => {
  it('cosign what is published: it holds under the policy that the log serves, and so does each proof', async () => {
    const { notary, publicLog, open } = await opened('3');
    const entries: number[] = [];
    for (const count of [1, 300, 7]) {
      const { ids, position } = await record(world, count);
      await notary.covered(position);
      const { note, size } = await publicLog.checkpoint();
      entries.push(size);
      expect(open(utf8(note))).toMatchObject({ size, witnesses: ['ada.example', 'ben.example', 'cem.example'] });
      const { bytes } = await publicLog.entry(ids[0] ?? '');
      expect(verifyProofFile(parseProofFile(await publicLog.proof(ids[0] ?? '')), bytes, open)).toMatchObject({ size });
      for (const earlier of entries.filter((each) => each > size - count)) {
        // Also in a tree that is not the newest any more, the witnesses' signatures were kept.
        expect(verifyProofFile(parseProofFile(await publicLog.proof(ids[0] ?? '', earlier)), bytes, open)).toMatchObject({ size: earlier });
      }
    }
    expect(notary.health()).toMatchObject({ state: 'following', witnesses: { quorum: true, cosigned: ['ada.example', 'ben.example', 'cem.example'], missing: [] } });
  });

  it('one lies, one is dead: two of three are too few, which is said, and published after the time limit', async () => {
    ben.lie(async (honest) => {
      await honest();
      return { status: 200, body: formatSignature({ name: 'ben.example', keyId: 1, signature: new Uint8Array(72) }) };
    });
    cem.lie(dead);
    const { notary, publicLog, open } = await opened('2', 1_500);
    await notary.covered((await record(world, 3)).position);
    await world.heard('published without a quorum of witnesses');
    expect(notary.health().witnesses).toEqual({
      quorum: false,
      cosigned: ['ada.example'],
      missing: [
        { name: 'ben.example', reason: 'it did not sign with the key that the policy names' },
        { name: 'cem.example', reason: 'it did not answer in time' },
      ],
    });
    const { note } = await publicLog.checkpoint();
    expect(() => open(utf8(note))).toThrow(/cosigned by: ada.example/);
    expect(notary.health().state).toBe('following');

    cem.lie(undefined);
    await record(world, 1);
    await world.heard('quorum of witnesses again');
  });

  it.each<[string, (honest: () => Promise<Answer>) => Answer | Promise<Answer>, RegExp]>([
    ['signs something else', async (honest) => ({ status: 200, body: flipped((await honest()).body ?? '') }), /^its signature does not hold$/],
    ['signs with another name', async (honest) => ({ status: 200, body: (await honest()).body?.replace('ben', 'bob') ?? '' }), /^it did not sign with the key/],
    ['answers with no signature', () => ({ status: 200, body: 'yes\n' }), /^its answer is no signature$/],
    ['answers with too much', () => ({ status: 200, body: '— '.repeat(100_000) }), /^its answer is no signature$/],
    ['does not know the log', () => ({ status: 404 }), /^it answered 404$/],
    ['does not believe the log', () => ({ status: 403 }), /^it answered 403$/],
    ['breaks', () => ({ status: 500, body: 'oops' }), /^it answered 500$/],
    ['sends elsewhere', () => ({ status: 302 }), /^it (cannot be reached|answered 302)$/],
    ['has seen more than there is', () => ({ status: 409, body: '1000000\n' }), /^it says that it has cosigned 1000000 entries/],
    ['has seen another tree', () => ({ status: 422 }), /^it says that this tree does not continue/],
    ['names no size', () => ({ status: 409, body: 'many\n' }), /^it answered 409 and named no size|does not continue/],
  ])('one %s: the others suffice, and what it did is said', async (_, lie, reason) => {
    ben.lie(lie);
    const { notary, publicLog, open } = await opened('2', 2_000);
    const { position } = await record(world, 5);
    await notary.covered(position);
    expect(open(utf8((await publicLog.checkpoint()).note)).witnesses).toEqual(['ada.example', 'cem.example']);
    expect(notary.health().witnesses).toMatchObject({ quorum: true, missing: [{ name: 'ben.example', reason: expect.stringMatching(reason) }] });
  });

  it('is asked from where it stands, also when the notary does not know that', async () => {
    const first = await opened('3');
    await first.notary.covered((await record(world, 10)).position);
    await first.notary.stop();
    const second = await opened('3');
    await second.notary.covered((await record(world, 10)).position);
    expect(second.open(utf8((await second.publicLog.checkpoint()).note)).size).toBe(20);
    expect([ada.size, ben.size, cem.size]).toEqual([20, 20, 20]);
  });

  it('nothing is published before a quorum has seen it, while there is time; what was, stays', async () => {
    const { notary, publicLog } = await opened('3');
    await notary.covered((await record(world, 4)).position);
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    ben.lie(async (honest) => {
      await held;
      return honest();
    });
    const asked = ben.asked();
    const { position } = await record(world, 4);
    await asked;
    // Meanwhile the log takes in more.
    const more = await record(world, 100);
    while ((await asAdmin<{ size: string }>(world, 'SELECT size FROM log.state'))[0]?.size !== '108') await asked;
    expect((await publicLog.checkpoint()).size).toBe(4);
    expect(notary.health()).toMatchObject({ size: 4, lag: 104 });
    answer();
    await notary.covered(position);
    await notary.covered(more.position);
    expect(notary.health()).toMatchObject({ size: 108, lag: 0 });
  });

  it('a renewal keeps what a witness that is away now has signed before', async () => {
    const { notary, publicLog, open } = await opened('3', 1_000, { renewEvery: 1 });
    await notary.covered((await record(world, 4)).position);
    cem.lie(() => ({ status: 500 }));
    const before = (await publicLog.checkpoint()).note;
    const lineOf = (note: string, name: string): string => note.split('\n').find((line) => line.startsWith(`— ${name} `)) ?? '';
    // What is asked for the second time from here on was sealed, and so published, after the change.
    for (let i = 0; i < 3; i++) await ada.asked();
    const { note } = await publicLog.checkpoint();
    expect(open(utf8(note)).witnesses).toEqual(['ada.example', 'ben.example', 'cem.example']);
    expect(lineOf(note, 'cem.example')).toBe(lineOf(before, 'cem.example'));
  });

  it('without a quorum asked for, they cosign all the same', async () => {
    const { notary, publicLog, open } = await opened('none');
    await notary.covered((await record(world, 4)).position);
    expect(open(utf8((await publicLog.checkpoint()).note)).witnesses).toContain('ada.example');
  });
});

describe('the auditor’s own witness', () => {
  it('cosigns the log with both of its keys, from one tree to the next', async () => {
    const { policyText } = await world.open();
    const [policy, witnessFile] = [join(world.dataDir, 'policy'), join(world.dataDir, 'witnesses')];
    await writeFile(policy, policyText);
    const ending = new AbortController();
    const lines: string[] = [];
    let ended: Promise<unknown> = Promise.resolve();
    const url = await new Promise<string>((ready, failed) => {
      const options = { policy, name: 'university.example', listen: '127.0.0.1:0', signal: ending.signal, note: (line: string) => void lines.push(line), ready };
      ended = witness(join(world.dataDir, 'witness'), options);
      ended.catch(failed);
    });
    const keys = lines.filter((line) => line.startsWith('university.example+'));
    const named = keys.map((key, i) => `witness key-${i} ${key} ${url}`).join('\n');
    await writeFile(witnessFile, `${named}\ngroup both all key-0 key-1\nquorum both\n`);
    const log = await world.open({ witnessFile, witnessWithin: PATIENT });
    log.notary.start();
    const { open } = trustPolicy(parsePolicy(utf8(log.policyText)));
    for (const count of [1, 300, 20]) {
      await log.notary.covered((await record(world, count)).position);
      expect(open(utf8((await log.publicLog.checkpoint()).note)).witnesses).toEqual(['key-0', 'key-1']);
    }
    await log.notary.stop();
    ending.abort();
    await ended;
  });
});

describe('an older copy of the database, started without the file beside it', () => {
  const copied = ['checkpoints', 'entries', 'tiles', 'state', 'published', 'publications'];

  /** Puts log and store back to where they were when `save` was called. */
  async function save(): Promise<() => Promise<void>> {
    for (const table of copied) await asAdmin(world, `CREATE TABLE public.old_${table} AS TABLE log.${table}`);
    await asAdmin(world, 'CREATE TABLE public.old_events AS TABLE ledger.events');
    return async () => {
      const sql = copied.map((table) => `DELETE FROM log.${table}; INSERT INTO log.${table} TABLE public.old_${table};`).join('\n');
      await asAdmin(world, `SET session_replication_role = replica; ${sql}`);
    };
  }

  it.each([
    ['two of three tell', '2', [] as string[]],
    ['one tells and two are away, and none agrees', '1', ['ada', 'ben']],
  ])('is noticed by what witnesses have seen, and nothing more is signed: %s', async (_, quorum, away) => {
    const first = await opened('3');
    await first.notary.covered((await record(world, 20)).position);
    const restore = await save();
    await first.notary.covered((await record(world, 20)).position);
    await first.notary.stop();
    await restore();
    for (const each of [ada, ben]) if (away.includes(each.name.slice(0, 3))) each.lie(() => ({ status: 500 }));
    await rm(join(world.dataDir, 'log-checkpoint'));
    const second = await opened(quorum);
    await expect(second.notary.covered(39n)).rejects.toMatchObject({
      code: 'behind-published',
      message: expect.stringMatching(/cem.example: it says that it has cosigned 40 entries, more than this log has\): the database is an older copy/),
    });
    expect(await asAdmin(world, 'SELECT max(size) AS size FROM log.checkpoints')).toEqual([{ size: '20' }]);
  });

  it('one witness that lies does not stop a log that others have just seen grow', async () => {
    ben.lie(() => ({ status: 409, body: '500\n' }));
    cem.lie(() => ({ status: 500 }));
    const { notary } = await opened('2', 1_000);
    await notary.covered((await record(world, 5)).position);
    expect(notary.health()).toMatchObject({ state: 'following', witnesses: { quorum: false, cosigned: ['ada.example'] } });
  });
});

describe('a policy of witnesses', () => {
  it.each([
    ['no policy', 'witnesses: three', /is no policy of witnesses: policy: line 1/],
    ['a witness without an address', 'LINE\nquorum none', /gives no http\(s\) address at which to ask ada.example/],
    ['no quorum', 'LINE http://127.0.0.1:1/', /is no policy of witnesses: policy: has no quorum line/],
  ])('is refused in a sentence when it has %s', async (_, text, message) => {
    const witnessFile = join(world.dataDir, 'witnesses');
    await writeFile(witnessFile, `${text.replace('LINE', ada.line.replace(/ http.*/, ''))}\n`);
    await expect(world.open({ witnessFile })).rejects.toMatchObject({ name: 'LogKeyError', message: expect.stringMatching(message) });
  });

  it('names both keys of the log and every witness at /log/policy', async () => {
    const { policyText, keys } = await opened('2');
    const policy = parsePolicy(utf8(policyText));
    expect(policy.logs.map(({ key }) => key)).toEqual(allKeys(keys).map(({ key }) => key));
    expect(policy.witnesses.map(({ name }) => name)).toEqual(['ada.example', 'ben.example', 'cem.example']);
    expect(policy.quorum).toBe('three');
  });
});

/** The line with one bit of its signature changed. */
function flipped(line: string): string {
  const [signature] = parseSignatures(line);
  if (signature === undefined) throw new Error('no signature');
  return formatSignature({ ...signature, signature: signature.signature.map((byte, i) => (i === 20 ? byte ^ 1 : byte)) });
}
