import { describe, expect, it } from '@jest/globals';
import type { Actor, Role } from '../kernel/actor.js';
import { given, ids, obligationRecording, people, refused } from '../testing.js';
import { obligation } from './obligation.js';
import type { ObligationEvent, ObligationRecording } from './obligation.events.js';

const recorded: ObligationEvent = { type: 'ObligationRecorded', data: obligationRecording };
const known = given(obligation, recorded);
const accept = { type: 'accept', data: { statement: 'We owe it.' } } as const;
const dispute = { type: 'dispute', data: { reason: 'It is a matter of the province.', response: 'noted' } } as const;
const cease = {
  type: 'cease',
  data: { reason: 'Repealed.', act: { title: 'Bylaw 7', on: '2026-03-01' } },
} as const;

describe('recording an obligation', () => {
  it('says which right, owed to whom, by whom, and from which source', () => {
    expect(given(obligation).when(people.oversight, { type: 'record', data: obligationRecording })).toEqual([recorded]);
    expect(known.state).toMatchObject({ status: 'recorded', rights: ['ICESCR-11.1'], groups: [], evidence: [] });
  });

  it.each<[string, Partial<ObligationRecording>, object]>([
    ['no right', { rights: [] }, refused('rule', 'items-missing', '/rights')],
    ['a right that is none', { rights: ['ICESCR-11.1', 'ICESCR-99'] }, refused('rule', 'unknown-code', '/rights/1')],
    ['a member name for a right', { rights: ['constructor'] }, refused('rule', 'unknown-code', '/rights/0')],
    ['a right twice', { rights: ['CRC-12', 'CRC-12'] }, refused('rule', 'repeated-item', '/rights/1')],
    ['a principle that is none', { principles: ['thrift'] }, refused('rule', 'unknown-code', '/principles/0')],
    ['an SDG target that is none', { sdgTargets: ['18.1'] }, refused('rule', 'unknown-code', '/sdgTargets/0')],
    ['too many groups', { groups: Array.from({ length: 51 }, String) }, refused('rule', 'too-many-items', '/groups')],
    ['a dimension that is none', { dimension: 'promote' as 'fulfil' }, refused('rule', 'unknown-code', '/dimension')],
    [
      'a realisation that is none',
      { realisation: 'later' as 'progressive' },
      refused('rule', 'unknown-code', '/realisation'),
    ],
    ['a source of blanks', { source: { instrument: ' ' } }, refused('rule', 'text-missing', '/source/instrument')],
    ['a response that is none', { response: 'yes' as 'noted' }, refused('rule', 'unknown-code', '/response')],
  ])('is refused for %s', (_case, change, refusal) => {
    const data = { ...obligationRecording, ...change };
    expect(given(obligation).when(people.oversight, { type: 'record', data })).toMatchObject(refusal);
  });

  it('is refused against a duty-bearer or for a group that has ended', () => {
    const command = { type: 'record', data: { ...obligationRecording, groups: [ids.tenants] } } as const;
    const scenario = given(obligation);
    expect(
      scenario.knowing('duty-bearer', ids.housing, { status: 'dissolved' }).when(people.staff, command),
    ).toMatchObject(refused('rule', 'duty-bearer-dissolved', '/dutyBearerId'));
    expect(scenario.knowing('group', ids.tenants, { status: 'retired' }).when(people.staff, command)).toMatchObject(
      refused('rule', 'group-retired', '/groups/0'),
    );
  });

  it('is refused with a date of effect that does not exist', () => {
    expect(
      given(obligation).effective('2026-02-30').when(people.staff, { type: 'record', data: obligationRecording }),
    ).toMatchObject(refused('rule', 'invalid-date', '/effectiveOn'));
  });
});

describe('the duty-bearer’s answer', () => {
  it('accepts or disputes, and a disputed obligation stays on the list', () => {
    expect(known.and(people.housing, accept).state).toMatchObject({ status: 'accepted', acceptance: accept.data });
    const disputed = known.and(people.housing, dispute);
    expect(disputed.state).toMatchObject({ status: 'disputed', dispute: dispute.data, response: 'noted' });
    expect(obligation.openDutyBearers(disputed.state)).toEqual([ids.housing]);
    expect(disputed.and(people.housing, accept).state).not.toHaveProperty('dispute');
  });

  it('is its own: nobody else gives it', () => {
    for (const command of [accept, dispute]) {
      expect(known.when(people.police, command)).toMatchObject(refused('role', 'other-duty-bearer'));
      expect(known.when(people.staff, command)).toMatchObject(refused('role', 'other-duty-bearer'));
      expect(known.when(people.focalPoint, command)).toMatchObject(refused('role', 'role-not-allowed'));
    }
  });

  it('is not taken back by disputing what was accepted', () => {
    expect(known.and(people.housing, accept).when(people.housing, dispute)).toMatchObject({
      ...refused('state', 'wrong-state'),
      data: { command: 'dispute', status: 'accepted', allowed: ['recorded'] },
    });
  });

  it('needs a reason to dispute', () => {
    expect(known.when(people.housing, { type: 'dispute', data: { reason: '' } })).toMatchObject(
      refused('rule', 'text-missing', '/reason'),
    );
  });
});

