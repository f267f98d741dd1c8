import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../kernel/actor.js';
import { evidence, given, ids, people, recordId, refused, scrutinyDecision, scrutinyOpening } from '../testing.js';
import { scrutiny } from './scrutiny.js';
import type { Impact, ScrutinyDecision, ScrutinyOpening } from './scrutiny.events.js';

const open = (change: Partial<ScrutinyOpening> = {}) => ({
  type: 'open' as const,
  data: { ...scrutinyOpening, ...change },
});
const screen = (fullAssessment: boolean) => ({
  type: 'screen' as const,
  data: { fullAssessment, reasons: 'Looked at.' },
});
const harm: Impact = {
  right: 'ICESCR-11.1',
  group: ids.tenants,
  direction: 'negative',
  severity: { scale: 4, scope: 3, irremediability: 2 },
  likelihood: 4,
  mitigation: { kind: 'avoid', text: 'No removal without an offer of a home.' },
};
const assess = (...impacts: readonly Impact[]) => ({ type: 'assess' as const, data: { impacts } });
const consult = { type: 'link-consultation', data: { title: 'Hearing in the park', heldOn: '2026-02-20' } } as const;
const decide = (change: Partial<ScrutinyDecision> = {}) => ({
  type: 'decide' as const,
  data: { ...scrutinyDecision, ...change },
});
const conditional = decide({
  outcome: 'compatible-with-conditions',
  conditions: [{ text: 'Train the officers.', dueOn: '2026-05-01' }],
});
const answer = {
  type: 'answer',
  data: { answer: 'amend', reasons: 'It will be rewritten.', doneBy: '2026-09-01' },
} as const;
const meet = { type: 'meet-condition', data: { condition: 'c1', evidence: [evidence] } } as const;
const fail = { type: 'fail-condition', data: { condition: 'c1', reason: 'No training was held.' } } as const;
const close = { type: 'close', data: { reason: 'Everything was done.' } } as const;

const opened = given(scrutiny).and(people.staff, open());
const screened = opened.and(people.focalPoint, screen(true));
const assessed = screened.and(people.staff, assess(harm));
const decided = assessed.and(people.staff, conditional);
const answered = decided.on('2026-03-20').and(people.police, answer);
/** The owner's own, in another role. */
const insider: Actor = { ...people.council, dutyBearerId: ids.police };

describe('opening and screening', () => {
  it.each<[string, Partial<ScrutinyOpening>, object]>([
    [
      'an instrument of no kind',
      { instrument: { ...scrutinyOpening.instrument, kind: 'song' as 'policy' } },
      refused('rule', 'unknown-code', '/instrument/kind'),
    ],
    ['a trigger that is none', { trigger: 'whim' as 'new' }, refused('rule', 'unknown-code', '/trigger')],
    ['no right', { rights: [] }, refused('rule', 'items-missing', '/rights')],
  ])('is refused for %s', (_case, change, refusal) => {
    expect(given(scrutiny).when(people.staff, open(change))).toMatchObject(refusal);
  });

  it('screens once a round, with reasons even for a no', () => {
    expect(screened.state).toMatchObject({ status: 'screened', rounds: [{ screening: { fullAssessment: true } }] });
    expect(screened.when(people.staff, screen(false))).toMatchObject(refused('state', 'wrong-state'));
    const bare = { type: 'screen', data: { fullAssessment: false, reasons: ' ' } } as const;
    expect(opened.when(people.staff, bare)).toMatchObject(refused('rule', 'text-missing', '/reasons'));
  });

  it('needs no assessment when screened out, and takes none', () => {
    const out = opened.and(people.staff, screen(false));
    expect(out.when(people.staff, assess(harm))).toMatchObject(refused('state', 'screened-out'));
    expect(out.and(people.council, decide()).state).toMatchObject({ status: 'decided' });
  });
});

