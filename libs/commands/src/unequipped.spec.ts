// What a process without keys, or without a store that answers, does not do, and what it does all the same.
import { describe, expect, it } from '@jest/globals';
import { readSettings } from '@covenant/platform';
import { noGuard, recordUpkeepIn } from './index.js';

const event = (type: string) => ({ id: 'x', type, data: {}, metadata: {} }) as never;

describe('a process that has no keys', () => {
  it('records neither that somebody was forgotten nor what would have to be sealed', async () => {
    const stream = 'subject-018f4d3e-0000-7000-8000-000000000009';
    await expect(noGuard.before(stream, [event('SubjectErasureAnnounced'), event('SubjectErased')], false)).rejects.toThrow('cannot destroy the key');
    await expect(noGuard.before('grievance-x', [event('GrievanceAnswered')], false)).rejects.toThrow('cannot seal what GrievanceAnswered holds');
    const plain = [event('SubjectErasureAnnounced')];
    expect(await noGuard.before(stream, plain, true)).toBe(plain);
  });
});

describe('an act that was done and whose store cannot be reached', () => {
  it('does not end in an error: who did it is told', async () => {
    const said: string[] = [];
    const say = (line: string): void => void said.push(line);
    const settings = readSettings({});
    await recordUpkeepIn(settings, { databaseUrl: 'postgres://nobody@127.0.0.1:1/none', name: 'test' }, { act: 'read-models-resumed' }, say);
    expect(said).toEqual([expect.stringMatching(/^This was done, and could not be recorded in the ledger: /)]);
    await recordUpkeepIn(settings, { databaseUrl: undefined, name: 'test' }, { act: 'read-models-resumed' }, say);
    expect(said[1]).toMatch(/^Not recorded in the ledger: neither/);
  });
});
