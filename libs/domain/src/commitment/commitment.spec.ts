import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../kernel/actor.js';
import { commitmentTerms, evidence, given, ids, people, recordId, refused } from '../testing.js';
import { commitment } from './commitment.js';
import type { CommitmentVerdict } from './commitment.events.js';
import type { MakeCommitment } from './commitment.state.js';

const make = (change: Partial<MakeCommitment> = {}) => ({
  type: 'make' as const,
  data: { ...commitmentTerms, ...change },
});
const made = given(commitment).and(people.housing, make());
const progress = { type: 'report-progress', data: { text: 'Half of them.', share: 0.5 } } as const;
const fulfilled = { type: 'report-fulfilled', data: { text: 'All inspected.', evidence: [evidence] } } as const;
const reported = made.and(people.housing, fulfilled);
const verify = (grade: CommitmentVerdict['grade'] = 'A') => ({
  type: 'verify' as const,
  data: { grade, reasons: 'Seen.' },
});
const contest = (grade: CommitmentVerdict['grade'] = 'C') => ({
  type: 'contest' as const,
  data: { grade, reasons: 'Not so.' },
});
const approvedBy = { body: 'council', reference: 'Resolution 14' } as const;
const extend = (dueOn: string) => ({ type: 'extend' as const, data: { dueOn, reason: 'Snow', approvedBy } });

describe('making a commitment', () => {
  it('is open, with milestones that each have a key', () => {
    const milestones = [{ title: 'Plan' }, { key: 'm1', title: 'Hire' }];
    const outcome = given(commitment).when(people.council, make({ milestones, graceDays: 10 }));
    const keyed = [
      { title: 'Plan', key: 'm2' },
      { key: 'm1', title: 'Hire' },
    ];
    expect(outcome).toEqual([
      { type: 'CommitmentMade', data: { ...commitmentTerms, graceDays: 10, milestones: keyed } },
    ]);
    expect(made.state).toMatchObject({ status: 'open', share: 0, extensions: [], milestones: [] });
  });

  it('is a duty-bearer’s own word, or the council’s or focal point’s', () => {
    expect(given(commitment).when(people.police, make())).toMatchObject(refused('role', 'other-duty-bearer'));
    expect(given(commitment).when(people.focalPoint, make())).toHaveLength(1);
    expect(given(commitment).when(people.oversight, make())).toMatchObject(refused('role', 'role-not-allowed'));
  });

  it.each<[string, Partial<MakeCommitment>, object]>([
    ['no title', { title: ' ' }, refused('rule', 'text-missing', '/title')],
    ['a day that is none', { dueOn: '2026-06-31' }, refused('rule', 'invalid-date', '/dueOn')],
    ['yesterday', { dueOn: '2026-03-01' }, refused('rule', 'due-before-start', '/dueOn')],
    ['a negative grace', { graceDays: -1 }, refused('rule', 'invalid-number', '/graceDays')],
    [
      'a milestone after the end',
      { milestones: [{ title: 'Late', dueOn: '2026-07-01' }] },
      refused('rule', 'milestone-after-due', '/milestones/0/dueOn'),
    ],
    [
      'a key that is none',
      { milestones: [{ key: 'Not a key', title: 'x' }] },
      refused('rule', 'invalid-key', '/milestones/0/key'),
    ],
    [
      'a key twice',
      {
        milestones: [
          { key: 'a', title: 'x' },
          { key: 'a', title: 'y' },
        ],
      },
      refused('rule', 'repeated-item', '/milestones/1'),
    ],
    [
      'an indicator of no kind',
      { indicators: [{ title: 'Share', kind: 'input' as 'outcome' }] },
      refused('rule', 'unknown-code', '/indicators/0/kind'),
    ],
    ['an obligation twice', { obligations: ['o', 'o'] }, refused('rule', 'repeated-item', '/obligations/1')],
  ])('is refused for %s', (_case, change, refusal) => {
    expect(given(commitment).when(people.housing, make(change))).toMatchObject(refusal);
  });

  it('may be of the past, from the day on which it took effect', () => {
    const old = given(commitment).effective('2013-09-19');
    expect(old.when(people.council, make({ dueOn: '2018-05-01' }))).toHaveLength(1);
    expect(old.when(people.council, make({ dueOn: '2013-09-18' }))).toMatchObject(
      refused('rule', 'due-before-start', '/dueOn'),
    );
  });

  it('is not built on what has ended', () => {
    const command = make({ obligations: [ids.obligation], positiveMeasureFor: [ids.youth] });
    const scenario = given(commitment);
    expect(
      scenario.knowing('obligation', ids.obligation, { status: 'ceased' }).when(people.council, command),
    ).toMatchObject(refused('rule', 'obligation-ceased', '/obligations/0'));
    expect(scenario.knowing('group', ids.youth, { status: 'retired' }).when(people.council, command)).toMatchObject(
      refused('rule', 'group-retired', '/positiveMeasureFor/0'),
    );
    expect(commitment.references(command, { status: 'none' }, recordId).map(({ pointer }) => pointer)).toEqual([
      '/cityId',
      '/dutyBearerId',
      '/obligations/0',
      '/positiveMeasureFor/0',
    ]);
  });
});