describe('assessing', () => {
  it('adds up impacts on rights and groups', () => {
    const twice = assessed.and(people.staff, assess({ right: 'ICCPR-9', direction: 'positive' }));
    expect(twice.state).toMatchObject({ status: 'assessed', rounds: [{ impacts: [harm, { right: 'ICCPR-9' }] }] });
    expect(twice.and(people.staff, consult).state).toMatchObject({
      status: 'consulted',
      rounds: [{ consultations: [consult.data] }],
    });
  });

  it.each<[string, Impact, object]>([
    ['a right that is none', { ...harm, right: 'X-1' }, refused('rule', 'unknown-code', '/impacts/0/right')],
    [
      'harm without its severity',
      { right: 'CRC-3', direction: 'negative', likelihood: 3 },
      refused('rule', 'severity-missing', '/impacts/0/severity'),
    ],
    [
      'harm without its likelihood',
      { right: 'CRC-3', direction: 'negative', severity: { scale: 1, scope: 1, irremediability: 1 } },
      refused('rule', 'severity-missing', '/impacts/0/likelihood'),
    ],
    [
      'a severity beyond five',
      { ...harm, severity: { scale: 6, scope: 1, irremediability: 1 } },
      refused('rule', 'invalid-number', '/impacts/0/severity/scale'),
    ],
    [
      'a mitigation that is none',
      { ...harm, mitigation: { kind: 'ignore' as 'avoid', text: 'x' } },
      refused('rule', 'unknown-code', '/impacts/0/mitigation/kind'),
    ],
  ])('is refused for %s', (_case, impact, refusal) => {
    expect(screened.when(people.staff, assess(impact))).toMatchObject(refusal);
  });

  it('is refused without an impact, or for a group that is retired', () => {
    expect(screened.when(people.staff, assess())).toMatchObject(refused('rule', 'items-missing', '/impacts'));
    expect(
      screened.knowing('group', ids.tenants, { status: 'retired' }).when(people.staff, assess(harm)),
    ).toMatchObject(refused('rule', 'group-retired', '/impacts/0/group'));
  });

  it('takes no consultation that has not been held', () => {
    const later = { type: 'link-consultation', data: { ...consult.data, heldOn: '2026-03-03' } } as const;
    expect(assessed.when(people.staff, later)).toMatchObject(refused('rule', 'date-in-future', '/heldOn'));
    expect(screened.when(people.staff, consult)).toMatchObject(refused('state', 'wrong-state'));
  });
});

describe('deciding', () => {
  it('keeps who decided and when, and gives the owner the days of the city’s procedure', () => {
    const city = {
      status: 'enrolled',
      procedure: { scrutinyAnswerDays: 30, remedyEscalationDays: 1, remedyEscalationTo: 'council' },
    };
    const outcome = assessed.knowing('city', ids.city, city).when(people.staff, conditional);
    expect(outcome).toEqual([
      {
        type: 'ScrutinyDecided',
        data: {
          ...conditional.data,
          conditions: [{ key: 'c1', text: 'Train the officers.', dueOn: '2026-05-01' }],
          answerDueOn: '2026-04-01',
        },
      },
    ]);
    expect(scrutiny.references(conditional, assessed.state, recordId)).toEqual([
      { aggregate: 'city', id: ids.city, pointer: '/cityId' },
      { aggregate: 'council', id: ids.city, pointer: '/cityId', mayLack: true },
    ]);
  });

  it('gives sixty days where the city has set none', () => {
    expect(decided.state).toMatchObject({ status: 'decided', rounds: [{ answerDue: { dueOn: '2026-05-01' } }] });
  });

  it('comes after an assessment, unless screened out', () => {
    expect(screened.when(people.council, decide())).toMatchObject(refused('state', 'not-assessed'));
    expect(opened.when(people.council, decide())).toMatchObject(refused('state', 'wrong-state'));
  });

  it('is never of an instrument of one’s own office', () => {
    expect(assessed.when(people.police, decide())).toMatchObject(refused('role', 'own-instrument'));
    expect(assessed.when(insider, decide())).toMatchObject(refused('role', 'own-instrument'));
    const own = decide({ decidedBy: { body: 'Police Board', on: '2026-03-01', dutyBearerId: ids.police } });
    expect(assessed.when(people.staff, own)).toMatchObject(refused('role', 'own-instrument'));
  });

  it.each<[string, Partial<ScrutinyDecision>, object]>([
    ['an outcome that is none', { outcome: 'fine' as 'compatible' }, refused('rule', 'unknown-code', '/outcome')],
    [
      'conditions that are missing',
      { outcome: 'compatible-with-conditions' },
      refused('rule', 'conditions-missing', '/conditions'),
    ],
    [
      'conditions that do not belong',
      { outcome: 'incompatible', conditions: [{ text: 'x', dueOn: '2026-05-01' }] },
      refused('rule', 'conditions-unexpected', '/conditions'),
    ],
    [
      'a condition due before the decision',
      { outcome: 'compatible-with-conditions', conditions: [{ text: 'x', dueOn: '2026-03-01' }] },
      refused('rule', 'due-before-start', '/conditions/0/dueOn'),
    ],
    [
      'a condition with a key that is none',
      { outcome: 'compatible-with-conditions', conditions: [{ key: 'A B', text: 'x', dueOn: '2026-05-01' }] },
      refused('rule', 'invalid-key', '/conditions/0/key'),
    ],
    [
      'a day to come',
      { decidedBy: { body: 'Council', on: '2026-03-03' } },
      refused('rule', 'date-in-future', '/decidedBy/on'),
    ],
    [
      'a day that is none',
      { decidedBy: { body: 'Council', on: '2026-02-30' } },
      refused('rule', 'invalid-date', '/decidedBy/on'),
    ],
  ])('is refused for %s', (_case, change, refusal) => {
    expect(assessed.when(people.council, decide(change))).toMatchObject(refusal);
  });

  it('stands, unless it was deferred', () => {
    expect(decided.when(people.council, decide())).toMatchObject(refused('state', 'wrong-state'));
    const deferred = assessed.and(people.council, decide({ outcome: 'deferred' }));
    expect(deferred.when(people.police, answer)).toMatchObject({
      ...refused('state', 'wrong-state'),
      data: { command: 'answer', status: 'deferred', allowed: ['decided'] },
    });
    expect(scrutiny.nextDueOn(deferred.state)).toBeUndefined();
    expect(deferred.and(people.council, conditional).state).toMatchObject({
      rounds: [{ decision: { outcome: 'compatible-with-conditions' }, answerDue: { dueOn: '2026-05-01' } }],
    });
  });
});

