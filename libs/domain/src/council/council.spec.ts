import { describe, expect, it } from '@jest/globals';
import { councilEstablishment, evidence, given, ids, people, refused } from '../testing.js';
import { council } from './council.js';
import type { CouncilCommand } from './council.state.js';

type Data<T extends CouncilCommand['type']> = Extract<CouncilCommand, { type: T }>['data'];

const about = { kind: 'commitment', id: ids.commitment } as const;
const elsewhere = { kind: 'remedy', id: ids.commitment } as const;
const [youth, culture] = [people.youthSeat, people.cultureSeat];
const establish = (change: Partial<Data<'establish'>> = {}) => ({ type: 'establish' as const, data: { ...councilEstablishment, ...change } });
const appoint = (seat: string, office: string, change: Partial<Data<'appoint-member'>> = {}) => ({
  type: 'appoint-member' as const,
  data: { seat, office, from: '2026-01-01', ...change },
});
const endTerm = (seat: string) => ({ type: 'end-term' as const, data: { seat, reason: 'Moved away' } });
const conflict = (seat: string, record: Data<'declare-conflict'>['record'] = about) => ({
  type: 'declare-conflict' as const,
  data: { seat, record, reason: 'A cousin works there' },
});
const convene = { type: 'convene-meeting', data: { title: 'March', on: '2026-03-02', agenda: [{ text: 'Homes', record: about }] } } as const;
const hold = (change: Partial<Data<'hold-meeting'>> = {}) => ({
  type: 'hold-meeting' as const,
  data: { meeting: 'm1', attendance: ['s1'], minutes: evidence, ...change },
});
const move = (change: Partial<Data<'move-resolution'>> = {}) => ({
  type: 'move-resolution' as const,
  data: { title: 'Homes', text: 'That it be done.', records: [about], ...change },
});
const vote = (votes: Data<'vote'>['votes'] = [], resolution = 'r1') => ({ type: 'vote' as const, data: { resolution, votes } });
const count = (yes: number, no: number, abstain = 0) => ({ type: 'vote' as const, data: { resolution: 'r1', counts: { yes, no, abstain } } });
const adopt = { type: 'adopt-resolution', data: { resolution: 'r1' } } as const;
const reject = { type: 'reject-resolution', data: { resolution: 'r1', reason: 'Too dear' } } as const;
const recommend = (change: Partial<Data<'recommend'>> = {}) => ({
  type: 'recommend' as const,
  data: { dutyBearerId: ids.housing, text: 'Hire inspectors.', answerDueOn: '2026-04-30', ...change },
});
const answer = (response: Data<'answer-recommendation'>['response'] = 'supported') => ({
  type: 'answer-recommendation' as const,
  data: { recommendation: 'a1', response, text: 'We hire ten.' },
});

const established = given(council).and(people.focalPoint, establish());
/** Four of five seats are filled: two by offices that act themselves, two by others. */
const seated = established
  .and(people.focalPoint, appoint('s1', youth.subject))
  .and(people.focalPoint, appoint('s2', 'office-two'))
  .and(people.focalPoint, appoint('s3', culture.subject))
  .and(people.focalPoint, appoint('s4', 'office-four'));
const moved = seated.and(people.council, move());
const conflicted = moved.and(youth, conflict('s1'));

describe('a council', () => {
  it('is established with a seat for each of its constituencies’', () => {
    expect(established.state).toMatchObject({
      status: 'established',
      quorum: 50,
      seats: [
        { key: 's1', constituency: 'youth', terms: [] },
        { key: 's2', constituency: 'youth' },
        { key: 's3', constituency: 'cultural' },
        { key: 's4', constituency: 'cultural' },
        { key: 's5', constituency: 'other', name: 'Newcomers' },
      ],
    });
    expect(given(council).when(people.council, establish())).toMatchObject(refused('role', 'role-not-allowed'));
    expect(established.when(people.focalPoint, establish())).toMatchObject(refused('state', 'already-begun'));
  });

  it('has a name for another constituency, and no more seats than a body may list', () => {
    const seats = (...list: Data<'establish'>['seats']) => given(council).when(people.focalPoint, establish({ seats: list }));
    expect(seats({ constituency: 'other', number: 1 })).toMatchObject(refused('rule', 'name-missing', '/seats/0/name'));
    expect(seats({ constituency: 'youth', number: 30 }, { constituency: 'business', number: 21 })).toMatchObject(refused('rule', 'too-many-items', '/seats'));
    expect(seats({ constituency: 'youth', number: 30 }, { constituency: 'business', number: 20 })).toHaveLength(1);
  });
});

