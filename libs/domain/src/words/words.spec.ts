import { readdirSync, readFileSync } from 'node:fs';
import { describe as about, expect, it } from '@jest/globals';
import type { RefusalCode } from '../kernel/codes.js';
import { refusalCodes } from '../kernel/codes.js';
import type { JsonObject } from '../kernel/json.js';
import { isRefusal } from '../kernel/refusal.js';
import { eventTypes } from '../registry.js';
import { commitmentTerms, evidence, given, people } from '../testing.js';
import { commitment } from '../commitment/commitment.js';
import { eventsInEnglish } from './events.en.js';
import { refusalsInEnglish } from './refusals.en.js';
import { describe, refusalSentence } from './words.js';

about('what happened, in words', () => {
  it('has a sentence for every event type', () => {
    expect(Object.keys(eventsInEnglish).sort()).toEqual([...eventTypes].sort());
  });

  it.each<[string, JsonObject, string]>([
    [
      'CityEnrolled',
      { name: 'Sampleton', declaredOn: '2003', sample: true },
      'Sampleton was enrolled as a sample; it declared itself a human rights city in 2003.',
    ],
    [
      'CityEnrolled',
      { name: 'Sampleton', declaredOn: '2011-04-19' },
      'Sampleton was enrolled; it declared itself a human rights city on 19 April 2011.',
    ],
    [
      'CommitmentMade',
      { title: 'Inspect', dueOn: '2026-06-30' },
      'The commitment “Inspect” was made, due on 30 June 2026.',
    ],
    [
      'CommitmentProgressReported',
      { text: 'Half.', share: 0.5 },
      'The duty-bearer reported progress (50 % done): Half.',
    ],
    ['CommitmentFellDue', { dueOn: '2026-06-30' }, '30 June 2026 passed without the commitment being fulfilled.'],
    [
      'CommitmentBroken',
      { dueOn: '2026-06-30', graceDays: 1 },
      'The commitment was broken: 1 day of grace after 30 June 2026 passed without fulfilment.',
    ],
    [
      'ScrutinyDecided',
      {
        outcome: 'deferred',
        reasons: 'More is needed.',
        conditions: [],
        decidedBy: { body: 'Council', on: '2026-03-02' },
      },
      'Council decided on 2 March 2026: deferred. More is needed.',
    ],
    [
      'RemedyEscalated',
      { to: 'council', reason: 'overdue', measure: 'r1', dueOn: '2026-04-30' },
      'The remedy was escalated to the council, since it stayed late after 30 April 2026.',
    ],
    ['MeasureConfirmed', { measure: 'r1' }, 'Oversight confirmed measure “r1”.'],
    ['SomethingOfTomorrow', {}, 'SomethingOfTomorrow was recorded.'],
    ['toString', {}, 'toString was recorded.'],
  ])('says of %s: %#', (type, data, sentence) => {
    expect(describe({ type, data })).toBe(sentence);
  });
});

about('what would have been right', () => {
  it('has a sentence for every code', () => {
    expect(Object.keys(refusalsInEnglish).sort()).toEqual([...refusalCodes].sort());
    for (const code of refusalCodes) expect(refusalSentence({ code, data: {} })).toMatch(/^[A-Z“].*\.$/);
  });

  it.each<[RefusalCode, JsonObject, string]>([
    ['other-seat', { own: ['s1'] }, 'A member of the council speaks for their own seat, s1; who never held one writes down what the others said.'],
    ['other-seat', { own: [] }, 'Who has been a member of the council does not write down what the others said: that is for a clerk who never was.'],
    [
      'wrong-state',
      { command: 'report-progress', status: 'reported-fulfilled', allowed: ['open', 'contested'] },
      'The record is reported fulfilled; to report progress it has to be open or contested.',
    ],
    [
      'kept-by-a-hold',
      { heldBy: ['remedy-open', 'legal-hold'] },
      'What is sealed in a case is kept as long as a remedy that answers it is open or a hold on it is not lifted.',
    ],
    [
      'successor-missing',
      { openDuties: 1 },
      'The duty-bearer still holds 1 open duty; name the successor to whom they pass.',
    ],
    ['invalid-number', { least: 1, most: 5, whole: true }, 'This is a whole number from 1 to 5.'],
    ['unknown-milestone', { known: [] }, 'The commitment has no milestones; add one first.'],
    ['unknown-condition', { known: ['c1', 'c2'] }, 'The decision has no such condition; its conditions are c1 or c2.'],
    [
      'not-yet-due',
      { today: '2026-06-30', dueOn: '2026-06-30' },
      'It is 30 June 2026, and 30 June 2026 was not missed: a date is missed when its day has ended without the act.',
    ],
    [
      'role-not-allowed',
      { command: 'verify', allowed: ['oversight', 'council'] },
      'To verify takes the role oversight or council.',
    ],
  ])('says of %s', (code, data, sentence) => {
    expect(refusalSentence({ code, data })).toBe(sentence);
  });

  it('is said of real refusals, without a gap', () => {
    const reported = given(commitment)
      .and(people.housing, { type: 'make', data: commitmentTerms })
      .and(people.housing, { type: 'report-fulfilled', data: { text: 'Done', evidence: [evidence] } });
    const outcome = reported.when(people.oversight, { type: 'verify', data: { grade: 'E', reasons: 'No' } });
    expect(isRefusal(outcome) && refusalSentence(outcome)).toBe('Grade E says otherwise; here the grade is A or B.');
  });
});

about('every refusal', () => {
  /** Told by whoever looks records up, before the domain is asked. */
  const givenElsewhere: readonly RefusalCode[] = ['unknown-record'];

  it('is reached by a test of this room', () => {
    const root = new URL('../', import.meta.url);
    const specs = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.spec.ts'));
    const text = specs.map((file) => readFileSync(new URL(file, root), 'utf8')).join('\n');
    const reached = new Set([...text.matchAll(/refused\('(?:state|rule|role)', '([a-z-]+)'/g)].map(([, code]) => code));
    expect(refusalCodes.filter((code) => !reached.has(code))).toEqual(givenElsewhere);
  });
});
