import { describe, expect, it } from '@jest/globals';
import { given, ids, people, recordId, refused } from '../testing.js';
import { subject } from './subject.js';
import { forgottenSince } from './subject.state.js';

const data = { cityId: ids.city, grievanceId: ids.grievance, ground: 'consent-withdrawn', reason: 'Letter 12' } as const;
const erase = { type: 'erase', data } as const;
const approve = { type: 'approve-erasure', data: { reason: 'Looked at' } } as const;
const known = given(subject).knowing('grievance', ids.grievance, { status: 'lodged', complainant: recordId });
const requested = known.and(people.oversight, erase);
const begun = requested.and(people.focalPoint, approve);
const finish = { type: 'finish-erasure', data: {} } as const;

describe('erasing a subject', () => {
  it('takes a ground, and two persons', () => {
    expect(requested.when(people.oversight, approve)).toMatchObject(refused('role', 'own-request'));
    expect(requested.when(people.focalPoint, approve)).toEqual([
      { type: 'SubjectErasureBegun', data: { ground: 'consent-withdrawn', reason: 'Looked at', day: '2026-03-02' } },
    ]);
    expect(begun.state).toMatchObject({
      status: 'erasing',
      requestedBy: { role: 'oversight' },
      approvedBy: { role: 'focal-point' },
    });
  });

  it('is begun in the record, and then finished by the ledger alone, on the grounds on which it was begun', () => {
    expect(requested.dueOn('2027-01-01')).toEqual([]);
    expect(begun.dueOn('2026-03-01')).toEqual([]);
    expect(begun.dueOn('2026-03-02')).toEqual([finish]);
    expect(begun.when(people.focalPoint, finish)).toMatchObject(refused('role', 'role-not-allowed'));
    expect(requested.when(people.clock, finish)).toMatchObject(refused('state', 'wrong-state'));
    expect(begun.when(people.clock, finish)).toEqual([{ type: 'SubjectErased', data: { ground: 'consent-withdrawn', reason: 'Looked at' } }]);
    const erased = begun.and(people.clock, finish);
    expect(erased.state).toMatchObject({ status: 'erased', approvedBy: { role: 'focal-point' }, erasedAt: '2026-03-02T12:00:00.000Z' });
    expect(erased.dueOn('2027-01-01')).toEqual([]);
    expect([requested, begun, erased].map(({ state }) => forgottenSince(state))).toEqual([undefined, '2026-03-02T12:00:00.000Z', '2026-03-02T12:00:00.000Z']);
  });

  it('is folded as it was where only its end was recorded', () => {
    const past = given(subject, { type: 'SubjectErasureRequested', data }, { type: 'SubjectErased', data: { ground: data.ground, reason: 'Looked at' } });
    expect(past.state).toMatchObject({ status: 'erased', approvedBy: { role: 'focal-point' } });
    expect(past.state).not.toHaveProperty('begun');
    expect(forgottenSince(past.state)).toBe('2026-03-01T12:00:00.000Z');
    expect(past.when(people.clock, finish)).toMatchObject(refused('state', 'wrong-state'));
  });

  it('waits, when somebody asked for it, for the holds on the case to be lifted', () => {
    const hold = { key: 'h1', ground: 'court', reason: 'File 7', by: { subject: 's', role: 'oversight' }, recordedAt: '' };
    const held = (...holds: readonly object[]) => requested.knowing('grievance', ids.grievance, { status: 'closed', complainant: recordId, holds });
    expect(held(hold).when(people.focalPoint, approve)).toMatchObject({ ...refused('state', 'kept-by-a-hold'), data: { heldBy: ['legal-hold'] } });
    expect(held({ ...hold, lifted: { day: '2026-03-01' } }).when(people.focalPoint, approve)).toMatchObject([{ type: 'SubjectErasureBegun' }]);
  });

  it('keeps to a hold that was recorded in its way all the same', () => {
    const hold = { key: 'h1', ground: 'court', reason: 'File 7', by: { subject: 's', role: 'oversight' }, recordedAt: '' };
    const held = begun.knowing('grievance', ids.grievance, { status: 'closed', complainant: recordId, holds: [hold] });
    expect(held.when(people.clock, finish)).toMatchObject(refused('state', 'kept-by-a-hold'));
  });

  it('is done once', () => {
    expect(begun.when(people.council, { ...approve })).toMatchObject(refused('role', 'role-not-allowed'));
    for (const so of [begun, begun.and(people.clock, finish)]) {
      expect(so.when(people.focalPoint, approve)).toMatchObject(refused('state', 'wrong-state'));
      expect(so.when(people.oversight, erase)).toMatchObject(refused('state', 'already-begun'));
      expect(so.when(people.clock, { type: 'erase-by-rule', data: { remedies: [] } })).toMatchObject(refused('state', 'wrong-state'));
    }
  });

  it('is of the subject of a grievance of this city, and of nobody else', () => {
    const other = given(subject).knowing('grievance', ids.grievance, { status: 'lodged', complainant: ids.complainant });
    expect(other.when(people.oversight, erase)).toMatchObject(refused('rule', 'unknown-subject', '/grievanceId'));
    expect(known.when(people.administrator, erase)).toMatchObject(refused('role', 'role-not-allowed'));
  });
});
