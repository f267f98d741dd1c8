import { describe, expect, it } from '@jest/globals';
import { given, grievanceLodging, ids, people, refused } from '../testing.js';
import { limits } from '../values/limits.js';
import type { GrievanceCommand } from './grievance.js';
import { grievance } from './grievance.js';
import { standingHolds } from './grievance.holds.js';

const lodged = given(grievance).and(people.complainant, { type: 'lodge', data: grievanceLodging });
const acknowledged = lodged.and(people.oversight, { type: 'acknowledge', data: { dutyBearerId: ids.housing } });
const place = (key?: string): GrievanceCommand => ({
  type: 'place-hold',
  data: { ground: 'court', reason: 'File 7 of the court', ...(key === undefined ? {} : { key }) },
});
const lift = (hold: string): GrievanceCommand => ({ type: 'lift-hold', data: { hold, reason: 'Decided' } });
const standing = ({ state }: { readonly state: unknown }) => standingHolds(state as object).map(({ key }) => key);

describe('a hold on what is sealed', () => {
  it('is placed with a ground by oversight, or by the office that handles the case, and stands until it is lifted', () => {
    expect(acknowledged.when(people.housing, place())).toEqual([
      { type: 'GrievanceHoldPlaced', data: { key: 'h1', ground: 'court', reason: 'File 7 of the court' } },
    ]);
    const held = acknowledged.and(people.housing, place()).and(people.oversight, place('audit-1'));
    expect(standing(held)).toEqual(['h1', 'audit-1']);
    expect(held.state).toMatchObject({ status: 'acknowledged', holds: [{ by: { dutyBearerId: ids.housing } }, { by: { role: 'oversight' } }] });
    const [event] = held.on('2026-04-01').when(people.housing, lift('h1')) as readonly object[];
    expect(event).toEqual({ type: 'GrievanceHoldLifted', data: { hold: 'h1', reason: 'Decided', day: '2026-04-01' } });
    const lifted = held.on('2026-04-01').and(people.housing, lift('h1'));
    expect(standing(lifted)).toEqual(['audit-1']);
    expect(lifted.state).toMatchObject({ holds: [{ key: 'h1', lifted: { reason: 'Decided', day: '2026-04-01', by: { role: 'staff' } } }, {}] });
    expect(lifted.when(people.housing, lift('h1'))).toMatchObject(refused('state', 'already-lifted'));
    expect(lifted.when(people.housing, lift('h2'))).toMatchObject(refused('rule', 'unknown-hold', '/hold'));
    expect(lifted.when(people.oversight, place('h1'))).toMatchObject(refused('rule', 'repeated-item', '/key'));
    expect(lifted.when(people.oversight, place())).toMatchObject([{ data: { key: 'h2' } }]);
  });

  it('is lifted by the office that placed it, or by oversight', () => {
    const held = acknowledged.and(people.oversight, place()).and(people.housing, place());
    expect(held.when(people.housing, lift('h1'))).toMatchObject(refused('role', 'not-your-hold'));
    expect(held.when(people.oversight, lift('h2'))).toHaveLength(1);
    const moved = held.and(people.oversight, { type: 'reassign', data: { dutyBearerId: ids.police, reason: 'Merged' } });
    expect(moved.when(people.housing, lift('h2'))).toMatchObject(refused('role', 'other-duty-bearer'));
    expect(moved.when(people.police, lift('h2'))).toMatchObject(refused('role', 'not-your-hold'));
  });

  it('is not for the office complained of, nor for one that does not handle the case, nor without a ground and a reason', () => {
    const against = acknowledged.and(people.housing, place()).told({ complainedOf: true });
    for (const command of [place(), lift('h1')]) expect(against.when(people.housing, command)).toMatchObject(refused('role', 'own-duty-bearer'));
    expect(acknowledged.when(people.police, place())).toMatchObject(refused('role', 'other-duty-bearer'));
    expect(lodged.when(people.housing, place())).toMatchObject(refused('role', 'other-duty-bearer'));
    expect(lodged.when(people.oversight, place())).toHaveLength(1);
    const bad = { type: 'place-hold', data: { ground: 'whim', reason: '' } } as unknown as GrievanceCommand;
    expect(acknowledged.when(people.oversight, bad)).toMatchObject(refused('rule', 'unknown-code', '/ground'));
    expect(acknowledged.when(people.oversight, place('No'))).toMatchObject(refused('rule', 'invalid-key', '/key'));
  });

  it('is refused once the erasure of the words has begun, and so is an appeal', () => {
    const finding = { outcome: 'substantiated', rights: ['ICESCR-11.1'], summary: 'Cold', reasons: 'Measured' } as const;
    const decided = acknowledged
      .and(people.housing, { type: 'admit', data: {} })
      .and(people.housing, { type: 'begin-inquiry', data: {} })
      .and(people.housing, { type: 'make-finding', data: finding });
    const appeal = { type: 'appeal', data: { grounds: 'Look again.' } } as const;
    const at = { cityId: ids.city, grievanceId: ids.grievance, ground: 'objection', reason: 'Letter', rectifications: [], day: '2026-03-02', recordedAt: '2026-03-02T12:00:00.000Z' };
    const knowing = (state: object) => decided.knowing('subject', grievanceLodging.complainant, { ...at, ...state });
    for (const state of [{ status: 'erasing', begun: at }, { status: 'erased', begun: at, erasedAt: at.recordedAt }, { status: 'erased', erasedAt: at.recordedAt }]) {
      expect(knowing(state).when(people.housing, place())).toMatchObject(refused('state', 'erasure-begun'));
      expect(knowing(state).when(people.complainant, appeal)).toMatchObject(refused('state', 'erasure-begun'));
    }
    for (const so of [decided, knowing({ status: 'erasure-requested' }), knowing({ status: 'none' })]) {
      expect(so.when(people.housing, place())).toHaveLength(1);
      expect(so.when(people.complainant, appeal)).toHaveLength(1);
    }
  });

  it('may be placed so many times by one office, which takes no other’s room, and changes nothing else of the case', () => {
    const times = Array.from({ length: limits.items }, () => place());
    const many = times.reduce((so, one) => so.and(people.oversight, one), acknowledged);
    expect(many.when(people.oversight, place())).toMatchObject(refused('rule', 'too-many-items'));
    const worn = times.reduce((so, one, index) => so.and(people.housing, one).and(people.housing, lift(`h${index + 1}`)), acknowledged);
    expect(standing(worn)).toEqual([]);
    expect(worn.when(people.housing, place())).toMatchObject(refused('rule', 'too-many-items'));
    expect(standing(worn.and(people.oversight, place('inquiry-1')))).toEqual(['inquiry-1']);
    const { holds, ...rest } = many.state as { readonly holds: readonly unknown[] };
    expect(holds).toHaveLength(limits.items);
    expect(rest).toEqual(acknowledged.state);
  });
});
