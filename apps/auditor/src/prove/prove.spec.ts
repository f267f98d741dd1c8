import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatProofFile, formatVerifierKey, fromUtf8, inclusionProof, utf8 } from '@covenant/transparency';
import { TestLog, testEntry, testSigner } from '../../../../libs/transparency/src/testing.js';
import { Unchecked, UsageError } from '../cli/exit.js';
import { mirrorFiles, scratch, writeFiles } from '../testing/copies.js';
import { prove } from './prove.js';

const log = new TestLog().append(...Array.from({ length: 300 }, (_, n) => testEntry(n)));
const key = formatVerifierKey(testSigner().key);
const folder = scratch();
const at = (name: string): string => join(folder.path, name);
const event = at('event.json');
const proof = at('event.tlog-proof');
const entry = testEntry(77);
let proofBytes: Uint8Array;

beforeAll(async () => {
  proofBytes = formatProofFile({ index: 77, path: await inclusionProof(77, 300, log.read), checkpoint: await log.checkpoint() });
  writeFileSync(event, entry);
  writeFileSync(proof, proofBytes);
});
afterAll(() => folder.remove());

const given = (name: string, content: Uint8Array | string): string => {
  writeFileSync(at(name), content);
  return at(name);
};
const codes = (eventFile: string, proofFile: string): string[] => prove(eventFile, proofFile, { key }).findings.map(({ code }) => code);

describe('proving one event', () => {
  it('says what is proven, of which log', () => {
    expect(prove(event, proof, { key })).toMatchObject({
      verdict: 'held',
      remarks: [{ code: 'no-witness' }],
      result: [{ code: 'proven', data: { entry: 77, size: 300, origin: 'log.example/city', type: 'ProgressReported', revision: 1, role: 'staff' } }],
    });
  });

  it('takes the event in any writing of the same members, and says so', () => {
    const pretty = given('pretty.json', JSON.stringify(JSON.parse(fromUtf8(entry) ?? ''), null, 2));
    const report = prove(pretty, proof, { key });
    expect(report.verdict).toBe('held');
    expect(report.remarks[0]).toEqual({ code: 'event-rewritten', data: { path: pretty } });
  });

  it('refuses any flipped byte of the event, and of the proof', () => {
    for (let i = 0; i < entry.length; i++) {
      expect(prove(given('flipped.json', entry.with(i, (entry[i] ?? 0) ^ 1)), proof, { key }).verdict).toBe('failed');
    }
    for (let i = 0; i < proofBytes.length; i++) {
      expect(prove(event, given('flipped.tlog-proof', proofBytes.with(i, (proofBytes[i] ?? 0) ^ 1)), { key }).verdict).toBe('failed');
    }
  });

  it('refuses another event, another log’s proof, and what is neither', async () => {
    expect(codes(given('other.json', testEntry(78)), proof)).toEqual(['proof-refused']);
    expect(codes(given('not.json', '{"a":1}'), proof)).toEqual(['event-malformed']);
    expect(codes(given('twice.json', (fromUtf8(entry) ?? '').replace('{', '{"type":"Other",')), proof)).toEqual(['event-malformed']);
    expect(codes(event, given('not.tlog-proof', 'hello'))).toEqual(['proof-malformed']);
    const forged = new TestLog({ signers: [testSigner(log.origin, 8)] }).append(entry);
    const alone = formatProofFile({ index: 0, path: [], checkpoint: await forged.checkpoint() });
    expect(codes(event, given('forged.tlog-proof', alone))).toEqual(['proof-unsigned']);
  });

  it('trusts nobody unless told whom: a key, a policy or the keys of a copy', async () => {
    expect(() => prove(event, proof, {})).toThrow(UsageError);
    expect(() => prove(event, proof, { key, mirror: folder.path })).toThrow(UsageError);
    expect(() => prove(event, proof, { mirror: folder.path })).toThrow(UsageError);
    expect(() => prove(at('nowhere.json'), proof, { key })).toThrow(Unchecked);
    await writeFiles(at('copy'), await mirrorFiles(log, testSigner().key, [300]));
    expect(prove(event, proof, { mirror: at('copy') }).verdict).toBe('held');
    expect(prove(event, proof, { policy: at('copy/policy') }).verdict).toBe('held');
    writeFileSync(at('copy/policy'), utf8('quorum  none\n'));
    expect(prove(event, proof, { mirror: at('copy') })).toMatchObject({ verdict: 'failed', findings: [{ code: 'policy-malformed' }] });
  });
});
