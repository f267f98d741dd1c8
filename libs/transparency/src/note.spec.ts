import { describe, expect, it } from '@jest/globals';
import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import {
  ed25519Signer,
  formatCheckpoint,
  formatNote,
  formatVerifierKey,
  fromUtf8,
  MalformedError,
  noteVerifier,
  openCheckpoint,
  openNote,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  portableEd25519Verify,
  signCheckpoint,
  signNote,
  UnprovenError,
  utf8,
} from '@covenant/transparency';
import { TestLog, testEntry, testSigner } from './testing.js';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const flip = (bytes: Uint8Array, bit: number): Uint8Array =>
  bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

describe('Ed25519', () => {
  it.each([
    [
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
    [
      'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      'af82',
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    ],
  ])('gives the vectors of RFC 8032 §7.1 (seed %s)', async (seed, publicKey, message, signature) => {
    const signer = ed25519Signer('vector.example', hex(seed));
    expect(Buffer.from(signer.key.publicKey).toString('hex')).toBe(publicKey);
    expect(Buffer.from(await signer.sign(hex(message))).toString('hex')).toBe(signature);
    expect(portableEd25519Verify(hex(signature), hex(message), hex(publicKey))).toBe(true);
    for (let bit = 0; bit < 512; bit += 37) {
      expect(portableEd25519Verify(flip(hex(signature), bit), hex(message), hex(publicKey))).toBe(false);
    }
  });

  it('agrees with another implementation, and refuses bytes that are no key and no signature', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
    const message = utf8('a message');
    expect(portableEd25519Verify(sign(null, message, privateKey), message, publicKey)).toBe(true);
    for (const bad of [new Uint8Array(64), new Uint8Array(64).fill(0xff), new Uint8Array(63), new Uint8Array(0)]) {
      expect(portableEd25519Verify(bad, message, publicKey)).toBe(false);
    }
    expect(portableEd25519Verify(sign(null, message, privateKey), message, new Uint8Array(32).fill(0xff))).toBe(false);
  });
});

