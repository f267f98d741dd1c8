import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../kernel/actor.js';
import { evidence, given, ids, people, recordId, refused, remedyOrder } from '../testing.js';
import { remedy } from './remedy.js';
import type { OrderRemedy } from './remedy.state.js';

const order = (change: Partial<OrderRemedy> = {}) => ({ type: 'order' as const, data: { ...remedyOrder, ...change } });
const [restore, apologise] = remedyOrder.measures;
const accept = { type: 'accept', data: {} } as const;
const refuse = { type: 'refuse', data: { reason: 'Not our building.' } } as const;
const start = (measure: string) => ({ type: 'start-measure' as const, data: { measure } });
const deliver = (measure: string) => ({ type: 'deliver-measure' as const, data: { measure, evidence: [evidence] } });
const confirm = (measure: string, onBehalfOf?: string) => ({
  type: 'confirm-measure' as const,
  data: { measure, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) },
});
const dispute = (measure: string) => ({
  type: 'dispute-measure' as const,
  data: { measure, reason: 'It is cold still.' },
});
const approvedBy = { body: 'council', reference: 'Resolution 14' } as const;
const extend = (measure: string, dueOn: string) => ({
  type: 'extend-measure' as const,
  data: { measure, dueOn, reason: 'Parts', approvedBy },
});
const complete = { type: 'complete', data: { statement: 'Everybody is warm.' } } as const;

const ordered = given(remedy).and(people.council, order());
const accepted = ordered.and(people.housing, accept);
const started = accepted.and(people.housing, start('r1'));
const delivered = started.and(people.housing, deliver('r1'));
const allDelivered = delivered.and(people.housing, start('r2')).and(people.housing, deliver('r2'));
const confirmed = allDelivered.and(people.oversight, confirm('r1')).and(people.resident, confirm('r2', ids.tenants));
const completed = confirmed.and(people.council, complete);