describe('who sits', () => {
  it('is told by an office, and by name only with consent', () => {
    const named = (change: Partial<Data<'appoint-member'>>) => established.when(people.focalPoint, appoint('s1', 'office-one', change));
    expect(named({ name: 'A member' })).toMatchObject(refused('rule', 'consent-missing', '/consentedOn'));
    expect(named({ name: 'A member', consentedOn: '2026-03-03' })).toMatchObject(refused('rule', 'date-in-future', '/consentedOn'));
    expect(named({ name: 'A member', consentedOn: '2026-03-01' })).toMatchObject([{ data: { name: 'A member', consentedOn: '2026-03-01' } }]);
    expect(named({ office: 'system:clock' })).toMatchObject(refused('rule', 'invalid-office', '/office'));
    expect(named({ seat: 's9' })).toMatchObject({ ...refused('rule', 'unknown-item', '/seat'), data: { kind: 'seat', known: ['s1', 's2', 's3', 's4', 's5'] } });
  });

  it('sits on one seat, one at a time, from the first day to the last', () => {
    expect(seated.when(people.focalPoint, appoint('s1', 'office-next'))).toMatchObject(refused('state', 'seat-taken'));
    expect(seated.when(people.focalPoint, appoint('s5', youth.subject))).toMatchObject(refused('state', 'office-seated'));
    expect(established.when(people.focalPoint, appoint('s1', 'x', { until: '2025-12-31' }))).toMatchObject(refused('rule', 'ends-before-it-begins', '/until'));
    const short = established.and(people.focalPoint, appoint('s1', 'office-one', { until: '2026-03-31' }));
    expect(short.when(people.focalPoint, appoint('s1', 'office-next', { from: '2026-03-31' }))).toMatchObject(refused('state', 'seat-taken'));
    const next = short.and(people.focalPoint, appoint('s1', 'office-next', { from: '2026-04-01' })).and(people.council, move({ records: [] }));
    const voted = (day: string) => next.on(day).and(people.council, vote([{ seat: 's1', vote: 'yes' }])).history.at(-1)?.data;
    expect(voted('2026-03-31')).toMatchObject({ votes: [{ office: 'office-one' }] });
    expect(voted('2026-04-01')).toMatchObject({ votes: [{ office: 'office-next' }] });
    const over = short.and(people.council, move()).on('2026-04-01');
    expect(over.when(people.council, vote([{ seat: 's1', vote: 'yes' }]))).toMatchObject(refused('state', 'seat-vacant'));
  });

  it('no longer sits once the term is ended, by the member for their own seat or by those who look after the council', () => {
    expect(established.when(people.council, endTerm('s1'))).toMatchObject(refused('state', 'seat-vacant'));
    expect(seated.when(youth, endTerm('s3'))).toMatchObject({ ...refused('role', 'other-seat'), data: { own: ['s1'] } });
    const ended = seated.and(youth, endTerm('s1'));
    expect(ended.history.at(-1)).toMatchObject({ type: 'CouncilTermEnded', data: { office: youth.subject, day: '2026-03-02' } });
    expect(ended.when(people.council, endTerm('s1'))).toMatchObject(refused('state', 'seat-vacant'));
    expect(ended.when(people.focalPoint, appoint('s5', youth.subject))).toHaveLength(1);
    expect(ended.when(people.focalPoint, appoint('s1', 'office-next'))).toHaveLength(1);
  });
});

