import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { START } from '../port.js';
import { isMissing, packed, unpacked, wireStart } from './position.js';

const longest = (1n << 63n) - 1n;
const place = fc
  .tuple(fc.bigInt({ min: 0n, max: longest }), fc.bigInt({ min: 0n, max: longest }))
  .map(([a, b]) => (a > b ? { commit: a, prepare: b } : { commit: b, prepare: a }));

describe('a position', () => {
  it('comes back from one number as it went in, after START and within 39 digits', () => {
    fc.assert(
      fc.property(place, (coordinates) => {
        const position = packed(coordinates);
        expect(unpacked(position)).toEqual(coordinates);
        expect(position).toBeGreaterThan(START);
        expect(String(position).length).toBeLessThanOrEqual(39);
      }),
    );
  });

  it('orders by commit, then by prepare', () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        const before = a.commit < b.commit || (a.commit === b.commit && a.prepare < b.prepare);
        expect(packed(a) < packed(b)).toBe(before);
      }),
    );
  });

  it('that no event can have is brought to the one before it, which the server takes', () => {
    expect(unpacked(packed({ commit: 5n, prepare: 5n }) + 1_000n)).toEqual({ commit: 5n, prepare: 5n });
  });

  it('START begins at the start', () => {
    expect(wireStart(START)).toBe('start');
    expect(wireStart(packed({ commit: 7n, prepare: 3n }))).toEqual({ commit: 7n, prepare: 3n });
  });

  it('of an older server is none', () => {
    expect(isMissing(undefined)).toBe(true);
    expect(isMissing({ commit: (1n << 64n) - 1n, prepare: (1n << 64n) - 1n })).toBe(true);
    expect(isMissing({ commit: 0n, prepare: 0n })).toBe(false);
  });
});