// The example of golang.org/x/mod/sumdb/note, which C2SP signed-note specifies.
const published = {
  vkey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  note:
    'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n\n' +
    '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};

describe('a signed note', () => {
  const verifier = noteVerifier(parseVerifierKey(published.vkey));

  it('opens the published example, byte for byte', () => {
    const opened = openNote(utf8(published.note), [verifier]);
    expect(opened.text).toBe(published.note.slice(0, published.note.indexOf('\n\n') + 1));
    expect(opened.signedBy.map(({ verifier: { name } }) => name)).toEqual(['PeterNeumann']);
    expect(formatVerifierKey(parseVerifierKey(published.vkey))).toBe(published.vkey);
  });

  it('is refused for every flipped bit', () => {
    const note = utf8(published.note);
    for (let bit = 0; bit < note.length * 8; bit++) {
      expect(() => openNote(flip(note, bit), [verifier])).toThrow();
    }
  });

  it('ignores signatures of unknown keys, and needs one of a known key', async () => {
    const other = testSigner('other.example');
    const unknown = (): unknown => openNote(utf8(published.note), [noteVerifier(other.key)]);
    expect(unknown).toThrow(new UnprovenError('signature-missing', 'no signature by a known key'));
    const signed = fromUtf8(await signNote('a\n', [other, testSigner('third.example')])) ?? '';
    const opened = openNote(utf8(signed), [noteVerifier(other.key)]);
    expect(opened.ignored.map(({ name }) => name)).toEqual(['third.example']);
  });

  it('is spoiled by one bad signature of a known key, wherever it stands', async () => {
    const signers = [testSigner('a.example', 1), testSigner('b.example', 2)];
    const note = parseNote(await signNote('text\n', signers));
    const known = signers.map(({ key }) => noteVerifier(key));
    const [first, second] = note.signatures;
    if (first === undefined || second === undefined) throw new Error('two signatures were expected');
    for (const signatures of [
      [first, { ...second, signature: first.signature }],
      [{ ...first, signature: second.signature.with(0, 1) }, second],
      [first, second, { ...first, signature: new Uint8Array(64) }],
    ]) {
      expect(() => openNote(formatNote({ ...note, signatures }), known)).toThrow('does not hold');
    }
    expect(openNote(formatNote({ ...note, signatures: [first, second, first] }), known).signedBy.length).toBe(2);
  });

  it.each([
    ['no blank line', 'text\n\u2014 n AAAAAAA=\n'],
    ['no signature', 'text\n\n'],
    ['no end', 'text\n\n\u2014 n AAAAAAA='],
    ['a hyphen for the dash', 'text\n\n- n AAAAAAA=\n'],
    ['a carriage return', 'text\r\n\n\u2014 n AAAAAAA=\n'],
    ['a tab', 'te\txt\n\n\u2014 n AAAAAAA=\n'],
    ['two spaces', 'text\n\n\u2014 n  AAAAAAA=\n'],
    ['a plus in the name', 'text\n\n\u2014 n+ AAAAAAA=\n'],
    ['a wide space in the name', 'text\n\n\u2014 n\u2003m AAAAAAA=\n'],
    ['base 64 without padding', 'text\n\n\u2014 n AAAAAAA\n'],
    ['base 64 with bits left over', 'text\n\n\u2014 n AAAAAAB=\n'],
    ['a signature that is only an id', 'text\n\n\u2014 n AAAAAA==\n'],
    ['more than a hundred signatures', `text\n\n${'\u2014 n AAAAAAA=\n'.repeat(101)}`],
  ])('is refused with %s', (_, text) => {
    expect(() => parseNote(utf8(text))).toThrow(MalformedError);
  });

  it('is refused when it is not UTF-8 or larger than a megabyte', () => {
    expect(() => parseNote(Uint8Array.of(0xff, 0x0a))).toThrow('UTF-8');
    expect(() => parseNote(new Uint8Array(1_000_001).fill(0x20))).toThrow('larger');
  });

  it('takes its text up to the last blank line', () => {
    expect(parseNote(utf8('a\n\nb\n\n\u2014 n AAAAAAA=\n')).text).toBe('a\n\nb\n');
  });
});

describe('a verifier key', () => {
  it.each([
    ['a wrong id', published.vkey.replace('c74f20a3', 'c74f20a4')],
    ['another name', published.vkey.replace('Peter', 'Petra')],
    ['a changed key', published.vkey.replace('ARpc', 'ARpd')],
    ['an unknown type', 'n+00000000+/xpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
    ['a short key', 'n+00000000+AQAA'],
    ['no name', published.vkey.slice('PeterNeumann'.length)],
    ['nothing', ''],
    ['a line end', `${published.vkey}\n`],
    ['an upper-case id', published.vkey.replace('c74f20a3', 'C74F20A3')],
  ])('is refused with %s', (_, vkey) => {
    expect(() => parseVerifierKey(vkey)).toThrow(MalformedError);
  });
});

describe('a checkpoint', () => {
  const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';

  it('is read and written as in the specification’s example', () => {
    const checkpoint = parseCheckpoint(text);
    expect(checkpoint).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20_852_163, extensions: [] });
    expect(formatCheckpoint(checkpoint)).toBe(text);
    const note = parseNote(
      utf8(
        `${text}\n\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n`,
      ),
    );
    expect(note).toMatchObject({ text, signatures: [{ name: 'example.com/behind-the-sofa', keyId: 0x033de0ae }] });
  });

  it('keeps extension lines, which say nothing here', () => {
    expect(parseCheckpoint(`${text}one\ntwo\n`).extensions).toEqual(['one', 'two']);
  });

  it.each([
    ['a size with a leading zero', text.replace('2085', '02085')],
    ['a size with a sign', text.replace('2085', '+2085')],
    ['a size too large to count', text.replace('20852163', '9007199254740993')],
    ['a short root', text.replace('CsUY', '')],
    ['no origin', text.slice(text.indexOf('\n'))],
    ['two lines', text.split('\n').slice(0, 2).join('\n')],
    ['no end', text.slice(0, -1)],
    ['an empty extension', `${text}\n`],
    ['nothing', ''],
  ])('is refused with %s', (_, bad) => {
    expect(() => parseCheckpoint(bad)).toThrow(MalformedError);
  });

  it('is accepted only with the signature of its own log', async () => {
    const log = new TestLog().append(testEntry(0));
    const other = testSigner('other.example');
    const known = [...log.signers, other].map((signer) => noteVerifier(testSigner(signer.name).key));
    const body = { origin: log.origin, size: log.size, root: log.root() };
    expect(openCheckpoint(await log.checkpoint(), known)).toMatchObject(body);
    const wrong = await signCheckpoint(body, [other]);
    expect(() => openCheckpoint(wrong, known)).toThrow(new UnprovenError('origin', 'no known key of log.example/city signed this checkpoint'));
  });

  it('is refused for every flipped bit', async () => {
    const checkpoint = await new TestLog().append(testEntry(0)).checkpoint();
    const known = [noteVerifier(testSigner().key)];
    for (let bit = 0; bit < checkpoint.length * 8; bit++) {
      expect(() => openCheckpoint(flip(checkpoint, bit), known)).toThrow();
    }
  }, 60_000);
});