describe('a conflict', () => {
  it('is declared once, for one’s own seat, or by the clerk who takes it down', () => {
    expect(moved.when(youth, conflict('s3'))).toMatchObject(refused('role', 'other-seat'));
    expect(moved.when(people.council, conflict('s1'))).toEqual(moved.when(youth, conflict('s1')));
    expect(moved.when(people.council, conflict('s5'))).toMatchObject(refused('state', 'seat-vacant'));
    expect(moved.when(people.council, conflict('s9'))).toMatchObject(refused('rule', 'unknown-item', '/seat'));
    expect(conflicted.state).toMatchObject({ conflicts: [{ seat: 's1', office: youth.subject, record: about }] });
    expect(conflicted.when(youth, conflict('s1'))).toMatchObject(refused('state', 'conflict-declared'));
    expect(conflicted.when(youth, conflict('s1', elsewhere))).toHaveLength(1);
  });

  it('keeps the seat from voting: it is excused, whoever writes the vote down', () => {
    expect(conflicted.when(youth, vote([{ seat: 's1', vote: 'yes' }]))).toMatchObject({ ...refused('role', 'own-conflict'), data: about });
    expect(conflicted.when(people.council, vote([{ seat: 's3', vote: 'yes' }, { seat: 's1', vote: 'yes' }]))).toMatchObject(
      refused('rule', 'seat-in-conflict', '/votes/1/vote'),
    );
    expect(conflicted.when(youth, vote([{ seat: 's1', vote: 'excused' }]))).toHaveLength(1);
    expect(moved.when(people.council, vote([{ seat: 's1', vote: 'excused' }]))).toMatchObject(refused('rule', 'no-conflict-declared', '/votes/0/vote'));
    const other = conflicted.and(people.council, move({ records: [elsewhere] }));
    expect(other.when(youth, vote([{ seat: 's1', vote: 'yes' }], 'r2'))).toHaveLength(1);
  });

  it('goes with the office to another seat, and not to who takes the seat', () => {
    const changed = conflicted
      .and(people.focalPoint, endTerm('s1'))
      .and(people.focalPoint, appoint('s1', 'office-next'))
      .and(people.focalPoint, appoint('s5', youth.subject));
    expect(changed.when(people.council, vote([{ seat: 's1', vote: 'yes' }]))).toHaveLength(1);
    expect(changed.when(people.council, vote([{ seat: 's5', vote: 'yes' }]))).toMatchObject(refused('rule', 'seat-in-conflict', '/votes/0/vote'));
  });

  it('is not hidden by counts: there are no more votes than seats that may vote', () => {
    expect(moved.when(people.council, count(3, 2))).toMatchObject({ ...refused('rule', 'too-many-votes', '/counts'), data: { given: 5, entitled: 4 } });
    expect(conflicted.when(people.council, count(3, 1))).toMatchObject({ ...refused('rule', 'too-many-votes', '/counts'), data: { entitled: 3 } });
    expect(conflicted.when(people.council, count(2, 0))).toMatchObject([{ data: { counts: { yes: 2, no: 0, abstain: 0, absent: 1, excused: 1 } } }]);
    expect(conflicted.when(youth, count(2, 0))).toMatchObject(refused('role', 'other-seat'));
  });

  it('that is declared after the count has the votes counted again; after a vote by seat, that vote is none', () => {
    const counted = moved.and(people.council, count(4, 0)).and(people.council, conflict('s1'));
    expect(counted.when(people.council, adopt)).toMatchObject(refused('state', 'count-outdated'));
    expect(counted.when(people.council, count(4, 0))).toMatchObject(refused('rule', 'too-many-votes', '/counts'));
    expect(counted.and(people.council, count(3, 0)).when(people.council, adopt)).toMatchObject([{ data: { tally: { yes: 3, excused: 1 }, entitled: 3 } }]);
    const unmoved = moved.and(people.council, count(4, 0)).and(people.council, conflict('s1', elsewhere));
    expect(unmoved.when(people.council, adopt)).toHaveLength(1);
    const bySeat = moved
      .and(youth, vote([{ seat: 's1', vote: 'yes' }]))
      .and(people.council, vote([{ seat: 's2', vote: 'no' }, { seat: 's4', vote: 'abstain' }]))
      .and(people.council, conflict('s1'));
    expect(bySeat.when(people.council, adopt)).toMatchObject({ ...refused('state', 'not-carried'), data: { yes: 0, no: 1 } });
    expect(bySeat.when(people.council, reject)).toMatchObject([{ data: { tally: { yes: 0, no: 1, abstain: 1, absent: 1, excused: 1 }, entitled: 3 } }]);
  });

  it('keeps whoever has it from settling what was voted, and from recommending on it', () => {
    const counted = conflicted.and(people.council, count(3, 0));
    expect(counted.when(youth, adopt)).toMatchObject(refused('role', 'own-conflict'));
    expect(counted.when(culture, adopt)).toHaveLength(1);
    expect(conflicted.and(people.council, count(0, 3)).when(youth, reject)).toMatchObject(refused('role', 'own-conflict'));
    expect(conflicted.when(youth, recommend({ records: [about] }))).toMatchObject(refused('role', 'own-conflict'));
    expect(counted.and(culture, adopt).when(youth, recommend({ resolution: 'r1' }))).toMatchObject(refused('role', 'own-conflict'));
    expect(conflicted.when(youth, recommend())).toHaveLength(1);
  });
});

