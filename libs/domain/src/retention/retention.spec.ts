import { describe, expect, it } from '@jest/globals';
import { city } from '../city/city.js';
import { subject } from '../subject/subject.js';
import { enrolment, given, ids, people, recordId, refused, retentionProposal } from '../testing.js';
import { limits } from '../values/limits.js';
import { retentionOf } from './rules.js';
import type { HoldsRetention } from './rules.js';
import { retentionStanding } from './standing.js';

const focalPoint = { ...people.focalPoint, cityId: recordId };
const council = { ...people.council, cityId: recordId };
const propose = { type: 'propose-retention', data: retentionProposal } as const;
const enrolled = given(city).and({ subject: 'subject-new', roles: ['focal-point'] }, { type: 'enrol', data: enrolment });
const proposed = enrolled.on('2026-03-02').and(focalPoint, propose);
const adopt = (data: { readonly version: number; readonly inForceOn?: string }) => ({ type: 'adopt-retention', data }) as const;

describe('rules of retention', () => {
  it('are proposed by one person and adopted by another, with a notice', () => {
    expect(proposed.when(focalPoint, adopt({ version: 1 }))).toMatchObject(refused('role', 'own-proposal'));
    expect(proposed.when(council, adopt({ version: 2 }))).toMatchObject(refused('state', 'no-such-proposal'));
    expect(proposed.when(council, adopt({ version: 1, inForceOn: '2026-03-15' }))).toMatchObject(
      refused('rule', 'notice-too-short', '/inForceOn'),
    );
    expect(proposed.when(council, adopt({ version: 1 }))).toEqual([
      { type: 'CityRetentionAdopted', data: { version: 1, rules: retentionProposal.rules, inForceOn: '2026-03-16' } },
    ]);
  });

  it('are numbered on, and each version stays', () => {
    const first = proposed.and(council, adopt({ version: 1 }));
    const second = first.and(council, propose).and(focalPoint, adopt({ version: 2, inForceOn: '2026-12-01' }));
    expect(second.state).toMatchObject({ retention: [{ version: 1 }, { version: 2, inForceOn: '2026-12-01' }] });
    expect(second.state).not.toHaveProperty('retentionProposed');
    expect(retentionOf(second.state).retention).toHaveLength(2);
    expect(retentionOf(undefined)).toEqual({});
  });

  it('name each outcome once, with a time that is not too short', () => {
    const twice = [...retentionProposal.rules, { kind: 'grievance', outcome: 'withdrawn', days: 90 }] as const;
    const rule = (data: object) => ({ type: 'propose-retention', data }) as typeof propose;
    expect(enrolled.when(focalPoint, rule({ rules: twice }))).toMatchObject(refused('rule', 'repeated-item', '/rules/2'));
    const short = [{ kind: 'grievance', outcome: 'withdrawn', days: limits.retentionLeastDays - 1 }];
    expect(enrolled.when(focalPoint, rule({ rules: short }))).toMatchObject(refused('rule', 'invalid-number', '/rules/0/days'));
    expect(enrolled.when({ ...people.staff, cityId: recordId }, propose)).toMatchObject(refused('role', 'role-not-allowed'));
  });
});

const rulesOf = (version: number, days: number, inForceOn: string) =>
  ({ version, inForceOn, rules: [{ kind: 'grievance', outcome: 'withdrawn', days }] }) as const;
const withdrawn = { status: 'withdrawn', endedOn: '2026-03-02', findings: [] } as const;
const holds = (...retention: readonly ReturnType<typeof rulesOf>[]): HoldsRetention => ({ retention });

