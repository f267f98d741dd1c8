import { describe, expect, it } from '@jest/globals';
import { MigrateUsage, readMigrateArguments } from './arguments.js';

describe('the command line of migrate', () => {
  it('is understood', () => {
    expect(readMigrateArguments(['--from', '.covenant', '--to', 'env:NEW'])).toEqual({
      verb: 'copy',
      from: '.covenant',
      to: 'env:NEW',
      stopped: false,
    });
    expect(readMigrateArguments(['close', '.covenant'])).toEqual({ verb: 'close', place: '.covenant' });
    expect(readMigrateArguments(['keys', '--from', '.covenant', '--to', 'env:NEW'])).toEqual({ verb: 'keys', from: '.covenant', to: 'env:NEW', forgetOthers: false });
    expect(readMigrateArguments(['keys', '--from', 'a', '--to', 'b', '--events', 'env:STORE'])).toMatchObject({ events: 'env:STORE' });
    expect(readMigrateArguments(['--help'])).toBe('help');
  });

  it.each([
    [[], 'Name both ends'],
    [['--from', 'a'], 'Name both ends'],
    [['--from', 'a', '--to', 'a'], 'the same place'],
    [['seal', 'a'], 'close, open and keys'],
    [['keys', '--from', 'a'], 'Name both ends'],
    [['keys', 'a', '--from', 'a', '--to', 'b'], 'keys takes'],
    [['--from', 'a', '--to', 'b', '--forget-others'], 'go with keys'],
    [['--from', 'a', '--to', 'b', '--events', 'c'], 'go with keys'],
    [['close'], 'Name one place'],
    [['open', 'a', 'b'], 'Name one place'],
    [['close', 'a', '--to', 'b'], 'nothing else'],
    [['--form', 'a'], "Unknown option '--form'"],
  ])('is refused as %j', (args, words) => {
    expect(() => readMigrateArguments(args)).toThrow(MigrateUsage);
    expect(() => readMigrateArguments(args)).toThrow(words);
  });
});