describe('the owner’s answer', () => {
  it('is the owner’s own, and a date stops', () => {
    expect(answered.state).toMatchObject({
      status: 'answered',
      rounds: [{ answer: answer.data, answerDue: { endedOn: '2026-03-20' } }],
    });
    expect(decided.when(people.housing, answer)).toMatchObject(refused('role', 'other-duty-bearer'));
    expect(decided.when(people.council, answer)).toMatchObject(refused('role', 'role-not-allowed'));
    const bare = { type: 'answer', data: { answer: 'perhaps' as 'amend', reasons: 'x' } } as const;
    expect(decided.when(people.police, bare)).toMatchObject(refused('rule', 'unknown-code', '/answer'));
  });

  it('is missed by the clock, once', () => {
    const fallDue = { type: 'answer-fall-due', data: { dueOn: '2026-05-01' } } as const;
    expect(scrutiny.nextDueOn(decided.state)).toBe('2026-05-02');
    expect(decided.dueOn('2026-05-01')).toEqual([]);
    expect(decided.on('2026-05-01').when(people.clock, fallDue)).toMatchObject(refused('state', 'not-yet-due'));
    const late = decided.on('2026-05-02').and(people.clock, fallDue);
    expect(late.when(people.clock, fallDue)).toMatchObject(refused('state', 'already-recorded'));
    expect(late.dueOn('2026-05-02')).toEqual([
      { type: 'condition-fall-due', data: { condition: 'c1', dueOn: '2026-05-01' } },
    ]);
    expect(decided.when(people.clock, { type: 'answer-fall-due', data: { dueOn: '2026-04-30' } })).toMatchObject(
      refused('rule', 'unknown-due-date', '/dueOn'),
    );
    expect(decided.on('2026-06-01').and(people.police, answer).dueOn('2026-06-01')).toContainEqual(fallDue);
  });
});

