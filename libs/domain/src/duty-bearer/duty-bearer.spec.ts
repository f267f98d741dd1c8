import { describe, expect, it } from '@jest/globals';
import { given, ids, people, recordId, refused } from '../testing.js';
import { dutyBearer } from './duty-bearer.js';
import type { DutyBearerEvent } from './duty-bearer.events.js';

const facts = { cityId: ids.city, name: 'Housing Department', kind: 'department' } as const;
const registered: DutyBearerEvent = { type: 'DutyBearerRegistered', data: facts };
const known = given(dutyBearer, registered);
const own = { ...people.housing, dutyBearerId: recordId };

describe('registering a duty-bearer', () => {
  it('records what it is', () => {
    expect(given(dutyBearer).when(people.focalPoint, { type: 'register', data: facts })).toEqual([registered]);
    expect(known.state).toEqual({ status: 'registered', ...facts, rectifications: [] });
  });

  it('is refused for a kind that is none', () => {
    const data = { ...facts, kind: 'ministry' as 'department' };
    expect(given(dutyBearer).when(people.focalPoint, { type: 'register', data })).toMatchObject(
      refused('rule', 'unknown-code', '/kind'),
    );
  });

  it('is refused under itself, under its own part, and under one that is dissolved', () => {
    const under = (parentId: string) => ({ type: 'amend' as const, data: { parentId } });
    expect(known.when(people.focalPoint, under(recordId))).toMatchObject(refused('rule', 'parent-circle', '/parentId'));
    const part = known.knowing('duty-bearer', ids.police, { status: 'registered', parentId: recordId });
    expect(part.when(people.focalPoint, under(ids.police))).toMatchObject(
      refused('rule', 'parent-circle', '/parentId'),
    );
    const gone = known.knowing('duty-bearer', ids.police, { status: 'dissolved' });
    expect(gone.when(people.focalPoint, under(ids.police))).toMatchObject(
      refused('rule', 'duty-bearer-dissolved', '/parentId'),
    );
    expect(known.and(people.focalPoint, under(ids.police)).state).toMatchObject({ parentId: ids.police });
  });

  it('is refused to be registered under itself', () => {
    const data = { ...facts, parentId: recordId };
    expect(given(dutyBearer).when(people.focalPoint, { type: 'register', data })).toMatchObject(
      refused('rule', 'parent-circle', '/parentId'),
    );
  });

  it('names the records it refers to', () => {
    expect(
      dutyBearer.references({ type: 'register', data: { ...facts, parentId: ids.police } }, { status: 'none' }, recordId),
    ).toEqual([
      { aggregate: 'city', id: ids.city, pointer: '/cityId' },
      { aggregate: 'duty-bearer', id: ids.police, pointer: '/parentId' },
    ]);
  });
});

describe('amending', () => {
  it('changes what is given and leaves the rest', () => {
    const amended = known.and(people.staff, {
      type: 'amend',
      data: { name: 'Department of Homes', reason: 'Renamed' },
    });
    expect(amended.state).toEqual({ status: 'registered', ...facts, name: 'Department of Homes', rectifications: [] });
  });

  it('is refused when nothing changes', () => {
    expect(known.when(people.staff, { type: 'amend', data: { reason: 'Renamed' } })).toMatchObject(
      refused('rule', 'nothing-to-change'),
    );
  });
});

describe('the liaison', () => {
  it('is named by the duty-bearer’s own staff or the focal point', () => {
    const command = { type: 'name-liaison', data: { office: 'Tenant Relations' } } as const;
    expect(known.and(own, command).state).toMatchObject({ liaison: { office: 'Tenant Relations' } });
    expect(known.and(people.focalPoint, command).state).toMatchObject({ liaison: { office: 'Tenant Relations' } });
    expect(known.when(people.police, command)).toMatchObject(refused('role', 'other-duty-bearer'));
    expect(known.when(people.staff, command)).toMatchObject(refused('role', 'other-duty-bearer'));
  });
});

describe('dissolving', () => {
  const dissolve = (successorId?: string) => ({
    type: 'dissolve' as const,
    data: { reason: 'Merged', ...(successorId === undefined ? {} : { successorId }) },
  });

  it('asks what it still owes, and needs a successor for it', () => {
    expect(dutyBearer.asks(dissolve(), recordId)).toEqual([{ about: 'open-duties', dutyBearerId: recordId }]);
    expect(known.told({ openDuties: 2 }).when(people.council, dissolve())).toMatchObject({
      ...refused('rule', 'successor-missing', '/successorId'),
      data: { openDuties: 2 },
    });
    expect(known.told({ openDuties: 2 }).when(people.council, dissolve(ids.police))).toEqual([
      { type: 'DutyBearerDissolved', data: { reason: 'Merged', successorId: ids.police } },
    ]);
  });

  it('needs none where nothing is owed', () => {
    const gone = known.told({ openDuties: 0 }).and(people.council, dissolve());
    expect(gone.state).toMatchObject({ status: 'dissolved', dissolution: { reason: 'Merged' } });
    expect(gone.when(people.focalPoint, { type: 'amend', data: { name: 'Again' } })).toMatchObject({
      ...refused('state', 'wrong-state'),
      data: { command: 'amend', status: 'dissolved', allowed: ['registered'] },
    });
  });

  it('passes on to another that exists', () => {
    expect(known.when(people.council, dissolve(recordId))).toMatchObject(
      refused('rule', 'successor-is-itself', '/successorId'),
    );
    const gone = known.knowing('duty-bearer', ids.police, { status: 'dissolved' });
    expect(gone.when(people.council, dissolve(ids.police))).toMatchObject(
      refused('rule', 'duty-bearer-dissolved', '/successorId'),
    );
  });
});