describe('ordering a remedy', () => {
  it('says for whom, by whom, by when and in which form; and how it will be escalated', () => {
    const city = {
      status: 'enrolled',
      procedure: { scrutinyAnswerDays: 1, remedyEscalationDays: 14, remedyEscalationTo: 'ombudsperson' },
    };
    expect(given(remedy).knowing('city', ids.city, city).when(people.council, order())).toEqual([
      {
        type: 'RemedyOrdered',
        data: {
          ...remedyOrder,
          measures: [
            { ...restore, key: 'r1', dutyBearerId: ids.housing },
            { ...apologise, key: 'r2', dutyBearerId: ids.housing },
          ],
          escalation: { afterDays: 14, to: 'ombudsperson' },
        },
      },
    ]);
    expect(ordered.state).toMatchObject({ status: 'ordered', escalation: { afterDays: 30, to: 'council' } });
  });

  it.each<[string, Partial<OrderRemedy>, object]>([
    ['nobody', { beneficiaries: {} }, refused('rule', 'beneficiaries-missing', '/beneficiaries')],
    ['no measure', { measures: [] }, refused('rule', 'items-missing', '/measures')],
    [
      'a form that is none',
      { measures: [{ form: 'money' as 'compensation', what: 'Pay', dueOn: '2026-05-01' }] },
      refused('rule', 'unknown-code', '/measures/0/form'),
    ],
    [
      'an apology as compensation',
      { measures: [{ form: 'compensation', subForm: '22-apology', what: 'Sorry', dueOn: '2026-05-01' }] },
      refused('rule', 'sub-form-contradicts', '/measures/0/subForm'),
    ],
    [
      'a sub-form that is none',
      { measures: [{ form: 'satisfaction', subForm: '22-cake' as '22-apology', what: 'Cake', dueOn: '2026-05-01' }] },
      refused('rule', 'unknown-code', '/measures/0/subForm'),
    ],
    [
      'a date that is past',
      { measures: [{ form: 'satisfaction', what: 'Sorry', dueOn: '2026-03-01' }] },
      refused('rule', 'due-before-start', '/measures/0/dueOn'),
    ],
    [
      'one key for two measures',
      {
        measures: [
          { key: 'a', form: 'satisfaction', what: 'x', dueOn: '2026-05-01' },
          { key: 'a', form: 'satisfaction', what: 'y', dueOn: '2026-05-01' },
        ],
      },
      refused('rule', 'repeated-item', '/measures/1'),
    ],
    [
      'a source that is none',
      { source: { kind: 'rumour' as 'court' } },
      refused('rule', 'unknown-code', '/source/kind'),
    ],
    ['a harm without words', { harm: { text: '' } }, refused('rule', 'text-missing', '/harm/text')],
    [
      'a link that is none',
      { harm: { text: 'x', link: 'near' as 'caused' } },
      refused('rule', 'unknown-code', '/harm/link'),
    ],
  ])('is refused for %s', (_case, change, refusal) => {
    expect(given(remedy).when(people.council, order(change))).toMatchObject(refusal);
  });

  it('may be for sealed persons alone', () => {
    const sealed = order({ beneficiaries: { sealedPersons: ['person-1'] } });
    const sealedDelivered = given(remedy)
      .and(people.council, sealed)
      .and(people.housing, accept)
      .and(people.housing, start('r1'))
      .and(people.housing, deliver('r1'));
    expect(sealedDelivered.when(people.resident, confirm('r1', 'person-1'))).toHaveLength(1);
  });

  it('is not built on what has ended, and is not for the departments themselves', () => {
    const command = order({ source: { kind: 'scrutiny', scrutinyId: ids.scrutiny } });
    expect(
      given(remedy).knowing('duty-bearer', ids.housing, { status: 'dissolved' }).when(people.council, command),
    ).toMatchObject(refused('rule', 'duty-bearer-dissolved', '/dutyBearerId'));
    expect(remedy.references(command, { status: 'none' }, recordId).map(({ pointer }) => pointer)).toEqual([
      '/cityId',
      '/source/scrutinyId',
      '/beneficiaries/groups/0',
      '/dutyBearerId',
    ]);
    expect(given(remedy).when(people.housing, command)).toMatchObject(refused('role', 'role-not-allowed'));
  });
});

describe('accepting or refusing', () => {
  it('is the duty-bearer’s own word, and a refusal lets the dates run', () => {
    expect(accepted.state).toMatchObject({ status: 'accepted' });
    const no = ordered.and(people.housing, refuse);
    expect(no.state).toMatchObject({ status: 'refused', turns: [{ to: 'refused', text: 'Not our building.' }] });
    expect(no.dueOn('2026-05-01')).toEqual([
      { type: 'measure-fall-due', data: { measure: 'r1', dueOn: '2026-04-30' } },
    ]);
    expect(no.and(people.housing, accept).state).toMatchObject({ status: 'accepted' });
    expect(ordered.when(people.police, refuse)).toMatchObject(refused('role', 'other-duty-bearer'));
    expect(accepted.when(people.housing, refuse)).toMatchObject(refused('state', 'wrong-state'));
    expect(ordered.when(people.housing, start('r1'))).toMatchObject(refused('state', 'wrong-state'));
  });
});

