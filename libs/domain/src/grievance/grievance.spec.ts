import { describe, expect, it } from '@jest/globals';
import { defaultProcedure } from '../city/city.js';
import { given, grievanceLodging, ids, people, refused } from '../testing.js';
import type { GrievanceEvent } from './grievance.events.js';
import type { GrievanceCommand } from './grievance.js';
import { grievance } from './grievance.js';

const lodge = { type: 'lodge', data: grievanceLodging } as const;
const finding = { outcome: 'substantiated', rights: ['ICESCR-11.1'], summary: 'It was cold.', reasons: 'Measured.' } as const;
const found = { type: 'make-finding', data: finding } as const;
const otherOversight = { ...people.oversight, subject: 'subject-oversight-2' };

const lodged = given(grievance).and(people.complainant, lodge);
const acknowledged = lodged.and(people.oversight, { type: 'acknowledge', data: { dutyBearerId: ids.housing } });
const admitted = acknowledged.and(people.housing, { type: 'admit', data: {} });
const inquired = admitted.and(people.housing, { type: 'begin-inquiry', data: {} });
const decided = inquired.and(people.housing, found);
const appealed = decided.and(people.complainant, { type: 'appeal', data: { grounds: 'Look again.' } });

describe('lodging', () => {
  it('gives every word to be sealed under the person’s own key, and dates from the city’s procedure', () => {
    const city = { status: 'enrolled', procedure: { ...defaultProcedure, grievanceAcknowledgementDays: 3, grievanceFindingDays: 30 } };
    const { complainant: subject } = grievanceLodging;
    expect(given(grievance).knowing('city', ids.city, city).when(people.complainant, lodge)).toEqual([
      {
        type: 'GrievanceLodged',
        data: {
          cityId: ids.city,
          complainant: subject,
          opening: grievanceLodging.opening,
          about: { unsealed: '{"rights":["ICESCR-11.1"]}', subject },
          text: { unsealed: grievanceLodging.text, subject },
          acknowledgeBy: '2026-03-05',
          findingBy: '2026-04-01',
          day: '2026-03-02',
        },
      },
    ]);
  });

  it('is for nobody but a person with no account: no token gives that role', () => {
    expect(given(grievance).when(people.staff, lodge)).toMatchObject(refused('role', 'role-not-allowed'));
  });
});

