import { describe, expect, it } from '@jest/globals';
import { allowed, billFaults, licenceBreaches, permits, schemaFaults, withoutBuilding } from '../../scripts/supply.mjs';

describe('licences', () => {
  it.each<[string, boolean]>([
    ['MIT', true],
    ['GPL-3.0-only', false],
    ['(MIT OR GPL-3.0-only)', true],
    ['MIT AND GPL-3.0-only', false],
    ['(BSD-3-Clause AND Apache-2.0)', true],
    ['GPL-3.0-only OR (MIT AND ISC)', true],
    ['MIT OR', false],
    ['SEE LICENSE IN LICENSE', false],
    ['', false],
  ])('%s', (expression, holds) => {
    expect(permits(expression, allowed)).toBe(holds);
  });

  it('are asked of every package, of those for building less', () => {
    const packages = {
      '': { version: '1' },
      'node_modules/a': { version: '1.0.0', license: 'MIT' },
      'node_modules/b': { version: '2.0.0' },
      'node_modules/a/node_modules/@x/c': { version: '3.0.0', license: 'MPL-2.0' },
      'node_modules/d': { version: '4.0.0', license: 'MPL-2.0', dev: true },
      'node_modules/e': { version: '5.0.0', license: 'UNLICENSED', dev: true },
    };
    expect(licenceBreaches({ packages }, (place) => (place.endsWith('/b') ? 'ISC' : undefined))).toEqual(['@x/c 3.0.0: MPL-2.0', 'e 5.0.0: UNLICENSED']);
    expect(licenceBreaches({ packages: { 'node_modules/b': { version: '2.0.0' } } }, () => undefined)).toEqual(['b 2.0.0: no licence']);
  });
});

describe('the bill of materials', () => {
  const component = (name: string) => ({ type: 'library', name, version: '1.0.0', purl: `pkg:npm/${name}@1.0.0`, 'bom-ref': `${name}@1.0.0`, licenses: [{ license: { id: 'MIT' } }] });
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: 'urn:uuid:1a67d8dd-f227-4ff3-b939-b0ba37cef44c',
    version: 1,
    metadata: { timestamp: '2026-11-28T05:56:43.234Z', component: { type: 'application', name: 'covenant', 'bom-ref': 'covenant@0.1.0' } },
    components: [component('a'), component('b')],
    dependencies: [{ ref: 'covenant@0.1.0', dependsOn: ['a@1.0.0'] }],
  };
  const lock = { packages: { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/a/node_modules/b': { version: '1.0.0' }, 'node_modules/dev': { version: '1.0.0', dev: true }, 'node_modules/other-machine': { version: '1.0.0' } } };
  const isInstalled = (place: string): boolean => place !== 'node_modules/other-machine';

  it('is taken when it is whole, and names what only builds no longer', async () => {
    expect(billFaults(bill, lock, isInstalled)).toEqual([]);
    expect(await schemaFaults(bill)).toEqual([]);
    const all = { ...bill, components: [...bill.components, component('dev')], dependencies: [{ ref: 'covenant@0.1.0', dependsOn: ['a@1.0.0', 'dev@1.0.0'] }, { ref: 'dev@1.0.0' }] };
    expect(withoutBuilding(all, lock)).toEqual(bill);
  });

  it.each<[string, object, RegExp]>([
    ['a package is missing', { components: [component('a')] }, /b 1\.0\.0 is missing/],
    ['one stands there twice', { components: [component('a'), component('a'), component('b')] }, /twice/],
    ['a reference leads nowhere', { dependencies: [{ ref: 'c@1.0.0' }] }, /c@1\.0\.0 is named/],
    ['it is of another format', { bomFormat: 'SPDX' }, /no CycloneDX/],
    ['it has no number', { serialNumber: '1' }, /no number/],
    ['a component has no address', { components: [component('a'), { ...component('b'), purl: 'b' }] }, /b is not described/],
  ])('is refused when %s', (_, change, words) => {
    expect(billFaults({ ...bill, ...change }, lock, isInstalled).join()).toMatch(words);
  });

  it.each<[string, object, RegExp]>([
    ['a component is of no kind that there is', { components: [{ ...component('a'), type: 'thing' }] }, /^\/components\/0\/type must be equal to one of/],
    ['a licence has no form', { components: [{ ...component('a'), licenses: [{ id: 'MIT' }] }] }, /^\/components\/0\/licenses/],
    ['its number is none', { serialNumber: 'urn:uuid:1' }, /^\/serialNumber must match pattern/],
    ['its time is none', { metadata: { ...bill.metadata, timestamp: 'today' } }, /^\/metadata\/timestamp must match format/],
    ['a member is unknown', { componentes: [] }, /^\/ must NOT have additional properties/],
  ])('is not as the official schema has it when %s', async (_, change, words) => {
    expect((await schemaFaults({ ...bill, ...change })).join('\n')).toMatch(words);
  });
});
