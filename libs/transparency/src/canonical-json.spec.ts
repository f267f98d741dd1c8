import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, isCanonical, MalformedError, parseJson } from '@covenant/transparency';

describe('canonical JSON', () => {
  it('gives the examples of RFC 8785', () => {
    const text =
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
      '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}';
    expect(canonicalJson(JSON.parse(text))).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    const names = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const ordered = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'];
    const written = canonicalJson(Object.fromEntries(names.map((name, i) => [name, i])));
    expect(written).toBe(`{${ordered.map((name) => `${JSON.stringify(name)}:${names.indexOf(name)}`).join(',')}}`);
  });

  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('writes the double %s of RFC 8785, appendix B, as %s', (hex, text) => {
    expect(canonicalJson(Buffer.from(hex, 'hex').readDoubleBE())).toBe(text);
  });

  it('leaves out members that are undefined, and refuses undefined elsewhere', () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
    expect(() => canonicalJson(undefined)).toThrow(MalformedError);
    expect(() => canonicalJson([undefined])).toThrow(MalformedError);
    expect(() => canonicalJson(new Array(1))).toThrow(MalformedError);
  });

  it.each([
    ['NaN', NaN],
    ['infinity', -Infinity],
    ['bigint', 1n],
    ['function', { f: () => 1 }],
    ['symbol', Symbol('s')],
    ['date', { at: new Date(0) }],
    ['map', new Map()],
    ['bytes', new Uint8Array(1)],
    ['half a pair in a string', ['\ud800']],
    ['half a pair in a name', { '\udc00': 1 }],
  ])('refuses what JSON cannot carry: %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(MalformedError);
  });

  it('refuses nesting that would exhaust the stack, and circles', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(() => canonicalJson(deep)).toThrow('nested deeper');
    const circle: { self?: unknown } = {};
    circle.self = circle;
    expect(() => canonicalJson(circle)).toThrow('nested deeper');
  });

  it('keeps members with the names of JavaScript', () => {
    expect(canonicalJson(JSON.parse('{"toString":2,"__proto__":{"b":1,"a":2},"constructor":1}'))).toBe(
      '{"__proto__":{"a":2,"b":1},"constructor":1,"toString":2}',
    );
  });

  it('is the same for the same value, means the same, and knows its own form', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(isCanonical(JSON.parse(text), text)).toBe(true);
        expect(canonicalJson(parseJson(text))).toBe(text);
        expect(canonicalJson(parseJson(JSON.stringify(value, null, 2)))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['another order', '{"b":1,"a":2}'],
    ['white space', '{"a": 1}'],
    ['a number spelled otherwise', '{"a":1.0}'],
    ['an escape that is not needed', '{"a":"\\u0041"}'],
    ['a slash escaped', '{"a":"\\/"}'],
    ['an upper-case escape', '{"a":"\\u001F"}'],
    ['a member twice', '{"a":1,"a":1}'],
    ['a newline at the end', '{"a":1}\n'],
    ['half a pair', '{"a":"\\ud800"}'],
    ['numbers as names in number order', '{"2":1,"10":1}'],
    ['order wrong deep inside', '{"a":[{"d":1,"c":2}]}'],
  ])('does not take %s for the canonical form', (_, text) => {
    expect(isCanonical(JSON.parse(text), text)).toBe(false);
  });

  it('takes the canonical form with names like numbers, and a backslash before “ud800”', () => {
    for (const text of ['{"10":1,"2":1,"a":{"1":2}}', '["\\\\ud800"]']) expect(isCanonical(JSON.parse(text), text)).toBe(true);
  });
});

describe('reading JSON that somebody sent', () => {
  it.each([
    ['{"a":1,"a":2}', 'twice'],
    ['{"a":1,"\\u0061":2}', 'twice'],
    ['9007199254740993', 'exactly'],
    ['[0.10000000000000000555]', 'exactly'],
    ['1e400', 'exactly'],
    ['1e-400', 'exactly'],
    ['{"a":1,}', 'string was expected'],
    ['[1 2]', '“]” was expected'],
    ['{"a" 1}', '“:” was expected'],
    ['{a:1}', 'string was expected'],
    ['01', 'nothing more'],
    ['NaN', 'value was expected'],
    ['"\n"', 'string was expected'],
    ['"\\x"', 'string was expected'],
    ['', 'value was expected'],
    ['nulll', 'nothing more'],
    ['\ufeff1', 'value was expected'],
    ['['.repeat(201), 'nested deeper'],
  ])('refuses %j', (text, why) => {
    expect(() => parseJson(text)).toThrow(why);
  });

  it('reads the same number in any spelling that is exact', () => {
    expect(parseJson(' [1.0, 10e-1, 0.1E1, -0, 1e2, 123456789012345680000, 0.000001] ')).toEqual([1, 1, 1, -0, 100, 123456789012345680000, 1e-6]);
  });

  it('gives every member as the object’s own', () => {
    const value = parseJson('{"__proto__":{"admin":true},"x":null}');
    expect(Object.keys(value as object)).toEqual(['__proto__', 'x']);
    expect(canonicalJson(value)).toBe('{"__proto__":{"admin":true},"x":null}');
  });
});
