import { describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { readTokenArguments, TokenUsage } from './arguments.js';

const roles = ['staff', 'oversight'];

describe('the arguments of the token command', () => {
  it('are read with their defaults', () => {
    expect(readTokenArguments(['--role', 'staff'], roles)).toEqual({ roles: ['staff'], subject: 'staff', lifetime: 43_200 });
  });

  it('are read in full', () => {
    const dutyBearerId = v7();
    const given = ['--role', 'staff', '--role', 'oversight', '--city', 'pittsburgh-pa', '--duty-bearer', dutyBearerId, '--subject', 'office-7', '--ttl', '7d', '--create', '--new-city'];
    expect(readTokenArguments(given, roles)).toEqual({
      roles: ['staff', 'oversight'],
      subject: 'office-7',
      lifetime: 604_800,
      city: 'pittsburgh-pa',
      dutyBearerId,
      create: true,
      newCity: true,
    });
  });

  it('name a sign-in, which goes alone', () => {
    expect(readTokenArguments(['--sign-in'], roles)).toBe('sign-in');
    expect(() => readTokenArguments(['--sign-in', '--role', 'staff'], roles)).toThrow(/goes alone/);
  });

  it.each([
    [[], /at least one --role: staff, oversight/],
    [['--role', 'king'], /no role “king”/],
    [['--role', 'system'], /no role “system”/],
    [['--role', 'staff', '--city', 'Not A Slug'], /--city/],
    [['--role', 'staff', '--new-city'], /--new-city goes with --city/],
    [['--role', 'staff', '--duty-bearer', 'x'], /--duty-bearer/],
    [['--role', 'staff', '--subject', 'two words'], /--subject/],
    [['--role', 'staff', '--ttl', 'long'], /--ttl/],
    [['--role', 'staff', '--ttl', '0'], /--ttl/],
    [['--role', 'staff', '--ttl', '367d'], /--ttl/],
    [['--role', 'staff', '--issuer', 'nobody'], /--issuer/],
    [['--colour'], /--colour/],
  ])('%j are refused', (args, sentence) => {
    expect(() => readTokenArguments(args, roles)).toThrow(sentence);
    expect(() => readTokenArguments(args, roles)).toThrow(TokenUsage);
  });
});