describe('measures', () => {
  it('go from start to delivery to confirmation, and the remedy with them', () => {
    expect(started.state).toMatchObject({
      status: 'in-delivery',
      measures: [{ status: 'started' }, { status: 'planned' }],
    });
    expect(allDelivered.state).toMatchObject({ status: 'delivered' });
    expect(confirmed.state).toMatchObject({ status: 'confirmed' });
    expect(completed.state).toMatchObject({ status: 'completed' });
    expect(remedy.openDutyBearers(completed.state)).toEqual([]);
  });

  it('are taken one step at a time', () => {
    expect(started.when(people.housing, start('r1'))).toMatchObject({
      ...refused('state', 'measure-state'),
      data: { measure: 'r1', status: 'started', allowed: ['planned'] },
    });
    expect(started.when(people.housing, deliver('r2'))).toMatchObject(refused('state', 'measure-state'));
    expect(started.when(people.oversight, confirm('r1'))).toMatchObject(refused('state', 'measure-state'));
    expect(started.when(people.oversight, dispute('r1'))).toMatchObject(refused('state', 'measure-state'));
    expect(started.when(people.housing, start('r9'))).toMatchObject(refused('rule', 'unknown-measure', '/measure'));
    const bare = { type: 'deliver-measure', data: { measure: 'r1', evidence: [] } } as const;
    expect(started.when(people.housing, bare)).toMatchObject(refused('rule', 'evidence-missing', '/evidence'));
  });

  it('are done by whom they are laid upon', () => {
    const shared = given(remedy)
      .and(
        people.council,
        order({
          measures: [
            restore as (typeof remedyOrder.measures)[number],
            { form: 'satisfaction', what: 'x', dueOn: '2026-05-01', dutyBearerId: ids.police },
          ],
        }),
      )
      .and(people.housing, accept);
    expect(shared.when(people.housing, start('r2'))).toMatchObject(refused('role', 'other-duty-bearer'));
    expect(shared.when(people.police, start('r2'))).toHaveLength(1);
    expect(remedy.openDutyBearers(shared.state)).toEqual([ids.housing, ids.police]);
  });

  it('are confirmed or disputed by the beneficiaries’ side or oversight, never by who delivered', () => {
    const twoRoles: Actor = { ...people.housing, roles: ['staff', 'oversight'] };
    const colleague: Actor = { ...people.oversight, dutyBearerId: ids.housing };
    for (const command of [confirm('r1'), dispute('r1')]) {
      expect(delivered.when(twoRoles, command)).toMatchObject(refused('role', 'own-delivery'));
      expect(delivered.when(colleague, command)).toMatchObject(refused('role', 'own-duty-bearer'));
      expect(delivered.when(people.council, command)).toMatchObject(refused('role', 'role-not-allowed'));
      expect(delivered.when(people.resident, command)).toMatchObject(
        refused('rule', 'not-a-beneficiary', '/onBehalfOf'),
      );
    }
    expect(delivered.when(people.resident, confirm('r1', ids.youth))).toMatchObject(
      refused('rule', 'not-a-beneficiary', '/onBehalfOf'),
    );
    expect(delivered.when(people.resident, confirm('r1', ids.tenants))).toHaveLength(1);
    const both: Actor = { ...people.oversight, roles: ['resident', 'oversight'] };
    expect(delivered.when(both, confirm('r1'))).toHaveLength(1);
  });

  it('that are disputed are delivered again, and both voices stay', () => {
    const again = delivered.and(people.oversight, dispute('r1')).and(people.housing, deliver('r1'));
    expect(again.state).toMatchObject({
      measures: [{ status: 'delivered', deliveries: [{}, {}], disputes: [{}] }, {}],
    });
  });

  it('are extended with an approval, later only', () => {
    const later = accepted.and(people.council, extend('r1', '2026-06-30'));
    expect(later.state).toMatchObject({
      measures: [{ dueOn: '2026-06-30', extensions: [{ from: '2026-04-30' }] }, {}],
    });
    expect(accepted.when(people.council, extend('r1', '2026-04-30'))).toMatchObject(
      refused('rule', 'not-later', '/dueOn'),
    );
    expect(accepted.when(people.housing, extend('r1', '2026-06-30'))).toMatchObject(
      refused('role', 'role-not-allowed'),
    );
    const wrong = { ...extend('r1', '2026-06-30').data, approvedBy: { body: 'focal-point', reference: 'x' } as const };
    expect(accepted.when(people.council, { type: 'extend-measure', data: wrong })).toMatchObject(
      refused('rule', 'approval-mismatch', '/approvedBy/body'),
    );
    expect(delivered.when(people.council, extend('r1', '2026-06-30'))).toMatchObject(refused('state', 'measure-state'));
  });
});

