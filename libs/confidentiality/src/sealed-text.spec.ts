import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isWellFormed } from '@covenant/domain';
import fc from 'fast-check';
import { openText, SealBroken, sealText, subjectOf, type Place } from './sealed-text.js';

const key = randomBytes(32);
const subject = '018f0000-0000-8000-8000-000000000071';
const place: Place = { stream: 'grievance-1', event: '018f0000-0000-7000-8000-000000000001', pointer: '/text' };

describe('a sealed text', () => {
  it('opens at its place, whatever it says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }).filter(isWellFormed), (text) => {
        expect(openText(key, place, sealText(key, subject, place, text))).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  it('opens at no other place, under no other key, and not when a single bit differs', () => {
    const sealed = sealText(key, subject, place, 'Nobody answers.');
    const moved: Place[] = [
      { ...place, stream: 'grievance-2' },
      { ...place, event: '018f0000-0000-7000-8000-000000000002' },
      { ...place, pointer: '/contact' },
      // The same letters, cut at another place.
      { ...place, stream: 'grievance-', event: `1${place.event}` },
    ];
    for (const elsewhere of moved) expect(() => openText(key, elsewhere, sealed)).toThrow(SealBroken);
    expect(() => openText(randomBytes(32), place, sealed)).toThrow(SealBroken);
    expect(() => openText(key, place, sealed.replace(subject, subject.replace('71', '72')))).toThrow(SealBroken);
    const [version = '', whose = '', nonce = '', text = ''] = sealed.split('.');
    const bytes = Buffer.from(text, 'base64url');
    for (const at of [0, 100, bytes.length - 1]) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(at) ^ 1, at);
      expect(() => openText(key, place, [version, whose, nonce, flipped.toString('base64url')].join('.'))).toThrow(SealBroken);
    }
    for (const other of ['', 'v1', `v2.${whose}.${nonce}.${text}`, `${sealed}.x`, `v1.${whose}.${nonce}.AAAA`]) {
      expect(() => openText(key, place, other)).toThrow(SealBroken);
    }
  });

  it('tells whose it is, and of its length only a step', () => {
    const lengths = new Set([1, 10, 100, 500].map((length) => sealText(key, subject, place, 'x'.repeat(length)).length));
    expect(lengths.size).toBe(1);
    expect(subjectOf(sealText(key, subject, place, 'x'))).toBe(subject);
    expect(subjectOf('nothing sealed')).toBeUndefined();
  });

  it('never comes out twice alike', () => {
    const sealed = Array.from({ length: 200 }, () => sealText(key, subject, place, 'The same.'));
    expect(new Set(sealed.map((one) => one.split('.')[2])).size).toBe(200);
  });
});
