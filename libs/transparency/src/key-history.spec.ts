import { describe, expect, it } from '@jest/globals';
import { signCheckpoint } from './checkpoint.js';
import { mlDsa44Signer } from './cosignature.js';
import { MalformedError, UnprovenError } from './errors.js';
import { announceKey, announcementText, openAnnouncement, rawSigner, type AnnouncedKey } from './key-announcement.js';
import { KeyHistory } from './key-history.js';
import { formatVerifierKey, type VerifierKey } from './keys.js';
import { parseCheckpoint } from './checkpoint.js';
import type { NoteSigner } from './note.js';
import { NO_QUORUM, policyOfKey, type Policy } from './policy.js';
import { testSigner } from './testing.js';
import { trustPolicy } from './trust.js';
import { fromUtf8 } from './bytes.js';

const origin = 'log.example/city';
type Key = NoteSigner & { readonly key: VerifierKey };
const seedOf = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const key = (n: number, name = origin): Key => testSigner(name, n);
const pq = (n: number): Key => mlDsa44Signer(origin, seedOf(n), () => 1_800_000_000);

const announced = (from: Key, to: Key, seeds: readonly [number, number]): Promise<AnnouncedKey> =>
  announceKey(
    { replaces: from.key, key: to.key, bothUntil: '2027-01-31' },
    { replaces: rawSigner(from.key.type, seedOf(seeds[0])), key: rawSigner(to.key.type, seedOf(seeds[1])) },
  );
const announce = (from: number, to: number): Promise<AnnouncedKey> => announced(key(from), key(to), [from, to]);
const fact = (data: object, type = 'LogKeyAnnounced') => ({ type, data: data as Readonly<Record<string, unknown>> });
const retire = (of: Key) => fact({ key: formatVerifierKey(of.key) }, 'LogKeyRetired');
const names = (keys: readonly VerifierKey[]): string[] => keys.map(formatVerifierKey);

describe('an announcement', () => {
  it.each([
    ['Ed25519', key(1), key(2)],
    ['ML-DSA-44', pq(1), pq(2)],
  ])('holds when both keys have signed it: %s', async (_kind, from, to) => {
    const data = { ...(await announced(from, to, [1, 2])) };
    expect(openAnnouncement(data)).toEqual({ replaces: from.key, key: to.key, bothUntil: '2027-01-31' });
  });

  it('is refused with another key, another day, one signature, or a signature of somebody else', async () => {
    const data = { ...(await announce(1, 2)) };
    const foreign = await announce(3, 2);
    const [old, next] = data.signatures;
    for (const changed of [
      { ...data, key: formatVerifierKey(key(3).key) },
      { ...data, replaces: formatVerifierKey(key(3).key) },
      { ...data, bothUntil: '2027-02-01' },
      { ...data, signatures: [old] },
      { ...data, signatures: [next] },
      { ...data, signatures: [{ key: data.replaces, signature: foreign.signatures[0]?.signature }, next] },
      { ...data, signatures: 'both' },
    ]) {
      expect(() => openAnnouncement(changed)).toThrow(UnprovenError);
    }
    for (const changed of [{}, { ...data, key: 7 }, { ...data, key: 'x' }, { ...data, bothUntil: 'soon' }, { ...data, key: formatVerifierKey(key(2, 'other.example/log').key) }, { ...data, key: formatVerifierKey(pq(2).key) }]) {
      expect(() => openAnnouncement(changed)).toThrow(MalformedError);
    }
  });

  it('can never be taken for a checkpoint', () => {
    const text = fromUtf8(announcementText({ replaces: key(1).key, key: key(2).key, bothUntil: '2027-01-31' })) ?? '';
    expect(() => parseCheckpoint(text)).toThrow(MalformedError);
  });
});

describe('the keys of a log', () => {
  const rotated = async (): Promise<KeyHistory> => {
    const history = new KeyHistory([key(1).key]);
    expect(history.take(10, fact(await announce(1, 2)))).toMatchObject({ kind: 'announced' });
    expect(history.take(20, retire(key(1)))).toMatchObject({ kind: 'ended' });
    return history;
  };

  it('sign the trees of their time, and both of them between', async () => {
    const history = await rotated();
    const [old, next] = names([key(1).key, key(2).key]);
    expect([0, 10, 11, 20, 21].map((size) => names(history.at(size)))).toEqual([[old], [old], [old, next], [old, next], [next]]);
    expect(names(history.keys)).toEqual([old, next]);
  });

  it('are followed from change to change, and from the newest back', async () => {
    const forward = await rotated();
    forward.take(30, fact(await announce(2, 3)));
    expect(names(forward.at(31))).toEqual(names([key(2).key, key(3).key]));
    const back = new KeyHistory([key(2).key]);
    back.take(10, fact(await announce(1, 2)));
    expect(names(back.at(10))).toEqual(names([key(1).key]));
  });

  it('may be withdrawn again before they sign', async () => {
    const history = new KeyHistory([key(1).key]);
    history.take(10, fact(await announce(1, 2)));
    expect(history.take(12, fact({ key: formatVerifierKey(key(2).key) }, 'LogKeyWithdrawn'))).toMatchObject({ kind: 'ended' });
    history.take(14, fact(await announce(1, 3)));
    expect(names(history.at(15))).toEqual(names([key(1).key, key(3).key]));
  });

  it.each<[string, (history: KeyHistory) => Promise<unknown>]>([
    ['a change by somebody who has no key of it', async (history) => history.take(12, fact(await announce(7, 8)))],
    ['a change by a key that was retired', async (history) => history.take(22, fact(await announce(1, 5)))],
    ['a forged change', async (history) => history.take(22, fact({ ...(await announce(2, 5)), replaces: formatVerifierKey(key(1).key) }))],
    ['a key announced a second time', async (history) => history.take(22, fact(await announce(2, 2)))],
    ['the end of the only key', (history) => Promise.resolve(history.take(22, retire(key(2))))],
    ['the end of a key that has ended', (history) => Promise.resolve(history.take(22, retire(key(1))))],
    ['the end of a stranger', (history) => Promise.resolve(history.take(22, retire(key(9))))],
  ])('are not changed by %s', async (_what, taken) => {
    const history = await rotated();
    const before = names(history.at(100));
    expect(await taken(history)).toMatchObject({ reason: expect.any(String) });
    expect(names(history.at(100))).toEqual(before);
  });

  it('are no business of other entries', async () => {
    expect((await rotated()).take(30, fact({ title: 'x' }, 'CommitmentMade'))).toBeUndefined();
  });
});

