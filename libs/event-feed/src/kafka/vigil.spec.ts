import { describe, expect, it } from '@jest/globals';
import { readFrom } from './vigil.js';

describe('a partition that was read up to an offset', () => {
  it.each([
    ['is read from its last record on, which is known', 7n, 0n, 7n, 6n],
    ['and so where there is more to read', 7n, 0n, 90n, 6n],
    ['is read whole when it is shorter: it is another one', 7n, 0n, 6n, 0n],
    ['is read whole when it was not read', 0n, 0n, 6n, 0n],
    ['is read from the first record that is kept', 7n, 12n, 20n, 12n],
    ['is read from its end when none is kept', 7n, 7n, 7n, 7n],
    ['is empty and has nothing to read', 0n, 0n, 0n, 0n],
  ])('%s', (_what, offset, low, high, from) => {
    expect(readFrom(offset, { low, high })).toBe(from);
  });
});
