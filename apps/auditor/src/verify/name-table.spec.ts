import { describe, expect, it } from '@jest/globals';
import { seeded } from '../../../../libs/transparency/src/testing.js';
import { quickHash, SecretHash } from './name-hash.js';
import { NameTable, textOf, viewOf } from './name-table.js';

const secret = new SecretHash();
const hashes = [
  ['a quick hash', quickHash],
  ['a secret hash', (...of: Parameters<typeof quickHash>) => secret.of(...of)],
  ['a hash that is the same for all', () => -1],
] as const;
const kinds = [
  ['differ at their end', (n: number) => `commitment-${n}`],
  ['differ only before the part that is hashed quickly', (n: number) => `${n}-and-then-always-the-same`],
  ['are of no great length', (n: number) => String.fromCharCode(97 + (n % 26)).repeat(1 + Math.floor(n / 26))],
] as const;

describe.each(hashes)('names in a table, found by %s', (_how, hash) => {
  it.each(kinds)('that %s are told apart, as by a map of texts', (_kind, name) => {
    const random = seeded(3);
    const table = new NameTable();
    const wrong: string[] = [];
    for (let turn = 0; turn < 2; turn++) {
      const numbers = new Map<string, number>();
      for (let i = 0; i < 2048; i++) {
        const text = name(Math.floor(random() * 700));
        if (!numbers.has(text)) numbers.set(text, numbers.size);
        const bytes = viewOf(Buffer.from(`…${text}!`));
        const [start, end] = [3, bytes.byteLength - 1];
        if (table.numberOf(hash(bytes, start, end), bytes, start, end) !== numbers.get(text)) wrong.push(text);
      }
      const { names, ends } = table.names();
      const view = viewOf(names);
      expect(Array.from(ends, (end, i) => textOf(view, ends[i - 1] ?? 0, end))).toEqual([...numbers.keys()]);
      expect(wrong).toEqual([]);
      table.clear();
      expect(table.length).toBe(0);
    }
  });
});
