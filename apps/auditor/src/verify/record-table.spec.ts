import { describe, expect, it } from '@jest/globals';
import { seeded } from '../../../../libs/transparency/src/testing.js';
import { RecordTable } from './record-table.js';

describe('the records of a range', () => {
  it.each([
    ['whose names differ at their end', (n: number) => `commitment-${n}`],
    ['whose names differ only before the part that is hashed', (n: number) => `${n}-and-then-always-the-same`],
    ['of no great length', (n: number) => String.fromCharCode(97 + (n % 26)).repeat(1 + Math.floor(n / 26))],
  ])('%s are told apart, as by a map of texts', (_how, name) => {
    const random = seeded(3);
    const table = new RecordTable(4096);
    const numbers = new Map<string, number>();
    for (let entry = 0; entry < 4096; entry++) {
      const text = name(Math.floor(random() * 1000));
      const { buffer, byteOffset, length } = Buffer.from(`…${text}!`);
      const bytes = new DataView(buffer, byteOffset, length);
      const [start, end] = [3, length - 1];
      const found = table.find(bytes, start, end);
      expect(found).toBe(numbers.get(text) ?? -1);
      if (found < 0) {
        numbers.set(text, numbers.size);
        table.add(bytes, start, end, { entry, revision: 0 });
      } else {
        table.next[found] = (table.next[found] ?? 0) + 1;
      }
    }
    const { streams, starts, next } = table.end();
    expect(streams).toEqual([...numbers.keys()]);
    expect([...starts]).toEqual([...starts].sort((a, b) => a - b));
    expect(next.reduce((sum, each) => sum + each, 0)).toBe(4096);
  });
});
