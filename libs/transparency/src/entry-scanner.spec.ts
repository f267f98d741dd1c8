import { describe, expect, it } from '@jest/globals';
import { canonicalJson, concat, EntryScanner, fromUtf8, parseEntry, utf8 } from '@covenant/transparency';
import { seeded, testEntry } from './testing.js';

const scanner = new EntryScanner();
/** Between other bytes, as in a bundle. */
const scan = (entry: Uint8Array): boolean => {
  const noise = utf8('"}]1,"');
  return scanner.scan(concat(noise, entry, noise), noise.length, noise.length + entry.length);
};
const accepted = (entry: Uint8Array): boolean => {
  try {
    parseEntry(entry);
    return true;
  } catch {
    return false;
  }
};

const base = JSON.parse(fromUtf8(testEntry(7)) ?? '') as Record<string, unknown>;
const written = (data: unknown): Uint8Array => utf8(canonicalJson({ ...base, data }));

describe('the scanner of entries', () => {
  it.each([
    ['ordinary', testEntry(7)],
    ['with every optional member', utf8(canonicalJson({ ...base, causationId: 'a', effectiveOn: '2026-01-31' }))],
    ['in other scripts', written({ title: 'Wohnraum für alle – 住房 🏠 \u007f\u2028' })],
    ['with quotes and lines', written({ title: 'a "b" \\ c\nd\te\rf\fg\bh' })],
    ['with numbers', written({ a: 0, b: -1, c: 0.125, d: 999_999_999_999_999, e: -12.5, f: 1e14, g: 0.001 })],
    ['nested', written({ a: [], b: {}, c: [[1], { d: [true, false, null] }], '0': 1, aa: 2, B: 3 })],
  ])('knows one that is %s', (_what, entry) => {
    expect(accepted(entry)).toBe(true);
    expect(scan(entry)).toBe(true);
  });

  it('tells where the stream is, the time, and the revision', () => {
    const entry = testEntry(7);
    expect(scanner.scan(entry, 0, entry.length)).toBe(true);
    const { streamStart, streamEnd, recordedAt, revision, streamIsPlain } = scanner;
    expect({
      stream: fromUtf8(entry.subarray(streamStart, streamEnd)),
      recordedAt: new Date(recordedAt).toISOString(),
      revision,
      streamIsPlain,
    }).toEqual({ stream: base['stream'], recordedAt: base['recordedAt'], revision: 3, streamIsPlain: true });
    scan(utf8(canonicalJson({ ...base, stream: 'remedy-é' })));
    expect(scanner.streamIsPlain).toBe(false);
  });

  it('reads each time as Date does, whichever came before, and leaves those that no clock shows', () => {
    const at = (recordedAt: string): Uint8Array => utf8(canonicalJson({ ...base, recordedAt }));
    const minute = '2026-02-28T23:59';
    for (const time of [`${minute}:59.999Z`, `${minute}:00.001Z`, '2026-03-01T00:00:07.120Z', '1969-12-31T23:59:58.000Z', `${minute}:30.500Z`]) {
      expect([scan(at(time)), scanner.recordedAt]).toEqual([true, Date.parse(time)]);
    }
    const refusedAfterItsTime = concat(at('2026-06-01T10:00:00.000Z'), utf8(' '));
    const none = ['2026-06-01T10:00:61.000Z', '2026-13-01T10:00:00.000Z', '2026-13-01T10:00:00.000Z', '2026-02-30T10:00:00.000Z', '2026-06-01T24:00:00.000Z', '2026-06-01T24:00:01.000Z'];
    for (const time of none) {
      expect([scan(refusedAfterItsTime), scan(at(time))]).toEqual([false, false]);
      expect([time, accepted(at(time))]).toEqual([time, false]);
    }
    expect([scan(at('2026-06-01T10:00:01.000Z')), scanner.recordedAt]).toEqual([true, Date.UTC(2026, 5, 1, 10, 0, 1)]);
  });

  it('knows an actor and a city again, and sees where they differ in the least', () => {
    const parts = [{ actor: { role: 'staff', subject: 'a' } }, { actor: { role: 'staff', subject: 'ab' } }, { cityId: 'city' }, { cityId: 'city1' }, { causationId: 'x' }, {}];
    for (const one of parts) for (const other of parts) for (const part of [one, other, one, one]) expect(scan(utf8(canonicalJson({ ...base, ...part })))).toBe(true);
    const [before = '', after = ''] = (fromUtf8(utf8(canonicalJson(base))) ?? '').split('"cityId":"');
    expect(scan(utf8(canonicalJson(base)))).toBe(true);
    for (const wrong of [`${before}"cityId":"\u0001${after}`, `${before}"cityId":${after}`, `${before}"cityid":"${after}`, `x${before}"cityId":"${after}`]) expect(scan(utf8(wrong))).toBe(false);
  });

  it('knows again only what was right, though something else stands there now', () => {
    const entry = testEntry(7);
    for (const part of ['"subject":"', '"cityId":"']) {
      const room = Uint8Array.from(entry);
      const scanner = new EntryScanner();
      expect(scanner.scan(room, 0, room.length)).toBe(true);
      const at = (fromUtf8(entry) ?? '').indexOf(part) + part.length;
      room[at] = 0x01;
      expect([part, scanner.scan(room, 0, room.length), accepted(room)]).toEqual([part, false, false]);
    }
  });

  it('says no to an actor of a length that it does not keep, where that is wrong, and yes where it is right', () => {
    const long = utf8(canonicalJson({ ...base, actor: { role: 'staff', subject: 'a'.repeat(300) } }));
    expect([scan(long), scan(long)]).toEqual([true, true]);
    long[100] = 0x01;
    expect([scan(long), accepted(long)]).toEqual([false, false]);
  });

  it.each(['1.0', '01', '-0', '1e2', '1.50', '0.0000001', '1.', '.5', '+1', '1234567890123456789', '-', 'NaN'])('does not say yes to the number %s', (number) => {
    expect(scan(utf8((fromUtf8(written({ a: 7 })) ?? '').replace(':7}', `:${number}}`)))).toBe(false);
  });

  it.each([
    ['half a surrogate pair', [0xed, 0xa0, 0x80]],
    ['a letter that is longer than it need be', [0xc0, 0xaf]],
    ['three bytes where two suffice', [0xe0, 0x80, 0xaf]],
    ['a character past the last', [0xf4, 0x90, 0x80, 0x80]],
    ['a character that is cut off', [0xe4, 0xbd]],
    ['a byte that begins nothing', [0x80]],
    ['a raw control character', [0x0a]],
  ])('does not say yes to %s', (_what, bytes) => {
    const [before = '', after = ''] = (fromUtf8(written({ title: 'HERE' })) ?? '').split('HERE');
    const entry = concat(utf8(before), Uint8Array.from(bytes), utf8(after));
    expect(accepted(entry)).toBe(false);
    expect(scan(entry)).toBe(false);
  });

  it('takes eight bytes at a time, and sees each byte in each of their places', () => {
    const wrong: string[] = [];
    for (let length = 1; length <= 10; length++) {
      const [before = '', after = ''] = (fromUtf8(written({ title: 'HERE' })) ?? '').split('HERE');
      for (let place = 0; place < length; place++) {
        for (let byte = 0; byte < 256; byte++) {
          if (byte === 0x5c) continue; // what follows it decides: above
          const title = Uint8Array.from({ length }, (_, i) => (i === place ? byte : 0x61 + i));
          const entry = concat(utf8(before), title, utf8(after));
          const plain = byte >= 0x20 && byte < 0x80 && byte !== 0x22;
          if (scan(entry) !== plain || (plain && !accepted(entry))) wrong.push(`${byte} in place ${place} of ${length}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('never says yes where the reader says no, whatever was changed', () => {
    const random = seeded(29);
    const below = (n: number): number => Math.floor(random() * n);
    const samples = [
      testEntry(7),
      written({ a: [1, 2.5, { b: null, c: 'x\ny "z"' }], 'ä': 1, b: 0.25, c: -3, d: { '1': true, '10': false, '2': [] } }),
      utf8(canonicalJson({ ...base, causationId: 'a', effectiveOn: '2026-01-31', data: { title: '住房 🏠' } })),
    ];
    const pieces = ['"', '\\', '{', '}', '[', ']', ',', ':', '0', '1', '.', '-', 'e', 'E', ' ', '\n', '\u0001', 'null', 'true', '"a":1', '\\u000b', '\\/', 'é'];
    let yes = 0;
    for (let n = 0; n < 30_000; n++) {
      const sample = samples[n % samples.length] ?? testEntry(0);
      const at = below(sample.length);
      const cut = below(3);
      const piece = below(2) === 0 ? Uint8Array.of(below(256)) : utf8(pieces[below(pieces.length)] ?? '');
      const entry = concat(sample.subarray(0, at), piece, sample.subarray(at + cut));
      if (!scan(entry)) continue;
      yes++;
      if (!accepted(entry)) throw new Error(`a yes too many: ${fromUtf8(entry) ?? 'not UTF-8'}`);
    }
    expect(yes).toBeGreaterThan(1_000);
  });
});
