// A short run of what `npm run fuzz` does for as long as one likes: every operation of the description by every caller.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { installed } from '../interop/tools.js';
import type { Description } from '../support/description.js';
import { fuzz, schemathesis } from './schemathesis.js';
import { startTarget, type Target } from './target.js';

jest.setTimeout(600_000);

const hasPython = installed('python3');
if (!hasPython) process.stderr.write('Not run here: the requests made out of the OpenAPI description (test/fuzz). Python 3 is not installed.\n');
const withPython = hasPython ? describe : describe.skip;

/** No more than there are callers, so that each meets each operation. */
const examples = 10;

withPython('requests made out of the description', () => {
  let target: Target;
  beforeAll(async () => {
    schemathesis();
    target = await startTarget();
  }, 600_000);
  afterAll(() => target.ledger.stop());

  it('are told apart from what is not described', async () => {
    const { description } = target;
    const path = '/v1/groups';
    const { get } = description.paths[path] ?? {};
    if (get === undefined) throw new Error('there is no list of groups');
    const { 400: _invalid, ...responses } = get.responses;
    const narrowed: Description = { ...description, paths: { [path]: { get: { ...get, responses } } } };
    const found = await fuzz({ ...target, description: narrowed }, { seed: 1, examples: 40, phases: ['fuzzing'] });
    expect(found.wrong).toMatch(/Undocumented status code[\s\S]*Received: 400/);
  });

  it('get no answer but those that are described, whoever sends them', async () => {
    const found = await fuzz(target, { seed: 20_261, examples, phases: ['fuzzing'] });
    expect(found.wrong).toBe('');
    const operations = Object.values(target.description.paths).flatMap((item) => Object.keys(item)).length;
    expect(found.operations).toBe(operations);
    for (const caller of Object.keys(target.known.callers)) {
      const statuses = Object.values(found.met[caller] ?? {});
      expect([caller, statuses.reduce((sum, count) => sum + count, 0) >= operations / 2]).toEqual([caller, true]);
    }
    // They are no mere noise at the door: some are taken, by those who may.
    for (const caller of ['staff', 'focal-point', 'council', 'oversight']) {
      const met = Object.keys(found.met[caller] ?? {});
      expect([caller, met]).toEqual([caller, expect.arrayContaining(['200', '403'])]);
    }
  });
});
