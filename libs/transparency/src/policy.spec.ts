import { describe, expect, it } from '@jest/globals';
import {
  cosignedAt,
  ed25519Cosigner,
  formatNote,
  formatPolicy,
  formatVerifierKey,
  fromUtf8,
  MalformedError,
  mlDsa44Signer,
  noteVerifier,
  openCheckpoint,
  openNote,
  parseNote,
  parsePolicy,
  parseVerifierKey,
  quorumHolds,
  signCheckpoint,
  signNote,
  trustPolicy,
  UnprovenError,
  utf8,
  type NoteSignature,
  type NoteSigner,
  type VerifierKey,
} from '@covenant/transparency';
import { foreignCheckpoint } from './testing/foreign.js';
import { TestLog, testEntry, testSigner } from './testing.js';

type Signer = NoteSigner & { readonly key: VerifierKey };
const now = (): number => 1_700_000_000;
const seed = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const log = testSigner();
const witness = (n: number): Signer => ed25519Cosigner(`witness${n}.example`, seed(20 + n), now);
const vkey = (signer: Signer): string => formatVerifierKey(signer.key);

const policy = `
# whom we trust
log ${vkey(log)} https://log.example/city
witness X1 ${vkey(witness(1))}
witness X2\t${vkey(witness(2))}
witness X3 ${vkey(witness(3))} https://x3.example
  group X 2 X1 X2 X3
witness Y1 ${vkey(witness(4))}
group Y any Y1
group X-and-Y all X Y
quorum X-and-Y
`;

describe('a policy', () => {
  it('is read as tlog-policy has it, and written in one form', () => {
    const read = parsePolicy(utf8(policy));
    expect(read.logs).toEqual([{ key: log.key, url: 'https://log.example/city' }]);
    expect(read.witnesses.map(({ name }) => name)).toEqual(['X1', 'X2', 'X3', 'Y1']);
    expect(read.groups).toEqual([
      { name: 'X', threshold: 2, members: ['X1', 'X2', 'X3'] },
      { name: 'Y', threshold: 1, members: ['Y1'] },
      { name: 'X-and-Y', threshold: 2, members: ['X', 'Y'] },
    ]);
    const written = formatPolicy(read);
    expect(parsePolicy(written)).toEqual(read);
    expect(formatPolicy(parsePolicy(written))).toEqual(written);
  });

  it('keeps names as octets', () => {
    const read = parsePolicy(utf8(`witness Zeugin-ä ${vkey(witness(1))}\nquorum Zeugin-ä\n`));
    expect(fromUtf8(formatPolicy(read))).toContain('quorum Zeugin-ä\n');
  });

  it.each([
    [['X1', 'X2', 'Y1'], true],
    [['X3', 'X1', 'Y1'], true],
    [['X1', 'X2', 'X3'], false],
    [['X1', 'Y1'], false],
    [['X-and-Y'], true],
    [[], false],
  ])('with the cosignatures of %j: %s', (cosigned, holds) => {
    expect(quorumHolds(parsePolicy(utf8(policy)), cosigned)).toBe(holds);
  });

  it.each([
    ['no quorum', 'log K\n', 'has no quorum'],
    ['two quorums', 'quorum none\nquorum none\n', 'second quorum'],
    ['a quorum that is not defined', 'quorum X\n', 'names X'],
    ['a quorum defined after it', 'quorum W\nwitness W W1\n', 'names W'],
    ['a group of later names', 'group G any W\nwitness W W1\nquorum G\n', 'names W'],
    ['a group that names itself', 'group G any G\nquorum G\n', 'names G'],
    ['a member in two groups', 'witness W W1\ngroup A any W\ngroup B any W\nquorum A\n', 'in a group already'],
    ['a member twice', 'witness W W1\ngroup A all W W\nquorum A\n', 'in a group already'],
    ['none as a member', 'group A any none\nquorum A\n', 'names none'],
    ['none as a name', 'witness none W1\nquorum none\n', 'again'],
    ['a name twice', 'witness W W1\nwitness W W2\nquorum W\n', 'again'],
    ['a witness twice', 'witness A W1\nwitness B W1\nquorum A\n', 'repeats a key'],
    ['a log twice', 'log K\nlog K\nquorum none\n', 'repeats a key'],
    ['a threshold of zero', 'witness W W1\ngroup A 0 W\nquorum A\n', 'asks for “0”'],
    ['a threshold too high', 'witness W W1\ngroup A 2 W\nquorum A\n', 'asks for “2”'],
    ['a threshold with a zero before', 'witness W W1\ngroup A 01 W\nquorum A\n', 'asks for “01”'],
    ['a group without members', 'group A any\nquorum A\n', 'is not “group'],
    ['a witness key as a log', 'log W1\nquorum none\n', 'cannot stand there'],
    ['a log key as a witness', 'witness W K\nquorum W\n', 'cannot stand there'],
    ['an unknown word', 'trust me\nquorum none\n', '“trust” is not known'],
    ['too many items', 'log K url more\nquorum none\n', 'is not “log'],
    ['a carriage return', 'quorum none\r\n', 'control character'],
    ['no end of the last line', 'quorum none', 'has no end'],
    ['nothing', '', 'has no end'],
  ])('is refused with %s', (_, text, why) => {
    const keys = text.replace(/\bK\b/g, vkey(log)).replace(/\bW([12])\b/g, (_w, n: string) => vkey(witness(Number(n))));
    expect(() => parsePolicy(utf8(keys))).toThrow(MalformedError);
    expect(() => parsePolicy(utf8(keys))).toThrow(why);
  });
});

