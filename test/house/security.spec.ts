import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { levelTwo } from './asvs.js';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs/explanation/security.md'), 'utf8');

/** Every number of the levels 1 and 2, in order. */
const numbers = Object.entries(levelTwo).flatMap(([section, count]) => Array.from({ length: count }, (_, index) => `${section}.${index + 1}`));
const order = new Map(numbers.map((number, index) => [number, index]));

interface Line {
  readonly named: string;
  readonly what: string;
  readonly shown: string;
}

const lines: readonly Line[] = [...page.matchAll(/^\| (\d[^|]*) \| ([^|]+) \| (.+) \|$/gm)].map(([, named = '', what = '', shown = '']) => ({ named, what, shown }));

/** `1.2.6-1.2.8, 1.3.1`: the numbers between the two, both included; undefined where one of them is none. */
const numbersOf = (named: string): readonly (string | undefined)[] =>
  named.split(', ').flatMap((part) => {
    const [first = '', last = first] = part.split('-');
    const [from, to] = [order.get(first), order.get(last)];
    return from === undefined || to === undefined || to < from ? [undefined] : numbers.slice(from, to + 1);
  });

/** What stands in code marks and has the form of a path of ours. */
const pathsOf = (shown: string): readonly string[] => [...shown.matchAll(/`([\w.-]+(?:\/[\w.-]+)+|[\w.-]+\.mjs)`/g)].map(([, path = '']) => path);

describe('the security checklist', () => {
  it('has a line for each requirement of the levels 1 and 2, and one alone', () => {
    expect(numbers).toHaveLength(253);
    const listed = lines.flatMap(({ named }) => numbersOf(named));
    expect(listed.filter((number) => number === undefined)).toEqual([]);
    expect(numbers.filter((number) => !listed.includes(number))).toEqual([]);
    expect(listed.filter((number, index) => listed.indexOf(number) !== index)).toEqual([]);
  });

  it('shows each by a path, or says why not', () => {
    for (const { named, what, shown } of lines) {
      const reason = /^(none here|elsewhere|not met\b[\w ]*)(:|$|\. )/.test(shown);
      expect([named, what.trim() !== '' && (reason || pathsOf(shown).length > 0)]).toEqual([named, true]);
    }
  });

  it('names only paths that lead somewhere', () => {
    const named = lines.flatMap(({ shown }) => pathsOf(shown));
    expect(named.length).toBeGreaterThan(150);
    const besides = new Set(['/metrics', '/health']);
    expect(named.filter((path) => !besides.has(path) && !existsSync(join(root, path)))).toEqual([]);
  });
});