describe('the end of a remedy', () => {
  const fail = { type: 'fail', data: { reason: 'The house was torn down.' } } as const;
  const insider: Actor = { ...people.council, dutyBearerId: ids.housing };

  it('is complete only when every measure is confirmed', () => {
    expect(allDelivered.and(people.oversight, confirm('r1')).when(people.council, complete)).toMatchObject({
      ...refused('state', 'measure-unconfirmed'),
      data: { open: ['r2'] },
    });
    expect(confirmed.when(insider, complete)).toMatchObject(refused('role', 'own-duty-bearer'));
  });

  it('fails with a reason, which stops the dates but hides none', () => {
    const failed = started.on('2026-05-01').and(people.council, fail);
    expect(failed.state).toMatchObject({ status: 'failed', turns: [{ to: 'accepted' }, { to: 'failed' }] });
    expect(failed.dueOn('2027-01-01')).toEqual([
      { type: 'measure-fall-due', data: { measure: 'r1', dueOn: '2026-04-30' } },
    ]);
    expect(started.when(insider, fail)).toMatchObject(refused('role', 'own-duty-bearer'));
  });

  it('is reopened for something', () => {
    const reopen = (data: object) => ({ type: 'reopen' as const, data: { reason: 'It broke again.', ...data } });
    expect(completed.when(people.oversight, reopen({}))).toMatchObject(refused('state', 'nothing-to-redo'));
    expect(completed.when(people.oversight, reopen({ redo: [{ measure: 'r9', dueOn: '2026-09-01' }] }))).toMatchObject(
      refused('rule', 'unknown-measure', '/redo/0/measure'),
    );
    expect(completed.when(people.oversight, reopen({ redo: [{ measure: 'r1', dueOn: '2026-04-30' }] }))).toMatchObject(
      refused('rule', 'not-later', '/redo/0/dueOn'),
    );
    const taken = { key: 'r1', form: 'satisfaction', what: 'x', dueOn: '2026-09-01' };
    expect(completed.when(people.oversight, reopen({ measures: [taken] }))).toMatchObject(
      refused('rule', 'repeated-item', '/measures/0/key'),
    );
    const past = { form: 'satisfaction', what: 'x', dueOn: '2026-03-01' };
    expect(completed.when(people.oversight, reopen({ measures: [past] }))).toMatchObject(
      refused('rule', 'due-before-start', '/measures/0/dueOn'),
    );
    const many = Array.from({ length: 49 }, () => ({ form: 'satisfaction', what: 'x', dueOn: '2026-09-01' }));
    expect(completed.when(people.oversight, reopen({ measures: many }))).toMatchObject(
      refused('rule', 'too-many-items', '/measures'),
    );
    const data = {
      redo: [{ measure: 'r1', dueOn: '2026-09-01' }],
      measures: [{ form: 'compensation', what: 'Pay', dueOn: '2026-10-01' }],
    };
    const again = completed.and(people.oversight, reopen(data));
    expect(again.state).toMatchObject({
      status: 'reopened',
      measures: [
        { status: 'planned', dueOn: '2026-09-01' },
        { status: 'confirmed' },
        { key: 'r3', dutyBearerId: ids.housing },
      ],
    });
    expect(again.and(people.housing, start('r1')).state).toMatchObject({ status: 'in-delivery' });
  });

  it('lets the dates run on that were open when it failed', () => {
    const failed = started.and(people.council, fail);
    expect(failed.dueOn('2026-06-01')).toEqual([]);
    const again = failed.and(people.council, { type: 'reopen', data: { reason: 'Rebuilt.' } });
    expect(again.dueOn('2026-06-01')).toContainEqual({
      type: 'measure-fall-due',
      data: { measure: 'r1', dueOn: '2026-04-30' },
    });
  });
});

