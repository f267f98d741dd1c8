import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  announceKey,
  ed25519Cosigner,
  formatKeyEntries,
  formatPolicy,
  formatProofFile,
  formatVerifierKey,
  fromUtf8,
  inclusionProof,
  mlDsa44Signer,
  parseEntry,
  policyOfKey,
  rawSigner,
  utf8,
  type Policy,
} from '@covenant/transparency';
import { seeded, TestLog, testEntry, testSigner } from '../../../../libs/transparency/src/testing.js';
import { check, failedStep, kindOf, stepNames, type Checked, type Given } from './check.js';

const origin = 'log.example/city';
const at = 1_800_000_000;
const now = (): number => at;
const seed = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const logs = [testSigner(origin), mlDsa44Signer(origin, seed(9), now)];
const witnesses = [ed25519Cosigner('witness.example/a', seed(21), now), mlDsa44Signer('witness.example/b', seed(22), now)];
const log = new TestLog({ signers: [...logs, ...witnesses] }).append(...Array.from({ length: 300 }, (_, n) => testEntry(n)));

const text = (bytes: Uint8Array): string => fromUtf8(bytes) ?? '';
const policyText = (policy: Policy): string => text(formatPolicy(policy));
const trusted: Policy = {
  logs: logs.map(({ key }) => ({ key })),
  witnesses: witnesses.map(({ key }, i) => ({ name: `w${i}`, key })),
  groups: [{ name: 'both', threshold: 2, members: ['w0', 'w1'] }],
  quorum: 'both',
};

let given: Given;
beforeAll(async () => {
  const proof = formatProofFile({ index: 7, path: await inclusionProof(7, 300, log.read), checkpoint: await log.checkpoint() });
  given = { event: text(testEntry(7)), proof: text(proof), policy: policyText(trusted), keys: '' };
});

const outcomes = ({ steps }: Checked): string[] => stepNames.map((name) => steps[name].outcome);

describe('a fact that was recorded', () => {
  it('holds in every step, and each signature is named with who made it', () => {
    const checked = check(given);
    expect(checked.proven).toBe(true);
    expect(outcomes(checked)).toEqual(Array.from(stepNames, () => 'held'));
    const { signatures, quorum, path } = checked.steps;
    expect(signatures).toMatchObject({
      lines: [
        { by: 'log', algorithm: 'Ed25519', outcome: 'holds' },
        { by: 'log', algorithm: 'ML-DSA-44', outcome: 'holds', at },
        { by: 'witness', algorithm: 'Ed25519', outcome: 'holds', at, witness: 'w0' },
        { by: 'witness', algorithm: 'ML-DSA-44', outcome: 'holds', at, witness: 'w1' },
      ],
    });
    expect(quorum).toMatchObject({ asked: true, cosigned: ['w0', 'w1'] });
    expect(path).toMatchObject({ index: 7, size: 300, signed: log.root() });
  });

  it('may be indented or in another order, and that is said', () => {
    const event = JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(given.event) as object).reverse()), null, 2);
    expect(check({ ...given, event })).toMatchObject({ proven: true, steps: { event: { outcome: 'held', rewritten: true } } });
    expect(check(given).steps.event).toMatchObject({ rewritten: false });
  });

  it('holds under a policy that asks for no witness, which is said', () => {
    const checked = check({ ...given, policy: policyText(policyOfKey(testSigner(origin).key)) });
    expect(checked).toMatchObject({ proven: true, steps: { quorum: { outcome: 'held', asked: false, cosigned: [] } } });
    expect(checked.steps.signatures).toMatchObject({ lines: [{ outcome: 'holds' }, { outcome: 'ignored' }, { outcome: 'ignored' }, { outcome: 'ignored' }] });
  });
});