describe('handling', () => {
  it('is by the office that it was given to, and before that by oversight', () => {
    const unseal = { type: 'unseal', data: { purpose: 'To find who handles it.' } } as const;
    expect(lodged.when(people.housing, unseal)).toMatchObject(refused('role', 'other-duty-bearer'));
    expect(lodged.when(people.staff, unseal)).toMatchObject(refused('role', 'other-duty-bearer'));
    expect(lodged.when(people.oversight, unseal)).toEqual([{ type: 'GrievanceUnsealed', data: unseal.data }]);
    expect(acknowledged.when(people.housing, unseal)).toEqual([{ type: 'GrievanceUnsealed', data: unseal.data }]);
    expect(acknowledged.when(people.police, unseal)).toMatchObject(refused('role', 'other-duty-bearer'));
    for (const nobody of [people.administrator, people.focalPoint, people.council, people.resident]) {
      expect(acknowledged.when(nobody, unseal)).toMatchObject(refused('role', 'role-not-allowed'));
    }
  });

  it('is never by the office complained of', () => {
    const against = acknowledged.told({ complainedOf: true });
    const acts: readonly GrievanceCommand[] = [
      { type: 'admit', data: {} },
      { type: 'unseal', data: { purpose: 'To look.' } },
      { type: 'answer', data: { text: 'Well.' } },
    ];
    for (const command of acts) {
      expect(against.when(people.housing, command)).toMatchObject(refused('role', 'own-duty-bearer'));
    }
    const given = { type: 'acknowledge', data: { dutyBearerId: ids.police } } as const;
    expect(lodged.told({ complainedOf: true }).when(people.oversight, given)).toMatchObject(refused('role', 'own-duty-bearer'));
  });

  it('is by nobody of any office once nobody can tell which one it is against, and given to none', () => {
    const forgotten = { status: 'erased', erasedAt: '2026-03-02T12:00:00.000Z' };
    const erased = (so: typeof lodged) => so.knowing('subject', grievanceLodging.complainant, forgotten).told({ complainedOf: 'erased' });
    const reason = { reason: 'Its words are gone.' };
    const handled: Readonly<Record<string, GrievanceCommand>> = {
      admit: { type: 'admit', data: {} },
      inadmissible: { type: 'declare-inadmissible', data: { reasons: 'Elsewhere.' } },
      close: { type: 'close', data: reason },
      answer: { type: 'answer', data: { text: 'Well.' } },
    };
    for (const command of Object.values(handled)) expect(erased(acknowledged).when(people.housing, command)).toMatchObject(refused('role', 'complained-of-erased'));
    expect(erased(inquired).when(people.housing, { type: 'make-finding', data: finding })).toMatchObject(refused('role', 'complained-of-erased'));
    expect(erased(decided).when(people.housing, { type: 'link-remedy', data: { remedyId: ids.remedy } })).toMatchObject(refused('role', 'complained-of-erased'));
    const given = { dutyBearerId: ids.police };
    expect(erased(lodged).when(people.oversight, { type: 'acknowledge', data: given })).toMatchObject(refused('role', 'complained-of-erased'));
    expect(erased(acknowledged).when(people.oversight, { type: 'reassign', data: { ...given, ...reason } })).toMatchObject(refused('role', 'complained-of-erased'));
    // What a dissolved office held is passed on all the same: whoever gets it can do nothing with it.
    const passedOn = { type: 'reassign', data: { ...given, ...reason, from: ids.housing } } as const;
    expect(erased(acknowledged).when(people.clock, passedOn)).toHaveLength(1);
    // The reading itself says that there is nothing left to read, and a hold that there is nothing left to keep.
    expect(erased(acknowledged).when(people.housing, { type: 'unseal', data: { purpose: 'To look.' } })).toHaveLength(1);
    expect(erased(acknowledged).when(people.housing, { type: 'place-hold', data: { ground: 'court', reason: 'File 7' } })).toMatchObject(refused('state', 'erasure-begun'));
  });

  it('ends with a reason given by oversight, wherever it stands, once its words are gone; before that only when it is decided', () => {
    const close = { type: 'close', data: { reason: 'Its words are gone.' } } as const;
    const forgotten = { status: 'erased', erasedAt: '2026-03-02T12:00:00.000Z' };
    for (const so of [lodged, acknowledged, inquired]) {
      expect(so.when(people.oversight, close)).toMatchObject(refused('state', 'wrong-state'));
      const closed = so.knowing('subject', grievanceLodging.complainant, forgotten).and(people.oversight, close);
      expect(closed.state).toMatchObject({ status: 'closed', closing: close.data, endedOn: '2026-03-02' });
    }
    expect(decided.when(people.oversight, close)).toHaveLength(1);
  });

  it('tells whoever is of an office the same, whether or not it is against that office', () => {
    const focalPoint = { ...people.focalPoint, dutyBearerId: ids.police };
    const both = (so: typeof lodged, command: GrievanceCommand) => [true, false].map((complainedOf) => so.told({ complainedOf }).when(focalPoint, command));
    for (const [so, command, code] of [
      [lodged, { type: 'acknowledge', data: { dutyBearerId: ids.police } }, 'own-office'],
      [acknowledged, { type: 'reassign', data: { dutyBearerId: ids.police, reason: 'Theirs' } }, 'own-office'],
      [decided, { type: 'link-remedy', data: { remedyId: ids.remedy } }, 'other-duty-bearer'],
    ] as const) {
      const [against, otherwise] = both(so, command);
      expect(against).toMatchObject(refused('role', code));
      expect(against).toEqual(otherwise);
    }
    expect(lodged.told({ complainedOf: false }).when(focalPoint, { type: 'acknowledge', data: { dutyBearerId: ids.housing } })).toHaveLength(1);
    expect(lodged.when({ ...people.oversight, dutyBearerId: ids.police }, { type: 'acknowledge', data: { dutyBearerId: ids.police } })).toMatchObject(refused('role', 'own-office'));
    expect(decided.when({ ...people.focalPoint, dutyBearerId: ids.housing }, { type: 'link-remedy', data: { remedyId: ids.remedy } })).toHaveLength(1);
  });

  it('names the rights that were violated, and only where something was substantiated', () => {
    const none = { ...finding, rights: [] };
    expect(inquired.when(people.housing, { type: 'make-finding', data: none })).toMatchObject(
      refused('rule', 'items-missing', '/rights'),
    );
    const contradicting = { ...finding, outcome: 'not-substantiated' } as const;
    expect(inquired.when(people.housing, { type: 'make-finding', data: contradicting })).toMatchObject(
      refused('rule', 'rights-unexpected', '/rights'),
    );
    expect(decided.state).toMatchObject({ status: 'finding', findings: [{ rights: ['ICESCR-11.1'], summary: 'It was cold.' }] });
    expect(JSON.stringify(decided.state)).not.toContain('Measured');
  });

  it('leads from a finding to a remedy, which nothing found does not', () => {
    const link = { type: 'link-remedy', data: { remedyId: ids.remedy } } as const;
    const remedied = decided.and(people.oversight, link);
    expect(remedied.state).toMatchObject({ status: 'remedied', remedies: [ids.remedy], endedOn: '2026-03-02' });
    // The day is the city's, whatever day it is at Greenwich; entries of before have none and keep the day of Greenwich.
    const late = { id: 'late', type: 'GrievanceRemedyLinked', recordedAt: '2026-03-03T02:00:00.000Z', actor: { subject: 'x', role: 'oversight' } } as const;
    const [event] = decided.when(people.oversight, link) as readonly Extract<GrievanceEvent, { type: 'GrievanceRemedyLinked' }>[];
    expect(event).toEqual({ type: 'GrievanceRemedyLinked', data: { remedyId: ids.remedy, day: '2026-03-02' } });
    const endedOn = (data: { readonly remedyId: string; readonly day?: string }) => grievance.evolve(decided.state, { ...late, data });
    expect(endedOn(event?.data ?? { remedyId: '' })).toMatchObject({ endedOn: '2026-03-02' });
    expect(endedOn({ remedyId: ids.remedy })).toMatchObject({ endedOn: '2026-03-03' });
    expect(remedied.when(people.oversight, link)).toMatchObject(refused('rule', 'repeated-item', '/remedyId'));
    const warm = inquired.and(people.housing, {
      type: 'make-finding',
      data: { outcome: 'not-substantiated', rights: [], summary: 'Warm.', reasons: 'Measured.' },
    });
    expect(warm.when(people.oversight, link)).toMatchObject(refused('state', 'not-substantiated'));
  });
});