describe('conditions', () => {
  it('are met with evidence or failed with a reason, once, by the other side', () => {
    expect(answered.and(people.oversight, meet).state).toMatchObject({
      rounds: [{ conditions: [{ key: 'c1', result: 'met' }] }],
    });
    const failed = answered.and(people.council, fail);
    expect(failed.state).toMatchObject({ rounds: [{ conditions: [{ result: 'failed' }] }] });
    expect(failed.when(people.council, meet)).toMatchObject({
      ...refused('state', 'condition-settled'),
      data: { condition: 'c1', result: 'failed' },
    });
    expect(failed.when(people.council, fail)).toMatchObject(refused('state', 'condition-settled'));
    expect(answered.when(insider, meet)).toMatchObject(refused('role', 'own-instrument'));
    expect(answered.when(insider, fail)).toMatchObject(refused('role', 'own-instrument'));
    const other = { ...fail, data: { ...fail.data, condition: 'c7' } };
    expect(answered.when(people.council, other)).toMatchObject(refused('rule', 'unknown-condition', '/condition'));
    const bare = { ...meet, data: { ...meet.data, evidence: [] } };
    expect(answered.when(people.council, bare)).toMatchObject(refused('rule', 'evidence-missing', '/evidence'));
  });

  it('fall due once, unless they were settled in time', () => {
    const fallDue = { type: 'condition-fall-due', data: { condition: 'c1', dueOn: '2026-05-01' } } as const;
    const late = answered.on('2026-05-02').and(people.clock, fallDue);
    expect(late.state).toMatchObject({ rounds: [{ conditions: [{ fellDue: true }] }] });
    expect(late.when(people.clock, fallDue)).toMatchObject(refused('state', 'already-recorded'));
    expect(answered.when(people.clock, fallDue)).toMatchObject(refused('state', 'not-yet-due'));
    const wrong = { ...fallDue, data: { condition: 'c1', dueOn: '2026-05-03' } };
    expect(answered.when(people.clock, wrong)).toMatchObject(refused('rule', 'unknown-due-date', '/dueOn'));
    expect(answered.on('2026-05-01').and(people.council, meet).dueOn('2027-01-01')).toEqual([]);
    expect(answered.on('2026-05-02').and(people.council, meet).dueOn('2027-01-01')).toEqual([fallDue]);
  });
});

describe('closing and reconsidering', () => {
  const reconsider = { type: 'reconsider', data: { grounds: 'A judgment of the court.' } } as const;
  const closed = answered.and(people.oversight, meet).and(people.council, close);

  it('closes by a recorded act of the other side, when no condition is open', () => {
    expect(closed.state).toMatchObject({ status: 'closed', closing: close.data });
    expect(scrutiny.openDutyBearers(closed.state)).toEqual([]);
    expect(answered.when(people.council, close)).toMatchObject({
      ...refused('state', 'condition-open'),
      data: { open: ['c1'] },
    });
    expect(answered.and(people.council, fail).when(insider, close)).toMatchObject(refused('role', 'own-instrument'));
    expect(decided.when(people.council, close)).toMatchObject(refused('state', 'wrong-state'));
  });

  it('begins a new round and keeps the old one', () => {
    const again = closed.and(people.oversight, reconsider);
    expect(again.state).toMatchObject({
      status: 'opened',
      reconsiderations: [{ grounds: 'A judgment of the court.' }],
      rounds: [{ decision: { outcome: 'compatible-with-conditions' } }, { impacts: [], conditions: [] }],
    });
    expect(again.state).not.toHaveProperty('closing');
    expect(again.when(people.council, decide())).toMatchObject(refused('state', 'wrong-state'));
    expect(opened.when(people.oversight, reconsider)).toMatchObject(refused('state', 'wrong-state'));
  });

  it('gives conditions of a new round names of their own', () => {
    const again = closed
      .and(people.oversight, reconsider)
      .and(people.staff, screen(false))
      .and(people.council, conditional);
    expect(again.state).toMatchObject({ rounds: [{ conditions: [{ key: 'c1' }] }, { conditions: [{ key: 'c2' }] }] });
    const reused = decide({
      outcome: 'compatible-with-conditions',
      conditions: [{ key: 'c1', text: 'x', dueOn: '2026-05-01' }],
    });
    const third = closed.and(people.oversight, reconsider).and(people.staff, screen(false));
    expect(third.when(people.council, reused)).toMatchObject(refused('rule', 'repeated-item', '/conditions/0/key'));
  });

  it('stops the dates of the round that is left, but hides none that was missed', () => {
    expect(decided.and(people.council, reconsider).dueOn('2027-01-01')).toEqual([]);
    expect(decided.on('2026-05-02').and(people.council, reconsider).dueOn('2027-01-01')).toHaveLength(2);
  });

  it('passes to another owner', () => {
    const reassign = {
      type: 'reassign',
      data: { dutyBearerId: ids.housing, from: ids.police, reason: 'Moved' },
    } as const;
    const passed = decided.and(people.clock, reassign);
    expect(passed.state).toMatchObject({ dutyBearerId: ids.housing, previousDutyBearers: [ids.police] });
    expect(passed.when(people.clock, reassign)).toMatchObject(refused('state', 'not-the-holder'));
    expect(closed.when(people.clock, reassign)).toMatchObject(refused('state', 'wrong-state'));
  });
});
