import { describe, expect, it } from '@jest/globals';
import { refused } from '../testing.js';
import { principles } from '../vocabularies/small.js';
import { evidenceFaults, requiredEvidenceFaults } from './common.js';
import { codeFaults, dateFaults, illFormed, numberFaults, pastFaults, repeatedFaults, textFaults } from './faults.js';
import { keyed, keyFaults } from './keys.js';

const file = { sha256: 'a'.repeat(64), bytes: 1, mediaType: 'text/plain' };

describe('what a member may hold', () => {
  it('counts the characters of a text, not their halves', () => {
    expect(textFaults('/t', '🏠'.repeat(4_000))).toEqual([]);
    expect(textFaults('/t', '🏠'.repeat(4_001))).toMatchObject([
      { ...refused('rule', 'text-too-long', '/t'), data: { limit: 4_000, length: 4_001 } },
    ]);
    expect(textFaults('/t', ' \n\t\u00a0')).toMatchObject([refused('rule', 'text-missing', '/t')]);
    expect(textFaults('/t', '\u200b\u0001\u202e')).toMatchObject([refused('rule', 'text-missing', '/t')]);
    expect(textFaults('/t', undefined)).toEqual([]);
  });

  it('finds ill-formed text wherever it stands', () => {
    const body = { list: [{ 'a/b~c': 'x\udc00' }], nul: 'a\0b', escape: '\u001b[2K', c1: '\u009b', fine: '🏠\tתל\u200f\r\n', 'ill\ud800': 1, number: 1, none: null };
    expect(illFormed(body)).toMatchObject([
      refused('rule', 'ill-formed-text', '/list/0/a~1b~0c'),
      refused('rule', 'ill-formed-text', '/nul'),
      refused('rule', 'ill-formed-text', '/escape'),
      refused('rule', 'ill-formed-text', '/c1'),
      refused('rule', 'ill-formed-text', ''),
    ]);
  });

  it('holds codes to their vocabulary, and shows back no more than eighty characters', () => {
    expect(codeFaults('/p', 'transparency', principles)).toEqual([]);
    for (const code of ['toString', '__proto__', 'Transparency', '']) {
      expect(codeFaults('/p', code, principles)).toMatchObject([
        { ...refused('rule', 'unknown-code', '/p'), data: { vocabulary: 'principles', given: code } },
      ]);
    }
    expect(codeFaults('/p', '🏠'.repeat(500), principles)[0]?.data).toEqual({
      vocabulary: 'principles',
      given: '🏠'.repeat(80),
    });
  });

  it('holds numbers to their range', () => {
    const range = { least: 1, most: 5, whole: true };
    expect([1, 5].flatMap((value) => numberFaults('/n', value, range))).toEqual([]);
    for (const value of [0, 6, 1.5, Number.NaN, Infinity]) {
      expect(numberFaults('/n', value, range)).toMatchObject([refused('rule', 'invalid-number', '/n')]);
    }
  });

  it('holds dates to days that exist, and past ones to the past', () => {
    expect(dateFaults('/d', '2026-02-30')).toMatchObject([refused('rule', 'invalid-date', '/d')]);
    expect(pastFaults('/d', '2026-02-30', '2026-03-01')).toMatchObject([refused('rule', 'invalid-date', '/d')]);
    expect(pastFaults('/d', '2026-03-02', '2026-03-01')).toMatchObject([refused('rule', 'date-in-future', '/d')]);
    expect(pastFaults('/d', '2026-03-01', '2026-03-01')).toEqual([]);
  });

  it('points at what is repeated', () => {
    expect(repeatedFaults('/l', ['a', 'b', 'a'])).toMatchObject([refused('rule', 'repeated-item', '/l/2')]);
  });
});

describe('evidence', () => {
  it('is named by digest, length and media type', () => {
    expect(
      evidenceFaults('/evidence', [file, { ...file, sha256: 'b'.repeat(64), mediaType: 'text/csv; charset=utf-8' }]),
    ).toEqual([]);
    expect(
      evidenceFaults('/evidence', [{ sha256: 'A'.repeat(64), bytes: -1, mediaType: 'x', name: ' ' }]),
    ).toMatchObject([
      refused('rule', 'invalid-evidence', '/evidence/0/sha256'),
      refused('rule', 'invalid-number', '/evidence/0/bytes'),
      refused('rule', 'invalid-evidence', '/evidence/0/mediaType'),
      refused('rule', 'text-missing', '/evidence/0/name'),
    ]);
    expect(evidenceFaults('/evidence', [file, file])).toMatchObject([refused('rule', 'repeated-item', '/evidence/1')]);
    expect(
      evidenceFaults(
        '/evidence',
        Array.from({ length: 21 }, () => file),
      ),
    ).toMatchObject([
      refused('rule', 'too-many-items', '/evidence'),
      ...Array.from({ length: 20 }, () => refused('rule', 'repeated-item')),
    ]);
    expect(requiredEvidenceFaults('/evidence', undefined)).toMatchObject([
      refused('rule', 'evidence-missing', '/evidence'),
    ]);
  });
});

describe('keys', () => {
  it('are given in order, around those that are taken', () => {
    expect(keyed('m', [{}, { key: 'm2' }, {}], ['m1']).map(({ key }) => key)).toEqual(['m3', 'm2', 'm4']);
  });

  it('are short, lower case, and each is used once', () => {
    expect(keyFaults('/m', [{ key: 'ok-1' }, {}], [])).toEqual([]);
    expect(
      keyFaults('/m', [{ key: 'No' }, { key: 'a--b' }, { key: 'x'.repeat(41) }, { key: 'm1' }], ['m1']),
    ).toMatchObject([
      refused('rule', 'invalid-key', '/m/0/key'),
      refused('rule', 'invalid-key', '/m/1/key'),
      refused('rule', 'invalid-key', '/m/2/key'),
      refused('rule', 'repeated-item', '/m/3/key'),
    ]);
  });
});
