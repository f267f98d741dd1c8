import { describe, expect, it } from '@jest/globals';
import { roles, type Actor, type Role } from './kernel/actor.js';
import { authorise } from './kernel/authorise.js';
import { aggregateNames, type AggregateName } from './kernel/decider.js';
import { isRefusal } from './kernel/refusal.js';
import { aggregateNamed } from './registry.js';
import { elsewhere, fullBodies, given, ids, people, recordId, recorderOf, refused, type Full } from './testing.js';

/** Every cell of the table of who may send what (docs/reference/commands.md), in and out of its scope. */

const byName: ReadonlyMap<string, Full> = new Map(fullBodies.map((full) => [`${full.aggregate.name} ${full.command.type}`, full] as const));
const cells = aggregateNames.flatMap((name) =>
  Object.entries(aggregateNamed(name).permissions).flatMap(([command, allowed]) =>
    roles.map((role): [string, AggregateName, string, Role, boolean] => [
      `${name} ${command} by ${role}: ${allowed.includes(role) ? 'taken' : 'refused'}`,
      name,
      command,
      role,
      allowed.includes(role),
    ]),
  ),
);

/** Somebody who holds that role where the command is, and nothing else; a person of their own. */
function holder(role: Role, { aggregate, scenario, actor, command }: Full): Actor {
  if (role === 'system') return people.clock;
  if (role === 'complainant') return people.complainant;
  const dutyBearerId = role === 'staff' && aggregate.ownWord.includes(command.type) ? aggregate.speaksFor(scenario.state, command, recordId) : undefined;
  return {
    subject: `holder-${role}`,
    roles: [role],
    ...(actor.cityId === undefined ? {} : { cityId: actor.cityId }),
    ...(dutyBearerId === undefined ? {} : { dutyBearerId }),
  };
}

/** An entry is rectified by who made it: there, all of the past is theirs. */
function asTheirs(full: Full, by: Actor, role: Role): Full['scenario'] {
  if (full.command.type !== 'rectify') return full.scenario;
  const past = (full.scenario.history as readonly { readonly type: string; readonly data: object }[]).map((event) => ({ ...event, by: recorderOf(by, role) }));
  return given(full.aggregate as never, ...(past as never[]));
}

describe('every cell', () => {
  it('is of a command that people send with a full body, or of the clock alone', () => {
    const without = cells.filter(([, name, command]) => !byName.has(`${name} ${command}`));
    expect(without.filter(([, , , role, allowed]) => allowed && role !== 'system')).toEqual([]);
  });

  it.each(cells)('%s', (_cell, name, command, role, allowed) => {
    const full = byName.get(`${name} ${command}`);
    const aggregate = aggregateNamed(name);
    if (full === undefined || role === 'system') {
      // What the clock sends is decided on due dates, which the aggregate's own tests have; here it is who may.
      const actor: Actor = role === 'system' ? people.clock : { subject: 'x', roles: [role], cityId: ids.city };
      const found = authorise(aggregate, aggregate.initial, { type: command, data: {} }, actor, { cityId: ids.city, id: recordId });
      if (allowed) expect(found).toBe(role);
      else expect(found).toMatchObject(refused('role', 'role-not-allowed'));
      return;
    }
    const actor = holder(role, full);
    const scenario = asTheirs(full, actor, role);
    const outcome = scenario.when(actor, full.command);
    if (!allowed) {
      expect(outcome).toMatchObject(refused('role', 'role-not-allowed'));
      return;
    }
    expect(isRefusal(outcome) ? outcome : 'taken').toBe('taken');
    expect(scenario.when(elsewhere(actor), full.command)).toMatchObject(refused('role', 'other-city'));
    if (role === 'staff' && actor.dutyBearerId !== undefined) {
      for (const other of [{ ...actor, dutyBearerId: ids.youth }, people.staff]) {
        expect(scenario.when(other, full.command)).toMatchObject(refused('role', 'other-duty-bearer'));
      }
    }
  });
});