describe('silence and escalation', () => {
  const fallDue = { type: 'measure-fall-due', data: { measure: 'r1', dueOn: '2026-04-30' } } as const;
  const escalate = { type: 'escalate-overdue', data: { measure: 'r1', dueOn: '2026-04-30' } } as const;

  it('records a missed date once, then goes to the body that the city has set', () => {
    expect(remedy.nextDueOn(started.state)).toBe('2026-05-01');
    expect(started.on('2026-04-30').when(people.clock, fallDue)).toMatchObject(refused('state', 'not-yet-due'));
    const late = started.on('2026-05-01').and(people.clock, fallDue);
    expect(late.when(people.clock, fallDue)).toMatchObject(refused('state', 'already-recorded'));
    expect(late.on('2026-05-30').when(people.clock, escalate)).toMatchObject(refused('state', 'not-yet-due'));
    const up = late.on('2026-05-31').and(people.clock, escalate);
    expect(up.history.at(-1)).toMatchObject({
      type: 'RemedyEscalated',
      data: { to: 'council', reason: 'overdue', measure: 'r1', dueOn: '2026-04-30' },
    });
    expect(up.when(people.clock, escalate)).toMatchObject(refused('state', 'already-recorded'));
    expect(remedy.nextDueOn(up.state)).toBe('2026-06-01');
  });

  it('knows only dates that were set', () => {
    const other = { ...fallDue, data: { measure: 'r1', dueOn: '2026-04-29' } };
    expect(started.when(people.clock, other)).toMatchObject(refused('rule', 'unknown-due-date', '/dueOn'));
    expect(started.when(people.clock, { ...escalate, data: other.data })).toMatchObject(
      refused('rule', 'unknown-due-date', '/dueOn'),
    );
    const nothing = { measure: 'r9', dueOn: '2026-04-30' };
    expect(started.when(people.clock, { ...fallDue, data: nothing })).toMatchObject(
      refused('rule', 'unknown-measure', '/measure'),
    );
    expect(started.when(people.clock, { ...escalate, data: nothing })).toMatchObject(
      refused('rule', 'unknown-measure', '/measure'),
    );
    expect(started.on('2026-05-01').when(people.council, fallDue)).toMatchObject(refused('role', 'role-not-allowed'));
  });

  it('is no silence when it was delivered in time, unless that is disputed', () => {
    const inTime = started.on('2026-04-30').and(people.housing, deliver('r1'));
    expect(inTime.dueOn('2026-05-15')).toEqual([]);
    expect(inTime.on('2026-05-15').and(people.oversight, dispute('r1')).dueOn('2026-05-15')).toEqual([fallDue]);
  });

  it('is escalated by people, too', () => {
    const command = { type: 'escalate', data: { to: 'treaty-body', reason: 'No answer.', measure: 'r2' } } as const;
    expect(started.and(people.resident, command).state).toMatchObject({ escalations: [command.data] });
    expect(
      started.when(people.resident, { type: 'escalate', data: { to: 'press' as 'court', reason: 'x' } }),
    ).toMatchObject(refused('rule', 'unknown-code', '/to'));
    expect(completed.when(people.resident, command)).toMatchObject(refused('state', 'wrong-state'));
  });
});

describe('passing what is owed on', () => {
  it('moves the remedy and its unconfirmed measures, and only from who holds them', () => {
    const one = allDelivered.and(people.oversight, confirm('r1'));
    const reassign = {
      type: 'reassign',
      data: { from: ids.housing, dutyBearerId: ids.police, reason: 'Merged' },
    } as const;
    const passed = one.and(people.clock, reassign);
    expect(passed.state).toMatchObject({
      dutyBearerId: ids.police,
      measures: [{ dutyBearerId: ids.housing }, { dutyBearerId: ids.police }],
      previousDutyBearers: [ids.housing],
    });
    expect(passed.when(people.clock, reassign)).toMatchObject(refused('state', 'not-the-holder'));
    const same = { type: 'reassign', data: { from: ids.housing, dutyBearerId: ids.housing, reason: 'x' } } as const;
    expect(one.when(people.clock, same)).toMatchObject(refused('rule', 'same-duty-bearer', '/dutyBearerId'));
  });
});
