import { grievance } from '../grievance/grievance.js';
import { subject } from '../subject/subject.js';
import { at, type Full } from './full-body.js';
import { ids, people } from './people.js';
import { grievanceLodging } from './samples.js';
import { given, recordId } from './scenario.js';

const about = {
  rights: ['ICESCR-11.1'],
  groups: [ids.tenants],
  grounds: ['disability'],
  dutyBearerId: ids.police,
};
const lodging = { ...grievanceLodging, about, contact: 'By the window, after six' };
const rectify = {
  type: 'rectify',
  data: { entry: 'entry-1', reason: 'Mistaken', correction: 'The other one' },
} as const;
const finding = {
  outcome: 'substantiated',
  rights: ['ICESCR-11.1'],
  summary: 'The building was not heated.',
  reasons: 'Measured on three days.',
} as const;

const lodged = given(grievance).and(people.complainant, { type: 'lodge', data: lodging });
const acknowledged = lodged.and(people.oversight, { type: 'acknowledge', data: { dutyBearerId: ids.housing } });
const admitted = acknowledged.and(people.housing, { type: 'admit', data: {} });
const begun = admitted.and(people.housing, { type: 'begin-inquiry', data: {} });
const held = acknowledged.and(people.housing, { type: 'place-hold', data: { ground: 'court', reason: 'File 7 of the court' } });
const found = begun.and(people.housing, { type: 'make-finding', data: finding });

const erasure = { cityId: ids.city, grievanceId: ids.grievance, ground: 'consent-withdrawn', reason: 'Letter 12' } as const;
const known = given(subject).knowing('grievance', ids.grievance, { status: 'lodged', complainant: recordId });
const requested = known.and(people.oversight, { type: 'erase', data: erasure });

export const fullGrievances: readonly Full[] = [
  ...at(grievance, given(grievance), [people.complainant, { type: 'lodge', data: lodging }]),
  ...at(
    grievance,
    lodged,
    [people.oversight, { type: 'acknowledge', data: { dutyBearerId: ids.housing } }],
    [people.complainant, { type: 'withdraw', data: { reason: 'It is warm again' } }],
    [people.complainant, { type: 'add-statement', data: { text: 'Still cold today' } }],
    [people.oversight, { type: 'unseal', data: { purpose: 'To find who handles it' } }],
  ),
  ...at(
    grievance,
    acknowledged,
    [people.housing, { type: 'admit', data: { reasons: 'In time' } }],
    [people.housing, { type: 'declare-inadmissible', data: { reasons: 'Another city' } }],
    [people.housing, { type: 'answer', data: { text: 'We come on Monday' } }],
    [people.housing, { type: 'place-hold', data: { key: 'audit-1', ground: 'audit', reason: 'The audit of the year' } }],
    [people.oversight, { type: 'reassign', data: { dutyBearerId: ids.youth, reason: 'Merged' } }],
    [people.oversight, rectify],
  ),
  ...at(grievance, held, [people.housing, { type: 'lift-hold', data: { hold: 'h1', reason: 'The court has decided' } }]),
  ...at(grievance, admitted, [people.housing, { type: 'begin-inquiry', data: { plan: 'Measure for a week' } }]),
  ...at(grievance, begun, [people.housing, { type: 'make-finding', data: finding }]),
  ...at(
    grievance,
    found,
    [people.complainant, { type: 'appeal', data: { grounds: 'Only one flat was measured' } }],
    [people.oversight, { type: 'link-remedy', data: { remedyId: ids.remedy } }],
    [people.housing, { type: 'close', data: { reason: 'Repaired' } }],
  ),
  ...at(subject, known, [people.oversight, { type: 'erase', data: erasure }]),
  ...at(
    subject,
    requested,
    [people.focalPoint, { type: 'approve-erasure', data: { reason: 'Looked at' } }],
    [people.oversight, { ...rectify, data: { ...rectify.data, entry: 'entry-0' } }],
  ),
];
