import { describe, expect, it } from '@jest/globals';
import { KnownStreams } from './known-streams.js';

describe('what is known of streams', () => {
  it('grows by what follows, and by the part that is new of what overlaps', () => {
    const known = new KnownStreams();
    expect(known.get('s')).toBeUndefined();
    known.learn('s', 0, []);
    expect(known.get('s')).toEqual([]);
    known.learn('s', 0, ['a', 'b']);
    known.learn('s', 1, ['b', 'c']);
    known.learn('s', 0, ['a']);
    expect(known.get('s')).toEqual(['a', 'b', 'c']);
  });

  it('learns nothing behind a gap', () => {
    const known = new KnownStreams();
    known.learn('s', 2, ['c']);
    expect(known.get('s')).toBeUndefined();
    known.learn('s', 0, ['a']);
    known.learn('s', 2, ['c']);
    expect(known.get('s')).toEqual(['a']);
  });

  it('forgets the stream not looked at for longest, and never keeps more than its share', () => {
    const known = new KnownStreams();
    const ids = Array.from({ length: 99_998 }, (_, index) => String(index));
    known.learn('first', 0, ids);
    known.learn('second', 0, ids);
    known.learn('third', 0, ids);
    expect([known.get('first'), known.get('third')]).toEqual([undefined, ids]);
    known.learn('too long', 0, Array.from({ length: 300_000 }, () => 'x'));
    expect(known.get('too long')).toBeUndefined();
  });
});
