import { describe, expect, it } from '@jest/globals';
import { aggregates } from '../registry.js';
import { aggregateNames } from './decider.js';

describe('an administrator', () => {
  it('changes keys of the log, and nothing else', () => {
    const allowed = aggregateNames.filter((name) => Object.values(aggregates[name].permissions).flat().includes('administrator'));
    expect(allowed).toEqual(['log-key']);
  });
});