describe('a checkpoint under a policy', () => {
  const body = { origin: log.name, size: 3, root: new TestLog().append(testEntry(0), testEntry(1), testEntry(2)).root() };
  const trust = trustPolicy(parsePolicy(utf8(policy)));

  it('holds with the log and a quorum, and names who cosigned', async () => {
    const signed = await signCheckpoint(body, [log, witness(1), witness(3), witness(4), witness(9)]);
    expect(trust.open(signed)).toMatchObject({ size: 3, witnesses: ['X1', 'X3', 'Y1'] });
  });

  it('is refused without the quorum', async () => {
    const signed = await signCheckpoint(body, [log, witness(1), witness(4)]);
    expect(() => trust.open(signed)).toThrow(
      new UnprovenError('quorum', 'the quorum X-and-Y is not reached; cosigned by: X1, Y1'),
    );
  });

  it('is refused without the log, whatever the witnesses say, also one with the log’s name', async () => {
    const named = ed25519Cosigner(log.name, seed(31), now);
    const imposter = trustPolicy(parsePolicy(utf8(`log ${vkey(log)}\nwitness W ${vkey(named)}\nquorum W\n`)));
    expect(() => imposter.open(new Uint8Array())).toThrow(MalformedError);
    const unsigned = await signCheckpoint(body, [named]);
    expect(() => imposter.open(unsigned)).toThrow(/no known key of log\.example\/city/);
    const both = await signCheckpoint(body, [named, log]);
    expect(imposter.open(both).witnesses).toEqual(['W']);
  });

  it('is refused for a flipped bit in any signature that counts', async () => {
    const signed = await signCheckpoint(body, [log, witness(1), witness(2), witness(4)]);
    const flip = (bit: number): Uint8Array => signed.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    for (let bit = 0; bit < signed.length * 8; bit += 3) expect(() => trust.open(flip(bit))).toThrow();
  }, 60_000);
});