describe('a fact that was not', () => {
  const failing = (changed: Partial<Given>): unknown[] => {
    const checked = check({ ...given, ...changed });
    expect(checked.proven).toBe(false);
    return [failedStep(checked), ...outcomes(checked)];
  };

  it('fails on the way to the root when one letter was changed', () => {
    expect(failing({ event: given.event.replace('Sample', 'sample') })).toEqual(['path', 'held', 'held', 'held', 'failed', 'held', 'held', 'held']);
  });

  it('fails at the event when that is none, or two readers could read it differently', () => {
    expect(failing({ event: 'Two hundred homes' })[0]).toBe('event');
    expect(failing({ event: '{"title":"Two hundred homes"}' })).toEqual(['event', 'failed', 'unreached', 'held', 'unreached', 'held', 'held', 'held']);
    expect(failing({ event: given.event.replace('{', '{"type":"Other",') })[0]).toBe('event');
  });

  it('fails at the proof when that is none', () => {
    expect(failing({ proof: given.event })).toEqual(['proof', 'held', 'held', 'failed', 'unreached', 'unreached', 'unreached', 'unreached']);
  });

  it('fails on the way when the proof is of another place or another length', () => {
    expect(failing({ proof: given.proof.replace('index 7', 'index 6') })[0]).toBe('path');
    const [header, index, first, ...rest] = given.proof.split('\n');
    expect(check({ ...given, proof: [header, index, ...rest].join('\n') })).toMatchObject({ proven: false, steps: { path: { outcome: 'failed', hashes: 8 } } });
    expect(first).toMatch(/=$/);
  });

  it('fails at the signatures when one was changed, or no trusted key signed', () => {
    const larger = given.proof.replace('\n300\n', '\n301\n');
    expect(failing({ proof: larger })[0]).toBe('signatures');
    expect(check({ ...given, proof: larger }).steps.signatures).toMatchObject({ outcome: 'failed', reason: 'broken', detail: origin });
    expect(failing({ policy: policyText(policyOfKey(testSigner(origin, 8).key)) })).toEqual(['signatures', 'held', 'held', 'held', 'held', 'held', 'failed', 'unreached']);
    expect(failing({ policy: 'trust me' })[0]).toBe('signatures');
  });

  it.each([
    [logs[0], 'ML-DSA-44'],
    [logs[1], 'Ed25519'],
  ])('fails at the signatures when one kind of trusted key did not sign, and names the kind', async (signer, missing) => {
    const signers = [...(signer === undefined ? [] : [signer]), ...witnesses];
    const proof = text(formatProofFile({ index: 7, path: await inclusionProof(7, 300, log.read), checkpoint: await new TestLog({ signers }).append(...log.entries).checkpoint() }));
    expect(check({ ...given, proof })).toMatchObject({ proven: false, steps: { signatures: { outcome: 'failed', reason: 'kind', detail: missing } } });
    const lines = given.policy.split('\n').filter((line) => signer === undefined || !line.startsWith('log ') || line.includes(formatVerifierKey(signer.key)));
    expect(check({ ...given, proof, policy: lines.join('\n') })).toMatchObject({ proven: true, steps: { signatures: { outcome: 'held' } } });
  });

  it('fails at the quorum when too few witnesses have seen it', async () => {
    const alone = new TestLog({ signers: [...logs, ...witnesses.slice(0, 1)] }).append(...log.entries);
    const proof = text(formatProofFile({ index: 7, path: await inclusionProof(7, 300, log.read), checkpoint: await alone.checkpoint() }));
    expect(check({ ...given, proof })).toMatchObject({
      proven: false,
      steps: { signatures: { outcome: 'held' }, quorum: { outcome: 'failed', cosigned: ['w0'], threshold: 2, members: ['w0', 'w1'] } },
    });
  });

  it('is refused by the steps exactly when the library refuses it, whatever character was changed', () => {
    const random = seeded(11);
    const fields = ['event', 'proof', 'policy'] as const;
    for (let n = 0; n < 60; n++) {
      const field = fields[n % 3] ?? 'event';
      const place = Math.floor(random() * given[field].length);
      const changed = given[field].slice(0, place) + String.fromCharCode(33 + Math.floor(random() * 90)) + given[field].slice(place + 1);
      const checked = check({ ...given, [field]: changed });
      expect([n, field, place, checked.proven]).toEqual([n, field, place, outcomes(checked).every((outcome) => outcome === 'held')]);
      if (field === 'event' && changed !== given.event) expect(checked.proven).toBe(false);
    }
  });
});