describe('a conflict that was declared in the council', () => {
  const approving = fullBodies.filter(({ aggregate, scenario, command }) =>
    aggregate.references(command, scenario.state, recordId).some((one) => one.aggregate === 'council'),
  );

  it('is looked at wherever something is approved, and there alone', () => {
    expect(approving.map(({ aggregate, command }) => `${aggregate.name} ${command.type}`).sort()).toEqual([
      'city adopt-retention',
      'commitment contest',
      'commitment extend',
      'commitment verify',
      'commitment withdraw',
      'obligation cease',
      'remedy complete',
      'remedy extend-measure',
      'remedy fail',
      'remedy reopen',
      'scrutiny close',
      'scrutiny decide',
      'scrutiny fail-condition',
      'scrutiny meet-condition',
      'subject approve-erasure',
    ]);
  });

  it.each(approving.map((full): [string, Full] => [`${full.aggregate.name} ${full.command.type}`, full]))(
    'keeps whoever declared it from: %s, in every role, and nobody else',
    (_name, { aggregate, scenario, actor, command }) => {
      const kind = aggregate.name === 'subject' ? 'grievance' : aggregate.name;
      const record = { kind, id: aggregate.name === 'subject' ? ids.grievance : recordId };
      const conflictOn = (office: string, on: object) => ({ status: 'established', conflicts: [{ seat: 's1', office, record: on, reason: 'x' }] });
      const cityId = aggregate.name === 'city' ? recordId : ids.city;
      const withCouncil = (state: object): unknown => scenario.knowing('council', cityId, state).when(actor, command);
      expect(withCouncil(conflictOn(actor.subject, record))).toMatchObject({ ...refused('role', 'own-conflict'), data: { ...record, seat: 's1' } });
      for (const state of [
        conflictOn('another-office', record),
        conflictOn(actor.subject, { ...record, id: ids.youth }),
        conflictOn(actor.subject, { ...record, kind: 'group' }),
        { status: 'none' },
      ]) {
        expect(isRefusal(withCouncil(state)) ? withCouncil(state) : 'taken').toBe('taken');
      }
      const other = { ...actor, roles: aggregate.permissions[command.type] ?? [] };
      expect(scenario.knowing('council', cityId, conflictOn(actor.subject, record)).when(other, command)).toMatchObject(refused('role', 'own-conflict'));
    },
  );
});

describe('duties are kept apart', () => {
  /** What nobody does to their own: the command, and whoever is as near to the matter as the rule foresees. */
  const apart: readonly (readonly [string, string, (full: Full) => Actor])[] = [
    ['commitment verify', 'own-report', () => ({ ...people.housing, roles: ['oversight'] })],
    ['commitment contest', 'own-report', () => ({ ...people.housing, roles: ['oversight'] })],
    ['commitment verify', 'own-duty-bearer', () => ({ ...people.housing, subject: 'a-colleague', roles: ['council'] })],
    ['commitment contest', 'own-duty-bearer', () => ({ ...people.housing, subject: 'a-colleague', roles: ['council'] })],
    ['scrutiny decide', 'own-instrument', () => ({ ...people.police, roles: ['oversight'] })],
    ['scrutiny meet-condition', 'own-instrument', () => ({ ...people.police, roles: ['oversight'] })],
    ['scrutiny fail-condition', 'own-instrument', () => ({ ...people.police, roles: ['council'] })],
    ['remedy confirm-measure', 'own-delivery', () => ({ ...people.housing, roles: ['oversight'] })],
    ['remedy dispute-measure', 'own-delivery', () => ({ ...people.housing, roles: ['oversight'] })],
    ['remedy complete', 'own-duty-bearer', () => ({ ...people.housing, subject: 'a-colleague', roles: ['council'] })],
    ['subject approve-erasure', 'own-request', () => people.oversight],
  ];

  it.each(apart)('%s: %s', (name, code, who) => {
    const full = byName.get(name);
    if (full === undefined) throw new Error(`there is no ${name}`);
    const near = who(full);
    expect(full.scenario.when(near, full.command)).toMatchObject({ kind: 'role', code });
    // It is the nearness and nothing else: the same role, of another office and person, is taken.
    const { dutyBearerId: _near, ...far } = { ...near, subject: 'somebody-else' };
    const outcome = full.scenario.when(far, full.command);
    expect(isRefusal(outcome) ? outcome : 'taken').toBe('taken');
  });
});
