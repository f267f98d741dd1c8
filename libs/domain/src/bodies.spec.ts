import { describe, expect, it } from '@jest/globals';
import { aggregateNames } from './kernel/decider.js';
import type { Refusal } from './kernel/refusal.js';
import { isRefusal } from './kernel/refusal.js';
import { aggregateNamed } from './registry.js';
import { recordId } from './testing.js';
import type { Full } from './testing/full-body.js';
import { fullBodies } from './testing/full-bodies.data.js';

/** Every member of every command, spoilt one at a time: the refusal names that member. */

type Spoilt = { readonly pointer: string; readonly body: object; readonly codes: readonly string[] };

/** Members that name another record: whether it exists is looked up before the domain is asked. */
const recordNamed =
  /^\/(cityId|dutyBearerId|parentId|successorId|from|groups\/\d+|obligations\/\d+|positiveMeasureFor\/\d+|impacts\/\d+\/group|measures\/\d+\/dutyBearerId|decidedBy\/dutyBearerId|source\/scrutinyId|beneficiaries\/groups\/\d+|about\/groups\/\d+|about\/dutyBearerId|complainant|remedyId|grievanceId|record\/id|records\/\d+\/id|agenda\/\d+\/record\/id)$/;

const anyCode = [
  'text-missing',
  'unknown-code',
  'invalid-date',
  'invalid-evidence',
  'invalid-key',
  'invalid-slug',
  'invalid-country',
  'invalid-language',
  'invalid-time-zone',
  'invalid-log-key',
  'invalid-signature',
  'unknown-entry',
  'unknown-milestone',
  'unknown-condition',
  'unknown-measure',
  'unknown-hold',
  'unknown-item',
  'invalid-office',
  'not-a-beneficiary',
];

const spoil = (value: unknown, pointer: string, put: (changed: unknown) => object): readonly Spoilt[] => {
  if (typeof value === 'string') {
    if (recordNamed.test(pointer)) return [];
    const tooLong =
      value.length > 10 || / /.test(value)
        ? [{ pointer, body: put('x'.repeat(5_000)), codes: [...anyCode, 'text-too-long'] }]
        : [];
    return [{ pointer, body: put('  '), codes: anyCode }, ...tooLong];
  }
  if (typeof value === 'number') return [{ pointer, body: put(-1), codes: ['invalid-number'] }];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    const items = value as readonly unknown[];
    const many = Array.from({ length: 51 }, () => items[0]);
    const repeats = typeof items[0] === 'string' || pointer.endsWith('/evidence') || pointer === '/redo';
    return [
      { pointer, body: put(many), codes: ['too-many-items'] },
      ...(repeats ? [{ pointer: `${pointer}/1`, body: put([items[0], items[0]]), codes: ['repeated-item'] }] : []),
      ...items.flatMap((item, index) =>
        spoil(item, `${pointer}/${index}`, (changed) => put(items.map((one, i) => (i === index ? changed : one)))),
      ),
    ];
  }
  return Object.entries(value).flatMap(([member, inner]) =>
    spoil(inner, `${pointer}/${member}`, (changed) => put({ ...value, [member]: changed })),
  );
};

const faultsOf = (outcome: unknown): readonly Refusal[] =>
  isRefusal(outcome) ? [outcome, ...(outcome.also ?? [])] : [];

const named = fullBodies.map((full): [string, Full] => [`${full.aggregate.name} ${full.command.type}`, full]);

describe('the full bodies', () => {
  it('are one for every command that people send', () => {
    const byPeople = aggregateNames.flatMap((name) =>
      Object.entries(aggregateNamed(name).permissions).flatMap(([command, allowed]) =>
        allowed.every((role) => role === 'system') ? [] : [`${name} ${command}`],
      ),
    );
    expect(named.map(([name]) => name).sort()).toEqual(byPeople.sort());
  });

  it.each(named)('are taken: %s', (_name, { scenario, actor, command }) => {
    expect(faultsOf(scenario.when(actor, command))).toEqual([]);
  });
});

describe('a spoilt member is named', () => {
  it.each(named)('%s', (_name, { scenario, actor, command }) => {
    const spoilt = spoil(command.data, '', (changed) => changed as object);
    const own = Object.keys(command.data).filter((member) => !recordNamed.test(`/${member}`));
    expect(spoilt.length > 0).toBe(own.length > 0);
    const unnoticed = spoilt.filter(({ pointer, body, codes }) => {
      const faults = faultsOf(scenario.when(actor, { type: command.type, data: body }));
      return !faults.some((fault) => fault.pointer === pointer && codes.includes(fault.code));
    });
    expect(unnoticed.map(({ pointer, codes }) => `${pointer} ${codes.length > 1 ? 'text' : (codes[0] ?? '')}`)).toEqual(
      [],
    );
  });
});

describe('nothing is built on what has ended', () => {
  const endings = { 'duty-bearer': 'dissolved', group: 'retired', obligation: 'ceased' } as const;
  /** A body that has been dissolved since may have decided while it stood. */
  const mayHaveEnded = ['/decidedBy/dutyBearerId'];

  it.each(named)('%s', (_name, { aggregate, scenario, actor, command }) => {
    const references = aggregate.references(command, scenario.state, recordId);
    for (const { aggregate: other, id, pointer } of references) {
      if (other !== 'duty-bearer' && other !== 'group' && other !== 'obligation') continue;
      if (mayHaveEnded.includes(pointer)) continue;
      const outcome = scenario.knowing(other, id, { status: endings[other] }).when(actor, command);
      expect(faultsOf(outcome).map((fault) => [fault.pointer, fault.code])).toContainEqual([
        pointer,
        `${other}-${endings[other]}`,
      ]);
    }
  });
});