describe('a log that has changed its key', () => {
  const [old, next] = [testSigner(origin), testSigner(origin, 8)];
  const fact = { event: text(testEntry(7)), policy: policyText(policyOfKey(old.key)) };
  let changed: Given;
  beforeAll(async () => {
    const change = { replaces: old.key, key: next.key, bothUntil: '2027-01-31' };
    const data = await announceKey(change, { replaces: rawSigner(0x01, seed(7)), key: rawSigner(0x01, seed(8)) });
    const about = [
      testEntry(300, { stream: 'log-key-01980000-0000-7000-9000-0000000000aa', type: 'LogKeyAnnounced', revision: 0, data }),
      testEntry(301, { stream: 'log-key-01980000-0000-7000-9000-0000000000aa', type: 'LogKeyRetired', revision: 1, data: { key: formatVerifierKey(old.key) } }),
    ];
    const later = new TestLog({ signers: [next] }).append(...log.entries, ...about);
    const proof = formatProofFile({ index: 7, path: await inclusionProof(7, 302, later.read), checkpoint: await later.checkpoint() });
    const keys = text(formatKeyEntries(about.map((bytes, i) => ({ number: 300 + i, entry: parseEntry(bytes) }))));
    changed = { ...fact, proof: text(proof), keys };
  });

  it('is followed from the first key, and each change is told', () => {
    const checked = check(changed);
    expect([checked.proven, outcomes(checked)]).toEqual([true, Array.from(stepNames, () => 'held')]);
    expect(checked.steps.keys).toMatchObject({ told: [{ number: 300, event: { kind: 'announced' } }, { number: 301, event: { kind: 'ended' } }] });
    expect(check({ ...given, keys: changed.keys, policy: fact.policy })).toMatchObject({ proven: true });
  });

  it('is not, without the announcement or with one that the first key did not sign', () => {
    expect(check({ ...changed, keys: '' })).toMatchObject({ proven: false, steps: { keys: { outcome: 'held', told: [] }, signatures: { reason: 'unsigned' } } });
    const forged = changed.keys.replace(/"signature":"./, (found) => `"signature":"${found.endsWith('A') ? 'B' : 'A'}`);
    expect(check({ ...changed, keys: forged })).toMatchObject({ proven: false, steps: { keys: { told: [{ event: { kind: 'refused' } }, { event: { kind: 'refused' } }] } } });
    expect(check({ ...changed, keys: 'no keys' })).toMatchObject({ proven: false, steps: { keys: { outcome: 'failed' }, signatures: { outcome: 'unreached' } } });
  });

  it('is not signed by its old key any more, once that was retired', async () => {
    const stolen = new TestLog({ signers: [old] }).append(...log.entries, testEntry(302), testEntry(303));
    const proof = text(formatProofFile({ index: 7, path: await inclusionProof(7, 302, stolen.read), checkpoint: await stolen.checkpoint() }));
    expect(check({ ...changed, proof })).toMatchObject({ proven: false, steps: { signatures: { outcome: 'failed', reason: 'untimely', lines: [{ by: 'log', outcome: 'untimely' }] } } });
  });

  it('is refused by the steps exactly when the library refuses it, whatever character of the changes was altered', () => {
    const random = seeded(12);
    for (let n = 0; n < 30; n++) {
      const place = Math.floor(random() * changed.keys.length);
      const keys = changed.keys.slice(0, place) + String.fromCharCode(33 + Math.floor(random() * 90)) + changed.keys.slice(place + 1);
      const checked = check({ ...changed, keys });
      expect([n, place, checked.proven]).toEqual([n, place, outcomes(checked).every((outcome) => outcome === 'held')]);
    }
  });
});

describe('a file', () => {
  it('is known by what is in it', () => {
    expect(kindOf(utf8(given.event))?.kind).toBe('event');
    expect(kindOf(utf8(given.proof))?.kind).toBe('proof');
    expect(kindOf(utf8(given.policy))?.kind).toBe('policy');
    expect(kindOf(utf8('{"entries":[]}'))?.kind).toBe('keys');
    expect(kindOf(utf8('Dear city'))).toBeUndefined();
    expect(kindOf(Uint8Array.of(0xff, 0xfe))).toBeUndefined();
  });
});