describe('a vote', () => {
  it('is of one’s own seat, once, and not told in two ways that differ', () => {
    expect(moved.when(youth, vote([{ seat: 's1', vote: 'yes' }, { seat: 's3', vote: 'yes' }]))).toMatchObject(refused('role', 'other-seat'));
    const voted = moved.and(youth, vote([{ seat: 's1', vote: 'yes' }]));
    expect(voted.when(youth, vote([{ seat: 's1', vote: 'no' }]))).toMatchObject(refused('state', 'already-voted'));
    expect(voted.when(people.council, count(1, 0))).toMatchObject(refused('state', 'already-counted'));
    const counted = moved.and(people.council, count(1, 0));
    expect(counted.when(people.council, count(2, 0))).toMatchObject(refused('state', 'already-counted'));
    expect(counted.when(people.council, vote([{ seat: 's1', vote: 'yes' }]))).toMatchObject(refused('state', 'already-counted'));
    const both = (yes: number, no: number) => ({ type: 'vote' as const, data: { ...count(yes, no).data, ...vote([{ seat: 's1', vote: 'yes' }]).data } });
    for (const command of [{ type: 'vote' as const, data: { resolution: 'r1' } }, both(1, 1), both(0, 0)]) {
      expect(moved.when(people.council, command)).toMatchObject(refused('rule', 'votes-or-counts'));
    }
    expect(moved.when(people.council, both(1, 0))).toMatchObject([{ type: 'CouncilSeatsVoted' }]);
    expect(moved.when(people.council, vote([{ seat: 's5', vote: 'yes' }]))).toMatchObject(refused('state', 'seat-vacant'));
    expect(moved.when(people.council, vote([{ seat: 's9', vote: 'yes' }]))).toMatchObject(refused('rule', 'unknown-item', '/votes/0/seat'));
    expect(moved.when(people.council, vote([{ seat: 's1', vote: 'yes' }], 'r9'))).toMatchObject(refused('rule', 'unknown-item', '/resolution'));
  });

  it('stays the seat’s when another takes the seat, and is theirs only where the one before had a conflict', () => {
    const three = moved.and(people.council, vote(['s1', 's2', 's3'].map((seat) => ({ seat, vote: 'yes' }))));
    const replaced = ['s1', 's2', 's3'].reduce((now, seat) => now.and(people.focalPoint, endTerm(seat)).and(people.focalPoint, appoint(seat, `next-${seat}`)), three);
    expect(replaced.when(people.council, vote([{ seat: 's1', vote: 'no' }]))).toMatchObject(refused('state', 'already-voted'));
    expect(replaced.when(people.council, adopt)).toMatchObject([{ data: { tally: { yes: 3, no: 0, abstain: 0, absent: 1, excused: 0 }, entitled: 4 } }]);
    const conflictedNext = replaced.and(people.council, conflict('s1')).when(people.council, adopt);
    expect(conflictedNext).toMatchObject([{ data: { tally: { yes: 3, absent: 1, excused: 0 }, entitled: 4 } }]);
    const excused = conflicted.and(youth, vote([{ seat: 's1', vote: 'excused' }]));
    expect(excused.when(people.council, vote([{ seat: 's1', vote: 'excused' }]))).toMatchObject(refused('state', 'already-voted'));
    const next = excused.and(people.focalPoint, endTerm('s1')).and(people.focalPoint, appoint('s1', 'next-s1'));
    expect(next.when(people.council, vote([{ seat: 's1', vote: 'yes' }]))).toHaveLength(1);
  });

  it('is not written down for others by whoever has been a member', () => {
    const former = moved.and(youth, endTerm('s1'));
    for (const command of [vote([{ seat: 's2', vote: 'yes' }]), count(3, 0), conflict('s2')]) {
      expect(former.when(youth, command)).toMatchObject({ ...refused('role', 'other-seat'), data: { own: [] } });
    }
    expect(former.when(people.council, count(3, 0))).toHaveLength(1);
  });

  it('decides by a quorum of those who may vote, and by more for than against', () => {
    // Two of four are half, and half is not more than half; with one in conflict two of three are.
    expect(moved.and(people.council, count(2, 0)).when(people.council, adopt)).toMatchObject({
      ...refused('state', 'no-quorum'),
      data: { given: 2, entitled: 4, quorum: 50 },
    });
    expect(conflicted.and(people.council, count(2, 0)).when(people.council, adopt)).toHaveLength(1);
    expect(moved.when(people.council, reject)).toMatchObject(refused('state', 'no-quorum'));
    const tied = moved.and(people.council, count(2, 2));
    expect(tied.when(people.council, adopt)).toMatchObject(refused('state', 'not-carried'));
    expect(tied.when(people.council, reject)).toMatchObject([{ type: 'CouncilResolutionRejected', data: { reason: 'Too dear' } }]);
    const carried = moved.and(people.council, count(3, 1));
    expect(carried.when(people.council, reject)).toMatchObject(refused('state', 'carried'));
    const adopted = carried.and(people.council, adopt);
    expect(adopted.state).toMatchObject({ resolutions: [{ outcome: { adopted: true, tally: { yes: 3, no: 1 }, entitled: 4 } }] });
    for (const command of [adopt, reject, count(1, 0)]) expect(adopted.when(people.council, command)).toMatchObject(refused('state', 'resolution-settled'));
  });

  it('takes somebody: where everybody is in conflict nothing is decided', () => {
    const none = ['s1', 's2', 's3', 's4'].reduce((so, seat) => so.and(people.council, conflict(seat)), moved.and(people.council, count(0, 0)));
    expect(none.and(people.council, count(0, 0)).when(people.council, reject)).toMatchObject({ ...refused('state', 'no-quorum'), data: { entitled: 0 } });
  });

  it('stays where its seat has become vacant since', () => {
    const left = moved
      .and(people.council, vote([{ seat: 's1', vote: 'yes' }, { seat: 's2', vote: 'yes' }, { seat: 's3', vote: 'no' }]))
      .and(people.focalPoint, endTerm('s1'));
    expect(left.when(people.council, adopt)).toMatchObject([{ data: { tally: { yes: 2, no: 1, absent: 1 }, entitled: 4 } }]);
  });
});

