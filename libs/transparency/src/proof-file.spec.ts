import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  formatProofFile,
  fromUtf8,
  inclusionProof,
  MalformedError,
  noteVerifier,
  openCheckpoint,
  parseProofFile,
  policyOfKey,
  trustPolicy,
  UnprovenError,
  utf8,
  verifyProofFile,
  type OpenedCheckpoint,
  type ProofFile,
} from '@covenant/transparency';
import { TestLog, testEntry, testSigner } from './testing.js';

const log = new TestLog().append(...Array.from({ length: 300 }, (_, n) => testEntry(n)));
const open = (bytes: Uint8Array): OpenedCheckpoint => openCheckpoint(bytes, [noteVerifier(testSigner().key)]);
let proof: ProofFile;

beforeAll(async () => {
  proof = { index: 77, path: await inclusionProof(77, 300, log.read), checkpoint: await log.checkpoint() };
});

describe('a .tlog-proof', () => {
  it('reads as the specification has it', () => {
    const text = fromUtf8(formatProofFile({ ...proof, extra: utf8('more') })) ?? '';
    expect(text.startsWith('c2sp.org/tlog-proof@v1\nextra bW9yZQ==\nindex 77\n')).toBe(true);
    expect(text).toContain('=\n\nlog.example/city\n300\n');
    expect(parseProofFile(utf8(text))).toEqual({ ...proof, extra: utf8('more') });
    expect(parseProofFile(formatProofFile(proof))).toEqual(proof);
  });

  it('proves its entry, and no other', () => {
    expect(verifyProofFile(proof, testEntry(77), open)).toMatchObject({ origin: 'log.example/city', size: 300 });
    expect(verifyProofFile(proof, testEntry(77), trustPolicy(policyOfKey(testSigner().key)).open)).toMatchObject({ witnesses: [] });
    const refused = (index: number): UnprovenError =>
      new UnprovenError('inclusion', `this is not entry ${index} of the tree of 300 that log.example/city signed`);
    expect(() => verifyProofFile(proof, testEntry(78), open)).toThrow(refused(77));
    expect(() => verifyProofFile({ ...proof, index: 78 }, testEntry(77), open)).toThrow(refused(78));
  });

  it('of a tree with one leaf has no path', async () => {
    const one = new TestLog().append(testEntry(0));
    const alone = parseProofFile(formatProofFile({ index: 0, path: [], checkpoint: await one.checkpoint() }));
    expect(verifyProofFile(alone, testEntry(0), open).size).toBe(1);
  });

  it('is refused for any flipped bit in it or in the entry', () => {
    const bytes = formatProofFile(proof);
    const entry = testEntry(77);
    const flip = (of: Uint8Array, bit: number): Uint8Array =>
      of.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      expect(() => verifyProofFile(parseProofFile(flip(bytes, bit)), entry, open)).toThrow();
    }
    for (let bit = 0; bit < entry.length * 8; bit += 7) {
      expect(() => verifyProofFile(proof, flip(entry, bit), open)).toThrow();
    }
  }, 120_000);

  it('is refused with the checkpoint of another tree, older or newer', async () => {
    for (const size of [78, 299]) {
      expect(() => verifyProofFile({ ...proof, checkpoint: new Uint8Array() }, testEntry(77), open)).toThrow(MalformedError);
      const checkpoint = await log.checkpoint(size);
      expect(() => verifyProofFile({ ...proof, checkpoint }, testEntry(77), open)).toThrow(UnprovenError);
    }
  });

  it.each([
    ['another header', (text: string) => text.replace('@v1', '@v2')],
    ['no index', (text: string) => text.replace('index 77\n', '')],
    ['an index with a zero before', (text: string) => text.replace('index 77', 'index 077')],
    ['a negative index', (text: string) => text.replace('index 77', 'index -7')],
    ['extra data that is not base 64', (text: string) => text.replace('index', 'extra ?\nindex')],
    ['extra data in the wrong place', (text: string) => text.replace('index 77\n', 'index 77\nextra bW9yZQ==\n')],
    ['a short hash', (text: string) => text.replace('index 77\n', 'index 77\nAAAA\n')],
    ['too many hashes', (text: string) => text.replace('index 77\n', `index 77\n${`${'A'.repeat(43)}=\n`.repeat(64)}`)],
    ['carriage returns', (text: string) => text.replaceAll('\n', '\r\n')],
    ['no checkpoint', (text: string) => text.slice(0, text.indexOf('\n\n'))],
  ])('is refused with %s', (_, change) => {
    expect(() => parseProofFile(utf8(change(fromUtf8(formatProofFile(proof)) ?? '')))).toThrow(MalformedError);
  });
});