describe('passing an obligation on', () => {
  const reassign = (dutyBearerId: string, from?: string) => ({
    type: 'reassign' as const,
    data: { dutyBearerId, reason: 'Merged', ...(from === undefined ? {} : { from }) },
  });

  it('is for the new duty-bearer to answer, and keeps who held it', () => {
    const passed = known.and(people.housing, accept).and(people.clock, reassign(ids.police, ids.housing));
    expect(passed.state).toMatchObject({
      status: 'recorded',
      dutyBearerId: ids.police,
      previousDutyBearers: [ids.housing],
    });
    expect(passed.when(people.housing, accept)).toMatchObject(refused('role', 'other-duty-bearer'));
  });

  it('is refused to the same, to one that is dissolved, and from one that does not hold it', () => {
    expect(known.when(people.council, reassign(ids.housing))).toMatchObject(
      refused('rule', 'same-duty-bearer', '/dutyBearerId'),
    );
    expect(known.when(people.council, reassign(ids.housing, ids.police))).toMatchObject(
      refused('state', 'not-the-holder'),
    );
    expect(
      known.knowing('duty-bearer', ids.police, { status: 'dissolved' }).when(people.council, reassign(ids.police)),
    ).toMatchObject(refused('rule', 'duty-bearer-dissolved', '/dutyBearerId'));
  });
});

describe('clarifying and ceasing', () => {
  it('changes the dimension, the realisation and the groups, with words', () => {
    const data = { text: 'It binds at once.', realisation: 'immediate', groups: [ids.youth] } as const;
    expect(known.and(people.oversight, { type: 'clarify', data }).state).toMatchObject({
      dimension: 'fulfil',
      realisation: 'immediate',
      groups: [ids.youth],
      clarifications: [data],
    });
    expect(
      known.knowing('group', ids.youth, { status: 'retired' }).when(people.oversight, { type: 'clarify', data }),
    ).toMatchObject(refused('rule', 'group-retired', '/groups/0'));
  });

  it('ceases only by an act, with a reason, and owes nothing any more', () => {
    const ceased = known.and(people.council, cease);
    expect(ceased.state).toMatchObject({ status: 'ceased', cessation: cease.data });
    expect(obligation.openDutyBearers(ceased.state)).toEqual([]);
    expect(ceased.when(people.housing, accept)).toMatchObject(refused('state', 'wrong-state'));
    const later = { ...cease, data: { ...cease.data, act: { title: 'Bylaw 7', on: '2026-03-03' } } };
    expect(known.when(people.council, later)).toMatchObject(refused('rule', 'date-in-future', '/act/on'));
    expect(known.when(people.oversight, cease)).toMatchObject(refused('role', 'role-not-allowed'));
  });
});

describe('rectifying an entry', () => {
  const rectify = (entry: string) => ({
    type: 'rectify' as const,
    data: { entry, reason: 'Wrong article', correction: 'Article 12(1)' },
  });
  const accepted = known.and(people.housing, accept);

  it('leaves the entry and puts the correction beside it', () => {
    const rectified = accepted.on('2026-03-05').and(people.housing, rectify('entry-1'));
    expect(rectified.state).toMatchObject({
      status: 'accepted',
      acceptance: accept.data,
      rectifications: [{ ...rectify('entry-1').data, recordedAt: '2026-03-05T12:00:00.000Z' }],
    });
  });

  it('is refused for an entry of no or of another record', () => {
    expect(accepted.when(people.focalPoint, rectify('entry-9'))).toMatchObject(
      refused('rule', 'unknown-entry', '/entry'),
    );
  });

  it('is for the side that made the entry', () => {
    expect(accepted.when(people.focalPoint, rectify('entry-1'))).toMatchObject({
      ...refused('role', 'not-your-entry'),
      data: { entry: 'entry-1', role: 'staff' },
    });
    expect(accepted.when(people.police, rectify('entry-1'))).toMatchObject(refused('role', 'not-your-entry'));
    expect(accepted.when(people.focalPoint, rectify('entry-0'))).toHaveLength(1);
    const both: Actor = { ...people.housing, roles: ['staff', 'focal-point'] };
    expect(accepted.when(both, rectify('entry-1'))).toHaveLength(1);
    expect(accepted.when(both, rectify('entry-0'))).toHaveLength(1);
  });

  it('of a resident is for that resident, and of the clock for the focal point or oversight', () => {
    const by = (role: Role) => ({ ...recorded, by: { subject: `subject-${role}`, role } });
    const byResident = given(obligation, by('resident'));
    expect(byResident.when(people.resident, rectify('entry-0'))).toHaveLength(1);
    expect(byResident.when({ ...people.resident, subject: 'another' }, rectify('entry-0'))).toMatchObject(
      refused('role', 'not-your-entry'),
    );
    const byClock = given(obligation, by('system'));
    expect(byClock.when(people.oversight, rectify('entry-0'))).toHaveLength(1);
    expect(byClock.when(people.focalPoint, rectify('entry-0'))).toHaveLength(1);
    expect(byClock.when(people.council, rectify('entry-0'))).toMatchObject(refused('role', 'not-your-entry'));
  });
});