describe('whom to trust, with the keys that a log tells of', () => {
  const checkpoint = (size: number, ...signers: readonly Key[]): Promise<Uint8Array> =>
    signCheckpoint({ origin, size, root: new Uint8Array(32).fill(size) }, signers);

  it('takes each key under the trees of its time alone', async () => {
    const keys = new KeyHistory([key(1).key]);
    keys.take(10, fact(await announce(1, 2)));
    keys.take(20, retire(key(1)));
    const { open } = trustPolicy(policyOfKey(key(1).key), { keys });
    const opens = async (size: number, ...signers: readonly Key[]): Promise<number> => open(await checkpoint(size, ...signers)).size;
    for (const [size, signer] of [[5, key(1)], [20, key(1)], [20, key(2)], [21, key(2)]] as const) await expect(opens(size, signer)).resolves.toBe(size);
    await expect(opens(30, key(1), key(2))).resolves.toBe(30);
    await expect(opens(21, key(1))).rejects.toMatchObject({ code: 'key-period', message: expect.stringContaining('retired in entry 20') });
    await expect(opens(10, key(2))).rejects.toMatchObject({ code: 'key-period', message: expect.stringContaining('announced in entry 10') });
    await expect(opens(30, key(3))).rejects.toMatchObject({ code: 'signature-missing' });
  });

  it('without it, every key of the policy counts as ever', async () => {
    const { open } = trustPolicy(policyOfKey(key(1).key));
    expect(open(await checkpoint(30, key(1))).size).toBe(30);
    await expect(checkpoint(30, key(2)).then(open)).rejects.toMatchObject({ code: 'signature-missing' });
  });

  const policyOf = (...keys: readonly Key[]): Policy => ({ logs: keys.map(({ key }) => ({ key })), witnesses: [], groups: [], quorum: NO_QUORUM });
  const refusal = async (opening: Promise<unknown>): Promise<string> => {
    const error: unknown = await opening.then(() => undefined, (failure: unknown) => failure);
    return error instanceof UnprovenError ? `${error.code}: ${error.message}` : 'opened';
  };

  it('asks for a signature of each kind of key that it has for the log, and names the one that is missing', async () => {
    const { open } = trustPolicy(policyOf(key(1), pq(1), key(4, 'log.example/other')));
    const opens = (...signers: readonly Key[]): Promise<string> => refusal(checkpoint(5, ...signers).then(open));
    expect(await opens(key(1), pq(1))).toBe('opened');
    expect(await opens(key(1))).toMatch(/^signature-kind: no ML-DSA-44 key of log.example\/city/);
    expect(await opens(pq(1))).toMatch(/^signature-kind: no Ed25519 key of log.example\/city/);
    expect(await opens(key(1), pq(2))).toMatch(/^signature-kind: no ML-DSA-44/);
    expect(await opens(key(2), pq(1), key(4, 'log.example/other'))).toMatch(/^signature-kind: no Ed25519/);
    expect(await refusal(checkpoint(5, key(1)).then(trustPolicy(policyOf(key(1))).open))).toBe('opened');
    expect(await refusal(checkpoint(5, pq(1)).then(trustPolicy(policyOf(pq(1))).open))).toBe('opened');
    expect(await refusal(checkpoint(5, key(2), pq(1)).then(trustPolicy(policyOf(key(1), key(2), pq(1))).open))).toBe('opened');
  });

  it('asks for each kind by the keys of that size alone, while one kind is changed', async () => {
    const keys = new KeyHistory([key(1).key, pq(1).key]);
    keys.take(10, fact(await announce(1, 2)));
    keys.take(20, retire(key(1)));
    const { open } = trustPolicy(policyOf(key(1), pq(1)), { keys });
    const opens = (size: number, ...signers: readonly Key[]): Promise<string> => refusal(checkpoint(size, ...signers).then(open));
    for (const [size, signers] of [[10, [key(1)]], [11, [key(1)]], [20, [key(2)]], [20, [key(1), key(2)]], [21, [key(2)]]] as const) {
      expect([size, await opens(size, ...signers, pq(1))]).toEqual([size, 'opened']);
      expect([size, await opens(size, ...signers)]).toEqual([size, expect.stringMatching(/^signature-kind: no ML-DSA-44/)]);
    }
    expect(await opens(21, key(1), pq(1))).toMatch(/^key-period: .*retired in entry 20.*no other Ed25519 key/);
    expect(await opens(10, key(2), pq(1))).toMatch(/^key-period: .*announced in entry 10/);
    expect(await opens(21, pq(1))).toMatch(/^signature-kind: no Ed25519/);
    expect(await opens(21, key(1), key(2))).toMatch(/^signature-kind: no ML-DSA-44/);
  });
});
