// The alarms, their runbooks and their rules: the file is in order, and each rule finds the breach that it is there to find.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { breachesOfAlarms, figuresIn } from '../../deploy/lint/alarms.mjs';

const rule = () => ({
  alert: 'CovenantThing',
  expr: 'sum(rate(covenant_thing_total[5m])) > 0',
  for: '1m',
  labels: { severity: 'critical' },
  annotations: { summary: 'A thing' },
});
type Rule = Omit<ReturnType<typeof rule>, 'annotations' | 'labels'> & { annotations: object; labels: object; record?: string };

const found = (change: (of: Rule) => void, runbook = '# Runbooks\n\n## CovenantThing\n'): readonly string[] => {
  const one: Rule = rule();
  change(one);
  return breachesOfAlarms({ groups: [{ name: 'covenant', rules: [one] }] }, runbook, new Set(['covenant_thing_total']));
};

describe('the alarms of deploy/', () => {
  it('each have a runbook, and each runbook an alarm', () => {
    const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
    const file: unknown = parse(read('deploy/prometheus/alarms.yaml'));
    const figures = new Set([...read('deploy/prometheus/alarms.yaml').matchAll(/covenant_[a-z_]+/g)].map(([name]) => name.replace(/_bucket$|_count$/, '')));
    expect(breachesOfAlarms(file, read('docs/how-to/runbooks.md'), figures)).toEqual([]);
  });

  it('that are in order are taken', () => expect(found(() => undefined)).toEqual([]));

  const breaches: readonly [string, (of: Rule) => void, string][] = [
    ['no PromQL', (of) => (of.expr = 'sum(rate(covenant_thing_total[5m]) > 0'), 'is no PromQL'],
    ['a figure that nobody exports', (of) => (of.expr = 'covenant_thang_total > 0'), 'no process exports covenant_thang_total'],
    ['no figure', (of) => (of.expr = '1 > 0'), 'looks at nothing'],
    ['no runbook', (of) => (of.alert = 'CovenantOther'), 'has no runbook'],
    ['a name of somebody else', (of) => (of.alert = 'Thing'), 'is no name of ours'],
    ['no severity', (of) => (of.labels = {}), 'neither critical nor a warning'],
    ['no words', (of) => (of.annotations = {}), 'says nothing'],
    ['no duration', (of) => (of.for = 'soon'), 'is no duration'],
    ['something else beside it', (of) => (of.record = 'x'), 'nothing of an alarm’s'],
  ];
  it.each(breaches)('with %s are refused', (_case, change, words) => {
    expect(found(change).join('\n')).toContain(words);
  });

  it('leave no runbook without one', () => {
    expect(found(() => undefined, '## CovenantThing\n\n## CovenantGone\n')).toEqual(['CovenantGone: a runbook without an alarm']);
  });

  it('look at the figures that stand in selectors, not at labels or functions', () => {
    expect(figuresIn('histogram_quantile(0.99, sum by (le) (rate(a_bucket{b="c"}[5m]))) / max(d) > 1')).toEqual(['a_bucket', 'd']);
  });
});