describe('working on it', () => {
  it('reports progress as a share', () => {
    expect(made.and(people.housing, progress).state).toMatchObject({ share: 0.5, progress: [progress.data] });
    for (const share of [-0.1, 1.1, Number.NaN]) {
      const command = { type: 'report-progress', data: { text: 'x', share } } as const;
      expect(made.when(people.housing, command)).toMatchObject(refused('rule', 'invalid-number', '/share'));
    }
    expect(made.when(people.council, progress)).toMatchObject(refused('role', 'role-not-allowed'));
  });

  it('adds milestones and reaches each once', () => {
    const planned = made.and(people.housing, { type: 'add-milestone', data: { title: 'Hire', dueOn: '2026-04-01' } });
    const reach = { type: 'reach-milestone', data: { milestone: 'm1' } } as const;
    const reachedOne = planned.and(people.housing, reach);
    expect(reachedOne.state).toMatchObject({ milestones: [{ key: 'm1', title: 'Hire', reached: true }] });
    expect(reachedOne.when(people.housing, reach)).toMatchObject(refused('state', 'already-reached'));
    expect(made.when(people.housing, reach)).toMatchObject(refused('rule', 'unknown-milestone', '/milestone'));
  });

  it('refuses a milestone that is late, or has a key in use', () => {
    const planned = made.and(people.housing, { type: 'add-milestone', data: { key: 'hire', title: 'Hire' } });
    const add = (data: { readonly key?: string; readonly dueOn?: string }) =>
      planned.when(people.housing, { type: 'add-milestone', data: { title: 'Again', ...data } });
    expect(add({ key: 'hire' })).toMatchObject(refused('rule', 'repeated-item', '/key'));
    expect(add({ dueOn: '2026-07-01' })).toMatchObject(refused('rule', 'milestone-after-due', '/dueOn'));
  });

  it('holds at most fifty milestones', () => {
    const milestones = Array.from({ length: 50 }, (_, index) => ({ title: `Step ${index}` }));
    const full = given(commitment).and(people.housing, make({ milestones }));
    expect(full.when(people.housing, { type: 'add-milestone', data: { title: 'More' } })).toMatchObject(
      refused('rule', 'too-many-items'),
    );
  });
});

describe('extending', () => {
  it('counts and shows every extension', () => {
    const twice = made.and(people.council, extend('2026-09-30')).and(people.focalPoint, extend('2026-12-31'));
    expect(twice.state).toMatchObject({
      dueOn: '2026-12-31',
      extensions: [
        { from: '2026-06-30', dueOn: '2026-09-30', reason: 'Snow', approvedBy },
        { from: '2026-09-30', dueOn: '2026-12-31' },
      ],
    });
  });

  it('is for the council or the focal point, each with its own approval', () => {
    expect(made.when(people.housing, extend('2026-09-30'))).toMatchObject(refused('role', 'role-not-allowed'));
    const asFocalPoint = {
      ...extend('2026-09-30').data,
      approvedBy: { body: 'focal-point', reference: 'Letter' } as const,
    };
    expect(made.when(people.council, { type: 'extend', data: asFocalPoint })).toMatchObject(
      refused('rule', 'approval-mismatch', '/approvedBy/body'),
    );
    expect(made.when(people.focalPoint, { type: 'extend', data: asFocalPoint })).toHaveLength(1);
  });

  it('only goes later', () => {
    expect(made.when(people.council, extend('2026-06-30'))).toMatchObject(refused('rule', 'not-later', '/dueOn'));
  });
});

