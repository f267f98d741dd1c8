import { createLog, Metrics } from '@covenant/platform';
import { describe, expect, it } from '@jest/globals';
import { limitFigures, shedFigures } from './limit-figures.js';

describe('what is refused for its number', () => {
  it('is a figure each time, and a line when it begins', async () => {
    const lines: string[] = [];
    const told = { metrics: new Metrics(), log: createLog('info', { write: (line: string) => void lines.push(line) }) };
    const [limits, shed] = [limitFigures(told), shedFigures(told)];
    for (let times = 0; times < 3; times += 1) {
      limits.limited('address');
      shed('reads');
    }
    limits.limited('caller');
    const kinds = lines.map((line) => JSON.parse(line) as { level: string; by?: string; what?: string }).map(({ level, by, what }) => [level, by ?? what]);
    expect(kinds).toEqual([['info', 'address'], ['warn', 'reads'], ['info', 'caller']]);
    const text = await told.metrics.text();
    expect(text).toContain('covenant_requests_limited_total{by="address"} 3');
    expect(text).toContain('covenant_requests_shed_total{what="reads"} 3');
  });
});