describe('a meeting', () => {
  const convened = seated.and(people.focalPoint, convene);
  it('is held once, when its day has come, by seats of the council', () => {
    expect(convened.when(people.council, hold())).toMatchObject([{ type: 'CouncilMeetingHeld', data: { meeting: 'm1', heldOn: '2026-03-02' } }]);
    expect(convened.on('2026-03-01').when(people.council, hold())).toMatchObject(refused('rule', 'date-in-future', '/heldOn'));
    expect(convened.when(people.council, hold({ attendance: ['s1', 's9'] }))).toMatchObject(refused('rule', 'unknown-item', '/attendance/1'));
    expect(convened.when(people.council, hold({ meeting: 'm9' }))).toMatchObject(refused('rule', 'unknown-item', '/meeting'));
    const held = convened.and(people.council, hold({ heldOn: '2026-03-01' }));
    expect(held.state).toMatchObject({ meetings: [{ key: 'm1', held: { on: '2026-03-01', attendance: ['s1'], minutes: evidence } }] });
    expect(held.when(people.council, hold())).toMatchObject(refused('state', 'meeting-held'));
    expect(seated.when(people.council, move({ meeting: 'm1' }))).toMatchObject(refused('rule', 'unknown-item', '/meeting'));
  });

  it('has a key of its own, as a resolution and a recommendation have', () => {
    const named = { ...convene, data: { ...convene.data, key: 'm1' } };
    expect(convened.when(people.council, named)).toMatchObject(refused('rule', 'repeated-item', '/key'));
    expect(moved.when(people.council, move({ key: 'r1' }))).toMatchObject(refused('rule', 'repeated-item', '/key'));
    expect(moved.when(people.council, move({ key: 'R 1' }))).toMatchObject(refused('rule', 'invalid-key', '/key'));
    const recommended = seated.and(people.council, recommend());
    expect(recommended.when(people.council, recommend({ key: 'a1' }))).toMatchObject(refused('rule', 'repeated-item', '/key'));
  });
});