describe('the second voice', () => {
  it('verifies or contests what was reported', () => {
    expect(reported.state).toMatchObject({
      status: 'reported-fulfilled',
      reports: [{ by: { subject: 'subject-housing' } }],
    });
    expect(reported.and(people.oversight, verify()).state).toMatchObject({
      status: 'verified',
      verdicts: [{ grade: 'A' }],
    });
    const contested = reported.and(people.council, contest());
    expect(contested.state).toMatchObject({ status: 'contested', reports: [{}], verdicts: [{ grade: 'C' }] });
    expect(contested.and(people.housing, fulfilled).and(people.oversight, verify('B')).state).toMatchObject({
      status: 'verified',
      reports: [{}, {}],
      verdicts: [{ grade: 'C' }, { grade: 'B' }],
    });
  });

  it('needs a report with evidence', () => {
    expect(made.when(people.oversight, verify())).toMatchObject(refused('state', 'wrong-state'));
    const bare = { type: 'report-fulfilled', data: { text: 'Done', evidence: [] } } as const;
    expect(made.when(people.housing, bare)).toMatchObject(refused('rule', 'evidence-missing', '/evidence'));
  });

  it('is never the reporter, nor anybody of their duty-bearer', () => {
    const alsoOversight: Actor = { ...people.housing, roles: ['staff', 'oversight'] };
    const colleague: Actor = { ...people.oversight, dutyBearerId: ids.housing };
    for (const command of [verify(), contest()]) {
      expect(reported.when(alsoOversight, command)).toMatchObject(refused('role', 'own-report'));
      expect(reported.when(colleague, command)).toMatchObject(refused('role', 'own-duty-bearer'));
      expect(reported.when(people.housing, command)).toMatchObject(refused('role', 'role-not-allowed'));
    }
  });

  it('is still not the one who reported after the commitment passed on', () => {
    const passed = reported.and(people.council, {
      type: 'reassign',
      data: { dutyBearerId: ids.police, reason: 'Merged' },
    });
    const formerColleague: Actor = { ...people.oversight, dutyBearerId: ids.housing };
    expect(passed.when(formerColleague, verify())).toMatchObject(refused('role', 'own-duty-bearer'));
  });

  it('grades as it judges', () => {
    expect(reported.when(people.oversight, verify('C'))).toMatchObject(refused('rule', 'grade-contradicts', '/grade'));
    expect(reported.when(people.oversight, contest('A'))).toMatchObject(refused('rule', 'grade-contradicts', '/grade'));
    expect(reported.when(people.oversight, verify('F' as 'A'))).toMatchObject(
      refused('rule', 'unknown-code', '/grade'),
    );
  });
});

describe('withdrawing and passing on', () => {
  const withdraw = { type: 'withdraw', data: { reason: 'Replaced', approvedBy } } as const;

  it('withdraws an open commitment, with an approval', () => {
    expect(made.and(people.council, withdraw).state).toMatchObject({ status: 'withdrawn', withdrawal: withdraw.data });
    expect(made.when(people.housing, withdraw)).toMatchObject(refused('role', 'role-not-allowed'));
    const wrong = { ...withdraw.data, approvedBy: { body: 'focal-point', reference: 'Letter' } as const };
    expect(made.when(people.council, { type: 'withdraw', data: wrong })).toMatchObject(
      refused('rule', 'approval-mismatch', '/approvedBy/body'),
    );
    expect(reported.and(people.council, contest()).when(people.council, withdraw)).toMatchObject(
      refused('state', 'wrong-state'),
    );
  });

  it('passes to a successor', () => {
    const reassign = {
      type: 'reassign',
      data: { dutyBearerId: ids.police, from: ids.housing, reason: 'Merged' },
    } as const;
    const passed = made.and(people.clock, reassign);
    expect(passed.state).toMatchObject({ dutyBearerId: ids.police, previousDutyBearers: [ids.housing] });
    expect(passed.when(people.clock, reassign)).toMatchObject(refused('state', 'not-the-holder'));
    expect(commitment.openDutyBearers(passed.state)).toEqual([ids.police]);
    const same = { type: 'reassign', data: { dutyBearerId: ids.housing, reason: 'x' } } as const;
    expect(made.when(people.council, same)).toMatchObject(refused('rule', 'same-duty-bearer', '/dutyBearerId'));
  });
});