describe('an appeal', () => {
  it('is decided by somebody else, of another office, within a new time', () => {
    expect(appealed.when(people.housing, found)).toMatchObject(refused('role', 'own-finding'));
    expect(appealed.when(people.housing, { type: 'close', data: { reason: 'Enough.' } })).toMatchObject(refused('role', 'own-finding'));
    const again = appealed.on('2026-03-20').and(people.oversight, { type: 'begin-inquiry', data: {} });
    expect(again.when(people.housing, found)).toMatchObject(refused('role', 'own-finding'));
    const second = again.and(people.oversight, found);
    expect(second.state).toMatchObject({ status: 'finding', findings: [{}, {}] });
    expect(second.and(people.oversight, { type: 'close', data: { reason: 'Repaired.' } }).state).toMatchObject({ status: 'closed' });
    const third = second.and(people.complainant, { type: 'appeal', data: { grounds: 'Still.' } });
    expect(third.when(people.oversight, found)).toMatchObject(refused('role', 'own-finding'));
    expect(third.when(otherOversight, found)).toMatchObject([{ type: 'GrievanceFindingMade' }]);
  });
});

describe('the person', () => {
  it('speaks by the receipt code for this grievance and for no other', () => {
    const other = { ...people.complainant, subject: 'somebody-else' };
    const acts: readonly GrievanceCommand[] = [
      { type: 'add-statement', data: { text: 'Me too.' } },
      { type: 'withdraw', data: {} },
    ];
    for (const command of acts) {
      expect(lodged.when(other, command)).toMatchObject(refused('role', 'not-the-complainant'));
    }
    expect(lodged.when(people.complainant, { type: 'add-statement', data: { text: 'Still cold.' } })).toEqual([
      { type: 'GrievanceStatementAdded', data: { text: { unsealed: 'Still cold.', subject: ids.complainant } } },
    ]);
  });
});

describe('the clock', () => {
  it('records once that nobody acknowledged and nobody decided in time', () => {
    expect(lodged.dueOn('2026-03-09')).toEqual([]);
    expect(lodged.dueOn('2026-03-10')).toEqual([{ type: 'acknowledgement-fall-due', data: { dueOn: '2026-03-09' } }]);
    const late = lodged.on('2026-06-01').and(people.clock, { type: 'finding-fall-due', data: { dueOn: '2026-05-31' } });
    expect(late.dueOn('2026-06-01')).toEqual([{ type: 'acknowledgement-fall-due', data: { dueOn: '2026-03-09' } }]);
    expect(late.when(people.clock, { type: 'finding-fall-due', data: { dueOn: '2026-05-31' } })).toMatchObject(
      refused('state', 'already-recorded'),
    );
  });

  it('is quiet when both were done in time', () => {
    expect(decided.dueOn('2027-01-01')).toEqual([]);
    expect(appealed.dueOn('2027-01-01')).toEqual([{ type: 'finding-fall-due', data: { dueOn: '2026-05-31' } }]);
  });
});