describe('a recommendation', () => {
  const recommended = seated.and(people.council, recommend());

  it('is answered by the duty-bearer it was made to, once it has made up its mind', () => {
    expect(recommended.when(people.police, answer())).toMatchObject(refused('role', 'other-duty-bearer'));
    const pending = recommended.and(people.housing, answer('pending'));
    expect(council.openDutyBearers(pending.state)).toEqual([ids.housing]);
    const answered = pending.and(people.housing, answer());
    expect(answered.state).toMatchObject({ recommendations: [{ endedOn: '2026-03-02', answers: [{ response: 'pending' }, { response: 'supported' }] }] });
    expect(council.openDutyBearers(answered.state)).toEqual([]);
    expect(answered.when(people.housing, answer())).toMatchObject(refused('state', 'already-answered'));
    const unknown = { ...answer(), data: { ...answer().data, recommendation: 'a9' } };
    expect(recommended.when(people.housing, unknown)).toMatchObject(refused('rule', 'unknown-item', '/recommendation'));
  });

  it('carries out a resolution that was adopted, and is due on the day it was made or later', () => {
    expect(moved.effective('2026-01-10').when(people.council, recommend({ answerDueOn: '2026-02-28' }))).toHaveLength(1);
    expect(moved.when(people.council, recommend({ resolution: 'r1' }))).toMatchObject(refused('state', 'resolution-not-adopted'));
    expect(moved.when(people.council, recommend({ resolution: 'r9' }))).toMatchObject(refused('rule', 'unknown-item', '/resolution'));
    expect(moved.when(people.council, recommend({ answerDueOn: '2026-03-01' }))).toMatchObject(refused('rule', 'due-before-start', '/answerDueOn'));
  });

  it('that nobody answers is told by the clock, once', () => {
    const due = { type: 'answer-fall-due', data: { recommendation: 'a1', dueOn: '2026-04-30' } } as const;
    expect(council.nextDueOn(recommended.state)).toBe('2026-05-01');
    expect(recommended.dueOn('2026-04-30')).toEqual([]);
    expect(recommended.dueOn('2026-05-01')).toEqual([due]);
    expect(recommended.when(people.clock, due)).toMatchObject(refused('state', 'not-yet-due'));
    expect(recommended.when(people.clock, { ...due, data: { ...due.data, dueOn: '2026-04-29' } })).toMatchObject(refused('rule', 'unknown-due-date', '/dueOn'));
    const late = recommended.on('2026-05-01').and(people.clock, due);
    expect(late.dueOn('2026-05-02')).toEqual([]);
    expect(late.when(people.clock, due)).toMatchObject(refused('state', 'already-recorded'));
    expect(recommended.and(people.housing, answer()).dueOn('2026-06-01')).toEqual([]);
  });

  it('passes to the successor of who was to answer', () => {
    const pass = (from: string, dutyBearerId: string) => ({ type: 'reassign' as const, data: { from, dutyBearerId, reason: 'Merged' } });
    expect(recommended.when(people.focalPoint, pass(ids.police, ids.housing))).toMatchObject(refused('state', 'not-the-holder'));
    expect(recommended.when(people.focalPoint, pass(ids.housing, ids.housing))).toMatchObject(refused('rule', 'same-duty-bearer', '/dutyBearerId'));
    const passed = recommended.and(people.clock, pass(ids.housing, ids.police));
    expect(passed.when(people.police, answer())).toHaveLength(1);
    expect(passed.when(people.housing, answer())).toMatchObject(refused('role', 'other-duty-bearer'));
  });
});
