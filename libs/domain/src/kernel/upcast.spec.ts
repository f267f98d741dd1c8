import { describe, expect, it } from '@jest/globals';
import { UnreadableEvent, upcast } from './upcast.js';

/** An aggregate of the imagination, whose event has been changed twice. */
const lamps = {
  schemaVersions: { LampLit: 3, LampOut: 1 },
  upcasts: {
    LampLit: {
      1: ({ colour, ...data }: { readonly colour?: string }) => ({ ...data, colours: [colour ?? 'white'] }),
      2: (data: object) => ({ ...data, bright: true }),
    },
  },
};

describe('reading an event of an older version', () => {
  it('takes every step up to the present one', () => {
    expect(upcast(lamps, 'LampLit', 1, { place: 'hall', colour: 'red' })).toEqual({
      place: 'hall',
      colours: ['red'],
      bright: true,
    });
    expect(upcast(lamps, 'LampLit', 2, { colours: [] })).toEqual({ colours: [], bright: true });
  });

  it('leaves the present version and the given object as they are', () => {
    const data = { place: 'hall' };
    expect(upcast(lamps, 'LampLit', 3, data)).toBe(data);
    const old = { colour: 'red' };
    upcast(lamps, 'LampLit', 1, old);
    expect(old).toEqual({ colour: 'red' });
  });

  it.each([
    ['an unknown type', 'LampStolen', 1, 'unknown type'],
    ['a member of objects for a type', 'constructor', 1, 'unknown type'],
    ['a version from the future', 'LampOut', 2, 'this code reads versions 1 to 1'],
    ['no version', 'LampOut', 0, 'this code reads versions 1 to 1'],
    ['half a version', 'LampLit', 1.5, 'this code reads versions 1 to 3'],
  ])('says what it cannot read: %s', (_case, type, version, reason) => {
    expect(() => upcast(lamps, type, version, {})).toThrow(new UnreadableEvent(type, version, reason));
  });

  it('does not leap over a step that is missing', () => {
    const gap = { schemaVersions: { LampLit: 2 }, upcasts: {} };
    expect(() => upcast(gap, 'LampLit', 1, {})).toThrow(
      new UnreadableEvent('LampLit', 1, 'no step to the next version'),
    );
  });
});