describe('how a case stands to the rules', () => {
  it('is due so many days after it ended, and not before the rules are in force', () => {
    const due = (inForceOn: string) => retentionStanding(holds(rulesOf(1, 60, inForceOn)), withdrawn, [], '2027-01-01').dueOn;
    expect(due('2026-04-01')).toBe('2026-05-01');
    expect(due('2026-07-01')).toBe('2026-07-01');
  });

  it('is kept by the longest of the rules that hold and wait, and for good where one of them names it not', () => {
    const both = holds(rulesOf(1, 60, '2026-04-01'), rulesOf(2, 600, '2027-01-01'));
    expect(retentionStanding(both, withdrawn, [], '2026-12-01')).toMatchObject({ rule: { version: 2 }, dueOn: '2027-10-23' });
    const none = holds(rulesOf(1, 60, '2026-04-01'), { ...rulesOf(2, 60, '2027-01-01'), rules: [] as never });
    expect(retentionStanding(none, withdrawn, [], '2026-12-01')).not.toHaveProperty('dueOn');
    expect(retentionStanding({}, withdrawn, [], '2026-12-01')).toEqual({ outcome: 'withdrawn', endedOn: '2026-03-02', heldBy: [] });
  });

  it('is not kept by rules that others took the place of before their day came', () => {
    const never = holds(rulesOf(1, 60, '2026-04-01'), rulesOf(2, 600, '2999-01-01'), rulesOf(3, 90, '2026-05-01'));
    expect(retentionStanding(never, withdrawn, [], '2026-04-30')).toMatchObject({ rule: { version: 2 } });
    expect(retentionStanding(never, withdrawn, [], '2026-05-01')).toMatchObject({ rule: { version: 3 }, dueOn: '2026-05-31' });
  });

  it('is held while the case or a remedy is open', () => {
    const city1 = holds(rulesOf(1, 60, '2026-04-01'));
    expect(retentionStanding(city1, { status: 'appealed', findings: [] }, [{ status: 'completed' }], '2027-01-01')).toEqual({ heldBy: ['case-open'] });
    expect(retentionStanding(city1, withdrawn, [{ status: 'in-delivery' }, { status: 'failed' }], '2027-01-01').heldBy).toEqual(['remedy-open']);
  });

  it('is held by an office’s hold, and announced anew when the last one was lifted', () => {
    const city1 = holds(rulesOf(1, 60, '2026-04-01'));
    const by = { subject: 's', role: 'oversight' } as const;
    const hold = { key: 'h1', ground: 'court', reason: 'File 7', by, recordedAt: '' } as const;
    const lifted = (day: string) => ({ ...hold, lifted: { reason: 'Decided', day, by, recordedAt: '' } });
    const standing = (...placed: readonly (typeof hold)[]) => retentionStanding(city1, { ...withdrawn, holds: placed }, [], '2027-01-01');
    expect(standing(hold)).toMatchObject({ heldBy: ['legal-hold'], dueOn: '2026-05-01' });
    expect(standing(lifted('2026-03-30'), hold).heldBy).toEqual(['legal-hold']);
    // Lifted in time it moves nothing; later, there is a whole notice from that day on.
    expect(standing(lifted('2026-03-30'))).toMatchObject({ heldBy: [], dueOn: '2026-05-01' });
    expect(standing(lifted('2026-06-10'), lifted('2026-05-20'))).toMatchObject({ heldBy: [], dueOn: '2026-06-24' });
    expect(retentionStanding({}, { ...withdrawn, holds: [lifted('2026-06-10')] }, [], '2027-01-01')).not.toHaveProperty('dueOn');
  });

  it('came out as was found last, and as inadmissible where nothing was found', () => {
    const by = { subject: 's', role: 'staff' } as const;
    const found = { outcome: 'not-substantiated', rights: [], summary: 'None.', by, recordedAt: '' } as const;
    const came = (status: 'closed' | 'inadmissible', findings: readonly (typeof found)[]) =>
      retentionStanding({}, { status, endedOn: '2026-03-02', findings }, [], '2027-01-01').outcome;
    expect([came('closed', [found]), came('inadmissible', [found]), came('inadmissible', [])]).toEqual(['not-substantiated', 'not-substantiated', 'inadmissible']);
  });
});

