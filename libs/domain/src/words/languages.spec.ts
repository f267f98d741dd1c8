import { readdirSync, readFileSync } from 'node:fs';
import { describe as about, expect, it } from '@jest/globals';
import { roles } from '../kernel/actor.js';
import type { JsonObject } from '../kernel/json.js';
import { eventTypes } from '../registry.js';
import { sentenceOf } from '../views/sentence.js';
import { legible } from '../values/legible.js';
import * as records from '../vocabularies/records.js';
import * as small from '../vocabularies/small.js';
import { languages, type Language } from './catalogue.js';
import { eventsInEnglish } from './events.en.js';
import { labelsInFrench } from './labels.fr.js';
import { labelsInSpanish } from './labels.es.js';
import { eventsInSpanish } from './events.es.js';
import { eventsInFrench } from './events.fr.js';
import { describe, roleName } from './words.js';

interface Recorded {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: JsonObject;
}

const folder = new URL('../../../../test/frozen/events/', import.meta.url);
const recorded: readonly Recorded[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .flatMap((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as readonly { readonly events: readonly Recorded[] }[])
  .flatMap(({ events }) => events);

const leaves = (value: unknown): readonly unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value];

/** What a sentence has of its event, whatever the language: text as it was written, keys, numbers, and years of dates. */
const facts = (data: JsonObject, english: string): readonly string[] =>
  leaves(data).flatMap((leaf): readonly string[] => {
    if (typeof leaf === 'number') return [String(leaf)];
    if (typeof leaf !== 'string') return [];
    if (/^\d{4}-\d\d-\d\d$/.test(leaf)) return [leaf.slice(0, 4)];
    return /[A-Z ]/.test(leaf) || english.includes(`“${leaf}”`) ? [leaf] : [];
  }).filter((fact) => english.includes(fact));

about('every language', () => {
  it('is English, Spanish and French', () => {
    expect(languages).toEqual(['en', 'es', 'fr']);
    expect(Object.keys(eventsInSpanish)).toEqual(Object.keys(eventsInEnglish));
    expect(Object.keys(eventsInFrench)).toEqual(Object.keys(eventsInEnglish));
  });

  it.each(eventTypes.map((type) => [type]))('tells the same of %s, in words of its own', (type) => {
    const examples = recorded.filter((event) => event.type === type);
    expect(examples).not.toHaveLength(0);
    for (const { schemaVersion, data } of examples) {
      const english = sentenceOf(type, schemaVersion, data);
      const others = (['es', 'fr'] as const).map((language) => sentenceOf(type, schemaVersion, data, language));
      expect(new Set([english, ...others]).size).toBe(3);
      for (const sentence of others) {
        expect(sentence).toMatch(/^[^a-z ].*[.)]|^.+: ./s);
        expect(sentence).not.toMatch(/undefined|NaN|\[object/);
        expect(facts(data, english).filter((fact) => !sentence.includes(fact))).toEqual([]);
      }
    }
  });

  it('has a name for every code that a sentence speaks of, and for every role', () => {
    for (const labels of [labelsInSpanish, labelsInFrench]) {
      expect([labels.grades, labels.initiatives, labels.outcomes, labels.answers, labels.triggers, labels.findings, labels.onKinds, labels.votes, labels.responses, labels.erasures, labels.holds, labels.upkeep, labels.toBodies, labels.byApprovers].map(Object.keys)).toEqual(
        [small.followUpGrades, small.initiatives, records.scrutinyOutcomes, records.ownerAnswers, records.scrutinyTriggers, records.findingOutcomes, records.recordKinds, small.votes, small.recommendationResponses, records.erasureGrounds, records.holdGrounds, records.upkeepActs, records.escalationBodies, records.approvers].map(({ codes }) => codes),
      );
      expect(Object.keys(labels.roles)).toEqual([...roles]);
    }
    expect(roleName('focal-point', 'fr')).toBe('point focal');
    expect(roleName('role-of-tomorrow', 'es')).toBe('role of tomorrow');
  });

  it.each<[Language, string, JsonObject, string]>([
    ['es', 'CommitmentMade', { title: 'Vivienda', dueOn: '2026-06-01' }, 'Se asumió el compromiso «Vivienda», que vence el 1 de junio de 2026.'],
    ['fr', 'CommitmentMade', { title: 'Logement', dueOn: '2026-06-01' }, 'L’engagement «\u00a0Logement\u00a0» a été pris, pour le 1er juin 2026.'],
    ['es', 'CommitmentBroken', { dueOn: '2026-06-30', graceDays: 1 }, 'El compromiso se incumplió: pasó sin cumplimiento 1 día de gracia después del 30 de junio de 2026.'],
    ['fr', 'CommitmentBroken', { dueOn: '2026-06-30', graceDays: 30 }, 'L’engagement a été rompu\u00a0: 30 jours de grâce après le 30 juin 2026 sont passés sans qu’il soit tenu.'],
    ['es', 'CityEnrolled', { name: 'Bilbao', declaredOn: '2011' }, 'Bilbao quedó inscrita; se declaró ciudad de derechos humanos en 2011.'],
    ['fr', 'RemedyEscalated', { to: 'court', reason: 'Rien n’a été fait.' }, 'La réparation a été portée à la justice\u00a0: Rien n’a été fait.'],
    ['fr', 'SomethingOfTomorrow', {}, 'SomethingOfTomorrow a été inscrit.'],
  ])('in %s of %s', (language, type, data, sentence) => {
    expect(describe({ type, data }, language)).toBe(sentence);
  });
});

about('text among ours', () => {
  it('shows a mark for what would break or turn it, and is otherwise as it is', () => {
    expect(legible('Homes\u202e2026\u0000\u001b[31m\u2028end\u009b')).toBe('Homes\ufffd2026\ufffd\ufffd[31m\ufffdend\ufffd');
    const plain = 'Two lines\nand a tab\t, שלום\u200f, «été», 🏠';
    expect(legible(plain)).toBe(plain);
  });
});
