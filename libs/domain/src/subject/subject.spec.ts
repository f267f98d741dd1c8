import { describe, expect, it } from '@jest/globals';
import { given, ids, people, recordId, refused } from '../testing.js';
import { subject } from './subject.js';

const data = { cityId: ids.city, grievanceId: ids.grievance, ground: 'consent-withdrawn', reason: 'Letter 12' } as const;
const erase = { type: 'erase', data } as const;
const approve = { type: 'approve-erasure', data: { reason: 'Looked at' } } as const;
const known = given(subject).knowing('grievance', ids.grievance, { status: 'lodged', complainant: recordId });
const requested = known.and(people.oversight, erase);

describe('erasing a subject', () => {
  it('takes a ground, and two persons', () => {
    expect(requested.when(people.oversight, approve)).toMatchObject(refused('role', 'own-request'));
    expect(requested.when(people.focalPoint, approve)).toEqual([
      { type: 'SubjectErased', data: { ground: 'consent-withdrawn', reason: 'Looked at' } },
    ]);
    expect(requested.and(people.focalPoint, approve).state).toMatchObject({
      status: 'erased',
      requestedBy: { role: 'oversight' },
      approvedBy: { role: 'focal-point' },
    });
  });

  it('waits, when somebody asked for it, for the holds on the case to be lifted', () => {
    const hold = { key: 'h1', ground: 'court', reason: 'File 7', by: { subject: 's', role: 'oversight' }, recordedAt: '' };
    const held = (...holds: readonly object[]) => requested.knowing('grievance', ids.grievance, { status: 'closed', complainant: recordId, holds });
    expect(held(hold).when(people.focalPoint, approve)).toMatchObject({ ...refused('state', 'kept-by-a-hold'), data: { heldBy: ['legal-hold'] } });
    expect(held({ ...hold, lifted: { day: '2026-03-01' } }).when(people.focalPoint, approve)).toMatchObject([{ type: 'SubjectErased' }]);
  });

  it('is done once', () => {
    const erased = requested.and(people.focalPoint, approve);
    expect(erased.when(people.council, { ...approve })).toMatchObject(refused('role', 'role-not-allowed'));
    expect(erased.when(people.focalPoint, approve)).toMatchObject(refused('state', 'wrong-state'));
  });

  it('is of the subject of a grievance of this city, and of nobody else', () => {
    const other = given(subject).knowing('grievance', ids.grievance, { status: 'lodged', complainant: ids.complainant });
    expect(other.when(people.oversight, erase)).toMatchObject(refused('rule', 'unknown-subject', '/grievanceId'));
    expect(known.when(people.administrator, erase)).toMatchObject(refused('role', 'role-not-allowed'));
  });
});
