import { describe as about, expect, it } from '@jest/globals';
import { unlike } from '../../../../test/support/alike.js';
import { aggregateNames } from '../kernel/decider.js';
import type { RefusalCode } from '../kernel/codes.js';
import { refusalCodes } from '../kernel/codes.js';
import type { JsonObject } from '../kernel/json.js';
import { languages, type Language } from './catalogue.js';
import { refusalSentence, unknownSentence } from './words.js';

/** Of every member that a refusal speaks of, something that it could be. Of each only what is its own is taken. */
const everything: JsonObject = {
  recommendation: 'advice-1', resolution: 'motion-2', hold: 'hold-3', milestone: 'stage-4', seat: 'seat-5', meeting: 'meeting-6', measure: 'measure-7',
  condition: 'condition-8', office: 'office-9', vocabulary: 'vocabulary-10', slug: 'slug-11', given: 12, known: ['item-13', 'item-14', 'item-15'],
  open: ['item-16', 'item-17'], own: ['seat-18'], dueOn: '2026-08-23', today: '2026-08-24', start: '2026-08-25', from: '2026-08-26',
  bothUntil: '2026-08-27', earliest: '2026-08-28', yes: 29, no: 30, entitled: 31, quorum: 32, version: 33, openDuties: 34, least: 35, most: 36,
  limit: 37, command: 'report-progress', status: 'reported-fulfilled', allowed: ['oversight', 'council'], result: 'met', outcome: 'deferred',
  kind: 'seat', role: 'staff', grade: 'E', right: 'restitution', aggregate: 'remedy', member: 'sha256', whole: true, heldBy: ['case-open', 'legal-hold'],
};
const branches: readonly [RefusalCode, JsonObject][] = [
  ['kept-by-a-hold', { heldBy: [] }], ['kept-by-a-hold', { heldBy: ['remedy-open'] }], ['invalid-evidence', { member: 'mediaType' }],
  ['invalid-number', { least: 1, most: 5 }], ['retention-runs', { dueOn: '' }], ['other-seat', { own: [] }], ['unknown-record', { aggregate: 'city' }],
  ['unknown-condition', {}], ['unknown-hold', { known: [] }], ['unknown-milestone', { known: [] }], ['unknown-item', { kind: 'meeting', known: [] }],
  ['successor-missing', { openDuties: 1 }], ['no-quorum', { given: 1, entitled: 1, quorum: 50 }],
];

const facts = (data: JsonObject, english: string): readonly string[] =>
  Object.values(data).flat().flatMap((one): readonly string[] => {
    const text = typeof one === 'number' ? String(one) : typeof one === 'string' ? one : '';
    const date = /^(\d{4})-\d\d-(\d\d)$/.exec(text);
    if (date !== null) return [date[1] ?? '', String(Number(date[2]))];
    return typeof one === 'number' || /\d/.test(text) ? [text] : [];
  }).filter((fact) => english.includes(fact));

about('every refusal', () => {
  it.each([...refusalCodes.map((code): [RefusalCode, JsonObject] => [code, everything]), ...branches])('is told alike in every language: %s %#', (code, data) => {
    const [english = '', spanish = '', french = ''] = languages.map((language) => refusalSentence({ code, data }, language));
    expect(unlike(english, spanish, french)).toEqual([]);
    for (const sentence of [spanish, french]) expect(facts(data, english).filter((fact) => !sentence.includes(fact))).toEqual([]);
  });

  it.each<[Language, RefusalCode, JsonObject, string]>([
    ['es', 'wrong-state', { command: 'report-progress', status: 'reported-fulfilled', allowed: ['open', 'contested'] }, 'El registro está en el estado «reported-fulfilled»; para la orden «report-progress» ha de estar en «open» o «contested».'],
    ['fr', 'role-not-allowed', { command: 'verify', allowed: ['oversight', 'council'] }, 'L’ordre «\u00a0verify\u00a0» demande le rôle «\u00a0contrôle\u00a0» ou «\u00a0conseil municipal\u00a0».'],
    ['es', 'role-not-allowed', { command: 'verify', allowed: ['council', 'oversight'] }, 'La orden «verify» exige el rol de consejo municipal o supervisión.'],
    ['fr', 'not-yet-due', { today: '2026-06-30', dueOn: '2026-07-01' }, 'Nous sommes le 30 juin 2026, et le 1er juillet 2026 n’est pas passé\u00a0: une échéance est manquée quand son jour a pris fin sans l’acte.'],
    ['es', 'unknown-record', { aggregate: 'obligation' }, 'En esta ciudad ninguna obligación tiene este id.'],
    ['es', 'unknown-measure', { known: ['m1', 'o2'] }, 'La reparación no tiene tal medida; sus medidas son m1 u o2.'],
    ['fr', 'successor-missing', { openDuties: 1 }, 'Le porteur de devoirs a encore 1 devoir ouvert\u00a0; il faut nommer le successeur à qui ils passent.'],
  ])('reads well in %s: %s', (language, code, data, sentence) => {
    expect(refusalSentence({ code, data }, language)).toBe(sentence);
  });
});

about('a record that there is not', () => {
  it.each(aggregateNames.map((name) => [name]))('is told alike in every language: %s', (aggregate) => {
    for (const asOf of [undefined, '17']) {
      const [english = '', spanish = '', french = ''] = languages.map((language) => unknownSentence({ aggregate, id: 'id-1', asOf }, language));
      expect(unlike(english, spanish, french)).toEqual([]);
      for (const sentence of [english, spanish, french]) expect([sentence.includes('id-1'), sentence.includes('17')]).toEqual([true, asOf !== undefined]);
    }
  });
});