describe.each([
  ['Ed25519', (name: string) => ed25519Cosigner(name, seed(5), now), 72],
  ['ML-DSA-44', (name: string) => mlDsa44Signer(name, seed(5), now), 2428],
])('a cosignature with %s', (_, make, length) => {
  const signer = make('witness.example/w');
  const root = new Uint8Array(32).fill(1);
  const text = `log.example/city\n5\n${Buffer.from(root).toString('base64')}\n`;
  const verifier = noteVerifier(signer.key, { witness: true });

  it('is a time and a signature, and holds for that tree only', async () => {
    const signature = await signer.sign(utf8(text));
    expect(signature.length).toBe(length);
    expect(cosignedAt(signature)).toBe(now());
    expect(verifier.verify(utf8(text), signature)).toBe(true);
    expect(verifier.verify(utf8(text.replace('\n5\n', '\n6\n')), signature)).toBe(false);
    expect(verifier.verify(utf8(text.replace('city', 'town')), signature)).toBe(false);
    expect(verifier.verify(utf8(text), signature.with(7, (signature[7] ?? 0) ^ 1))).toBe(false);
    expect(verifier.verify(utf8(text), signature.with(length - 9, (signature[length - 9] ?? 0) ^ 1))).toBe(false);
    expect(verifier.verify(utf8(text), signature.subarray(1))).toBe(false);
    expect(verifier.verify(utf8(text), new Uint8Array(3))).toBe(false);
  });

  it('is of nothing but a checkpoint', async () => {
    expect(verifier.verify(utf8('a note\n'), await signer.sign(utf8(text)))).toBe(false);
    expect(cosignedAt(new Uint8Array(72).fill(0xff))).toBeUndefined();
  });

  it('stands in a note like any signature', async () => {
    const note = await signNote(text, [log, signer]);
    expect(openNote(note, [noteVerifier(log.key), verifier]).signedBy.length).toBe(2);
    expect(parseNote(note).signatures[1]?.keyId).toBe(signer.keyId);
  });
});

it('an ML-DSA-44 signature says whose it is: another name spoils it', async () => {
  const text = utf8(`log.example/city\n5\n${Buffer.from(new Uint8Array(32)).toString('base64')}\n`);
  const signer = mlDsa44Signer('a.example', seed(5), now);
  const other = noteVerifier({ ...signer.key, name: 'b.example' });
  expect(other.verify(text, await signer.sign(text))).toBe(false);
  expect(noteVerifier(signer.key).witness).toBe(false);
});

describe('a checkpoint that other code signed', () => {
  const known = foreignCheckpoint.keys.map((key) => noteVerifier(parseVerifierKey(key)));

  it('opens with each of its three kinds of signature', () => {
    const opened = openCheckpoint(utf8(foreignCheckpoint.note), known);
    expect(opened).toMatchObject({ origin: 'go.example/log', size: foreignCheckpoint.size });
    expect(opened.note.signedBy.map(({ verifier }) => verifier)).toEqual(known);
    expect(opened.note.signedBy.slice(1).map(({ signature }) => cosignedAt(signature))).toEqual(foreignCheckpoint.times);
    expect(known.map(({ witness }) => witness)).toEqual([false, false, true]);
  });

  it('is written again byte for byte, and its keys too', () => {
    expect(fromUtf8(formatNote(parseNote(utf8(foreignCheckpoint.note))))).toBe(foreignCheckpoint.note);
    expect(foreignCheckpoint.keys.map((key) => formatVerifierKey(parseVerifierKey(key)))).toEqual(foreignCheckpoint.keys);
  });

  it('is refused when any of its signatures is damaged', () => {
    const { text, signatures } = parseNote(utf8(foreignCheckpoint.note));
    signatures.forEach(({ signature }, i) => {
      for (const at of [0, 20, signature.length - 1]) {
        const damaged = { ...signatures[i], signature: signature.with(at, (signature[at] ?? 0) ^ 1) } as NoteSignature;
        expect(() => openCheckpoint(formatNote({ text, signatures: signatures.with(i, damaged) }), known)).toThrow('does not hold');
      }
    });
  });
});
