import { describe, expect, it } from '@jest/globals';
import { elsewhere, given, people, refused } from '../testing.js';
import { announcement, keyShapes } from '../testing/log-keys.js';
import type { Announcement } from './log-key.events.js';
import { logKey } from './log-key.js';

const { administrator } = people;
const announce = (data: Partial<Announcement> = {}, actor: Parameters<ReturnType<typeof given>['when']>[0] = administrator) =>
  given(logKey).when(actor, { type: 'announce', data: { ...announcement, ...data } });
const announced = given(logKey).and(administrator, { type: 'announce', data: announcement });
const signatures = ([old, next]: readonly [string, string]) => [
  { key: old, signature: keyShapes.signature },
  { key: next, signature: keyShapes.signature },
];

describe('announcing a key of the log', () => {
  it('is an administrator’s, of no city, and nobody else’s', () => {
    expect(announce()).toEqual([{ type: 'LogKeyAnnounced', data: announcement }]);
    for (const actor of [people.focalPoint, people.council, people.oversight, people.staff, people.clock]) {
      expect(announce({}, actor)).toMatchObject(refused('role', 'role-not-allowed'));
    }
    expect(announce({}, elsewhere(administrator))).toMatchObject(refused('role', 'other-city'));
  });

  it('takes keys of either kind', () => {
    const next = keyShapes.mlDsa44.replace('mmm', 'nnn');
    const data = { replaces: keyShapes.mlDsa44, key: next, signatures: signatures([keyShapes.mlDsa44, next]) };
    expect(announce(data)).toMatchObject([{ type: 'LogKeyAnnounced', data }]);
  });

  it.each<[string, Partial<Announcement>, object]>([
    ['text that is no key', { key: 'a key' }, refused('rule', 'invalid-log-key', '/key')],
    ['a day that has passed', { bothUntil: '2026-03-01' }, refused('rule', 'invalid-date', '/bothUntil')],
    ['a day that does not exist', { bothUntil: '2026-02-30' }, refused('rule', 'invalid-date', '/bothUntil')],
    ['text that is no signature', { signatures: announcement.signatures.map((one) => ({ ...one, signature: 'mine' })) }, refused('rule', 'invalid-signature', '/signatures/0/signature')],
    ['one signature', { signatures: announcement.signatures.slice(1) }, refused('rule', 'items-missing', '/signatures')],
    ['the same signature twice', { signatures: signatures([keyShapes.old, keyShapes.old]) }, refused('rule', 'repeated-item', '/signatures/1')],
    ['a signature of a third key', { signatures: signatures([keyShapes.old, keyShapes.elsewhere]) }, refused('rule', 'invalid-log-key', '/signatures/1/key')],
  ])('is refused for %s', (_case, data, refusal) => {
    expect(announce(data)).toMatchObject(refusal);
  });

  it.each([
    ['a key of another log', keyShapes.elsewhere],
    ['a key of another kind', keyShapes.mlDsa44],
  ])('is refused for %s in its place', (_case, key) => {
    expect(announce({ key, signatures: signatures([keyShapes.old, key]) })).toMatchObject(refused('rule', 'not-a-successor', '/key'));
  });
});

describe('ending the change', () => {
  it('retires the old key when the time of both is over', () => {
    expect(announced.on('2026-04-01').when(administrator, { type: 'retire', data: {} })).toEqual([
      { type: 'LogKeyRetired', data: { key: keyShapes.old } },
    ]);
  });

  it('takes a reason to retire it sooner, as for a key that was stolen', () => {
    expect(announced.on('2026-03-31').when(administrator, { type: 'retire', data: {} })).toMatchObject(refused('rule', 'both-sign-still', '/reason'));
    expect(announced.on('2026-03-31').when(administrator, { type: 'retire', data: { reason: 'Stolen' } })).toEqual([
      { type: 'LogKeyRetired', data: { key: keyShapes.old, reason: 'Stolen' } },
    ]);
  });

  it('withdraws the new key, and then the old one stays', () => {
    const data = { reason: 'Lost' };
    expect(announced.when(administrator, { type: 'withdraw', data })).toEqual([{ type: 'LogKeyWithdrawn', data: { key: keyShapes.next, ...data } }]);
    const withdrawn = announced.and(administrator, { type: 'withdraw', data });
    expect(withdrawn.state).toEqual({ ...announcement, status: 'withdrawn', ended: data });
    expect(withdrawn.on('2026-05-01').when(administrator, { type: 'retire', data: {} })).toMatchObject(refused('state', 'wrong-state'));
  });

  it('happens once', () => {
    const completed = announced.on('2026-04-01').and(administrator, { type: 'retire', data: {} });
    expect(completed.state).toEqual({ ...announcement, status: 'completed', ended: {} });
    expect(completed.when(administrator, { type: 'retire', data: {} })).toMatchObject(refused('state', 'wrong-state'));
    expect(completed.when(administrator, { type: 'withdraw', data: { reason: 'x' } })).toMatchObject(refused('state', 'wrong-state'));
  });
});
