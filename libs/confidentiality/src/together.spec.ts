import { describe, expect, it } from '@jest/globals';
import { Together } from './together.js';

/** What was asked, and a way to answer it. */
interface Asked {
  readonly all: readonly string[];
  readonly answer: (text: string) => void;
  readonly fail: (error: Error) => void;
}

function asking(): { readonly asked: Asked[]; readonly together: Together<string> } {
  const asked: Asked[] = [];
  const together = new Together<string>((all) => new Promise((answer, fail) => asked.push({ all, answer, fail })));
  return { asked, together };
}

/** Once every promise that is settled was told of. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('asking together', () => {
  it('gives who comes while an asking is under way an answer that was asked for after they came', async () => {
    const { asked, together } = asking();
    const first = together.of('a');
    await settled();
    const later = [together.of('a'), together.of('b')];
    expect(asked.map(({ all }) => all)).toEqual([['a']]);
    asked[0]?.answer('one');
    expect(await first).toBe('one');
    await settled();
    expect(asked.map(({ all }) => all)).toEqual([['a'], ['a', 'b']]);
    asked[1]?.answer('two');
    expect(await Promise.all(later)).toEqual(['two', 'two']);
    const again = together.of('c');
    await settled();
    asked[2]?.answer('three');
    expect(await again).toBe('three');
  });

  it('lets one that cannot be answered fail alone', async () => {
    const together = new Together((all: readonly string[]) => (all.includes('broken') ? Promise.reject(new Error('broken')) : Promise.resolve(all.length)));
    const outcomes = await Promise.allSettled(['first', 'whole', 'broken', 'other'].map((one) => together.of(one)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(await together.of('after')).toBe(1);
  });
});
