import { describe, expect, it } from '@jest/globals';
import { aggregateNamed } from '../registry.js';
import { commitmentTerms, elsewhere, ids, people, recordId, refused } from '../testing.js';
import { commitment } from '../commitment/commitment.js';
import type { Actor } from './actor.js';
import { roles } from './actor.js';
import { authorise } from './authorise.js';
import { aggregateNames } from './decider.js';
import { handle } from './handle.js';

const at = { cityId: ids.city, id: recordId };
const make = { type: 'make', data: commitmentTerms } as const;
const may = (actor: Actor) => authorise(commitment, commitment.initial, make, actor, at);

describe('who may send a command', () => {
  it('is who holds a role that is listed for it, in the city of the record', () => {
    expect(may(people.council)).toBe('council');
    expect(may(people.oversight)).toMatchObject(refused('role', 'role-not-allowed'));
    expect(may(elsewhere(people.council))).toMatchObject({
      ...refused('role', 'other-city'),
      data: { cityId: ids.city, actorCityId: ids.otherCity },
    });
    expect(may({ subject: 'x', roles: ['council'] })).toMatchObject(refused('role', 'other-city'));
    expect(may({ subject: 'x', roles: [], cityId: ids.city })).toMatchObject(refused('role', 'role-not-allowed'));
  });

  it('acts under one role, the first that the command lists', () => {
    expect(may({ ...people.housing, roles: ['council', 'staff'] })).toBe('staff');
  });

  it('acts under whichever of its roles will do', () => {
    const both: Actor = { ...people.staff, roles: ['staff', 'focal-point'] };
    expect(may(both)).toBe('focal-point');
    expect(may({ ...both, roles: ['staff', 'resident'] })).toMatchObject(refused('role', 'other-duty-bearer'));
  });

  it('gives the administrator no fact to write, and the clock its own commands in every city', () => {
    for (const name of aggregateNames.filter((one) => one !== 'log-key')) {
      for (const allowed of Object.values(aggregateNamed(name).permissions))
        expect(allowed).not.toContain('administrator');
    }
    const fallDue = { type: 'fall-due', data: { dueOn: '2026-06-30' } } as const;
    expect(authorise(commitment, commitment.initial, fallDue, people.clock, at)).toBe('system');
    for (const role of roles.filter((one) => one !== 'system')) {
      const actor: Actor = { subject: 'x', roles: [role], cityId: ids.city };
      expect(authorise(commitment, commitment.initial, fallDue, actor, at)).toMatchObject(
        refused('role', 'role-not-allowed'),
      );
    }
  });
});

describe('what a decision is made of', () => {
  const world = {
    actor: people.council,
    now: '2026-03-02T12:00:00.000Z',
    today: '2026-03-02',
    id: recordId,
    history: [],
    facts: {},
    reference: () => undefined,
  };

  it('keeps the role under which the command was allowed', () => {
    expect(handle(commitment, commitment.initial, make, world)).toMatchObject({
      role: 'council',
      events: [{ type: 'CommitmentMade' }],
    });
  });

  it('is checked for the role before the content: nobody learns what they may not ask', () => {
    const faulty = { type: 'make', data: { ...commitmentTerms, title: '' } } as const;
    expect(handle(commitment, commitment.initial, faulty, { ...world, actor: people.resident })).toMatchObject(
      refused('role', 'role-not-allowed'),
    );
  });

  it('leaves nothing of the caller’s object in the event', () => {
    class Body {
      readonly cityId = commitmentTerms.cityId;
      readonly title = commitmentTerms.title;
      readonly rights = commitmentTerms.rights;
      readonly dutyBearerId = commitmentTerms.dutyBearerId;
      readonly dueOn = commitmentTerms.dueOn;
      readonly forum = undefined;
    }
    const outcome = handle(commitment, commitment.initial, { type: 'make', data: new Body() }, world);
    expect(outcome).toStrictEqual({
      role: 'council',
      events: [{ type: 'CommitmentMade', data: { ...commitmentTerms, milestones: [] } }],
    });
  });

  it('refuses a later command to a record that was never begun', () => {
    const later = { type: 'report-progress', data: { text: 'x' } } as const;
    expect(handle(commitment, commitment.initial, later, world)).toMatchObject(refused('state', 'not-begun'));
    expect(commitment.decide(commitment.initial, later, { ...world, role: 'staff' })).toMatchObject(
      refused('state', 'not-begun'),
    );
  });
});