describe('an erasure by rule', () => {
  const enrolledCity = { status: 'enrolled', ...holds(rulesOf(1, 60, '2026-04-01')) };
  const of = (grievance: object, remedies: readonly string[] = [], status = 'completed') =>
    given(subject)
      .knowing('city', ids.city, enrolledCity)
      .knowing('grievance', ids.grievance, { ...withdrawn, complainant: recordId, remedies, ...grievance })
      .knowing('remedy', ids.remedy, { status });
  const announce = (remedies: readonly string[] = []) =>
    ({ type: 'erase', data: { cityId: ids.city, grievanceId: ids.grievance, ground: 'retention-over', reason: 'Rules', remedies } }) as const;
  const carryOut = (remedies: readonly string[] = []) => ({ type: 'erase-by-rule', data: { remedies } }) as const;
  const finish = { type: 'finish-erasure', data: {} } as const;
  const rule = { version: 1, kind: 'grievance', outcome: 'withdrawn', days: 60 };
  // 60 days after 2 March is 1 May.
  const announced = of({}).on('2026-04-20').and(people.clock, announce());

  it('is announced two weeks before at the least, and carried out on that day or later, naming its rule', () => {
    expect(of({}).on('2026-04-16').when(people.clock, announce())).toMatchObject(refused('state', 'retention-runs'));
    expect(announced.state).toMatchObject({ status: 'erasure-announced', announced: { rule, on: '2026-05-04' } });
    expect(announced.on('2026-05-03').when(people.clock, carryOut())).toMatchObject(refused('state', 'not-announced'));
    const gone = announced.on('2026-05-04').and(people.clock, carryOut());
    expect(gone.state).toMatchObject({ status: 'erasing', ground: 'retention-over', rule });
    expect(gone.when(people.clock, carryOut())).toMatchObject(refused('state', 'wrong-state'));
    expect(gone.when(people.clock, finish)).toMatchObject([{ type: 'SubjectErased', data: { ground: 'retention-over', rule } }]);
  });

  it('is nobody’s but the clock’s', () => {
    expect(announced.on('2026-05-04').when(people.oversight, carryOut())).toMatchObject(refused('role', 'role-not-allowed'));
    expect(announced.when(people.focalPoint, { type: 'approve-erasure', data: { reason: 'Now' } })).toMatchObject(refused('state', 'wrong-state'));
  });

  it('waits while the case is open again, and is announced anew when it ended later', () => {
    const known = (grievance: object) => announced.knowing('grievance', ids.grievance, { ...withdrawn, complainant: recordId, remedies: [], ...grievance });
    expect(known({ status: 'appealed' }).on('2026-05-04').when(people.clock, carryOut())).toMatchObject(refused('state', 'kept-by-a-hold'));
    const later = known({ endedOn: '2026-04-25' }).on('2026-06-24');
    expect(later.when(people.clock, carryOut())).toMatchObject(refused('state', 'not-announced'));
    expect(later.when(people.clock, announce())).toMatchObject([{ type: 'SubjectErasureAnnounced', data: { on: '2026-07-08' } }]);
  });

  it('is kept by an open remedy, and looks at every remedy that there is', () => {
    const open = of({}, [ids.remedy], 'in-delivery').on('2026-04-20');
    expect(open.when(people.clock, announce([ids.remedy]))).toMatchObject(refused('state', 'kept-by-a-hold'));
    expect(open.when(people.clock, announce())).toMatchObject(refused('rule', 'unknown-subject', '/remedies'));
    expect(of({}, [ids.remedy]).on('2026-04-20').when(people.clock, announce([ids.remedy]))).toHaveLength(1);
    expect(of({ status: 'closed' }).on('2026-04-20').when(people.clock, announce())).toMatchObject(refused('state', 'retention-runs'));
  });

  it('waits for a hold that an office placed, and has its notice again when that is lifted', () => {
    const by = { subject: 's', role: 'oversight' };
    const hold = { key: 'h1', ground: 'court', reason: 'File 7', by, recordedAt: '' };
    const known = (...placed: readonly object[]) => announced.knowing('grievance', ids.grievance, { ...withdrawn, complainant: recordId, remedies: [], holds: placed });
    expect(of({ holds: [hold] }).on('2026-04-20').when(people.clock, announce())).toMatchObject(refused('state', 'kept-by-a-hold'));
    expect(known(hold).on('2026-05-04').when(people.clock, carryOut())).toMatchObject({ ...refused('state', 'kept-by-a-hold'), data: { heldBy: ['legal-hold'] } });
    const lifted = known({ ...hold, lifted: { reason: 'Decided', day: '2026-05-10', by, recordedAt: '' } });
    expect(lifted.on('2026-05-11').when(people.clock, carryOut())).toMatchObject(refused('state', 'retention-runs'));
    expect(lifted.on('2026-06-01').when(people.clock, carryOut())).toMatchObject(refused('state', 'not-announced'));
    const anew = lifted.on('2026-05-11').and(people.clock, announce());
    expect(anew.state).toMatchObject({ announced: { on: '2026-05-25' } });
    expect(anew.on('2026-05-25').and(people.clock, carryOut()).and(people.clock, finish).state).toMatchObject({ status: 'erased' });
  });

  it('stands in the way of no request, and a request not in its', () => {
    const request = { type: 'erase', data: { cityId: ids.city, grievanceId: ids.grievance, ground: 'objection', reason: 'Letter 9' } } as const;
    const both = announced.and(people.oversight, request);
    expect(both.state).toMatchObject({ status: 'erasure-requested', ground: 'objection', announced: { on: '2026-05-04' } });
    expect(both.when(people.oversight, request)).toMatchObject(refused('state', 'already-begun'));
    expect(both.on('2026-05-04').and(people.clock, carryOut()).state).toMatchObject({ status: 'erasing', ground: 'retention-over' });
    expect(both.and(people.focalPoint, { type: 'approve-erasure', data: { reason: 'Yes' } }).state).toMatchObject({ status: 'erasing', ground: 'objection' });
    const requested = of({}).on('2026-04-20').and(people.oversight, request);
    expect(requested.when(people.clock, announce())).toMatchObject([{ type: 'SubjectErasureAnnounced' }]);
  });
});
