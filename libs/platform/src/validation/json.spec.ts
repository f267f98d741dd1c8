import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from '../problems/problem.js';
import { readJson } from './json.js';

const read = (text: string): unknown => readJson(Buffer.from(text));
const problemOf = (body: string | Buffer): Problem => {
  try {
    readJson(Buffer.from(body));
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('it was read');
};

describe('strict JSON', () => {
  it('reads whatever JSON can say', () => {
    fc.assert(
      fc.property(fc.json({ depthSize: 'small', maxDepth: 8, stringUnit: 'grapheme' }), (text) => {
        // What it refuses on purpose is tested below.
        fc.pre(!text.includes('\\u0000') && !/"__proto__"/.test(text));
        expect(read(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each(['{"a":1,"a":2}', '{"a":{"b":1,"c":2,"b":3}}', '[{"a":1},{"a":1,"\\u0061":2}]', '{"__proto__":1,"__proto__":2}'])('refuses %s, where a member stands twice', (text) => {
    expect(problemOf(text)).toMatchObject({ type: { code: 'malformed-json' }, detail: expect.stringContaining('twice') });
  });

  it('is not misled by colons, quotes and braces in text', () => {
    const value = { 'a:"b': 'c:\\"d":{', 'e\\': ['"f":', '\\'] };
    expect(read(JSON.stringify(value))).toEqual(value);
  });

  it.each(['', ' ', '{', '{"a":}', '{a:1}', 'undefined', '{"a":1} {}', '\uFEFF{}'])('refuses %j', (text) => {
    expect(problemOf(text).type.code).toBe('malformed-json');
  });

  it('refuses what is not UTF-8, and what is nested too deeply', () => {
    expect(problemOf(Buffer.from([0x22, 0xc3, 0x28, 0x22])).type.code).toBe('malformed-json');
    expect(read(`${'['.repeat(16)}${']'.repeat(16)}`)).toBeDefined();
    expect(problemOf(`${'['.repeat(17)}${']'.repeat(17)}`).detail).toContain('16 levels');
  });

  it('names every text that cannot be kept', () => {
    const problem = problemOf('{"a":"\\ud800","b":["x","y\\u0000"],"\\udc00":1}');
    expect(problem.type.code).toBe('invalid-input');
    expect(problem.more.errors?.map(({ pointer }) => pointer)).toEqual(['/a', '/b/1', '/\udc00']);
  });
});
