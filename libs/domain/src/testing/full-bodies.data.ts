import { city } from '../city/city.js';
import { commitment } from '../commitment/commitment.js';
import { dutyBearer } from '../duty-bearer/duty-bearer.js';
import { group } from '../group/group.js';
import type { Actor } from '../kernel/actor.js';
import { obligation } from '../obligation/obligation.js';
import { remedy } from '../remedy/remedy.js';
import { scrutiny } from '../scrutiny/scrutiny.js';
import { at, type Full } from './full-body.js';
import { fullCouncils } from './full-councils.data.js';
import { fullGrievances } from './full-grievances.data.js';
import { ids, people } from './people.js';
import { logKey } from '../log-key/log-key.js';
import { announcement } from './log-keys.js';
import * as samples from './samples.js';
import { given, recordId } from './scenario.js';

const { evidence: file } = samples;
const evidence = [{ ...file, name: 'Report.pdf' }];
const common = {
  principles: ['transparency'],
  groups: [ids.tenants],
  sdgTargets: ['11.1'],
  evidence,
};
const approvedBy = { body: 'council', reference: 'Resolution 14' } as const;
const rectify = {
  type: 'rectify',
  data: { entry: 'entry-0', reason: 'Mistaken', correction: 'The other one' },
} as const;
const reassign = { type: 'reassign', data: { dutyBearerId: ids.youth, reason: 'Merged' } } as const;

const newcomer: Actor = { subject: 'subject-new', roles: ['focal-point'] };
const mayor: Actor = { ...people.focalPoint, cityId: recordId };
const cityBegun = given(city).and(newcomer, { type: 'enrol', data: samples.enrolment });
const cityJoined = cityBegun
  .and(mayor, { type: 'establish-focal-point', data: { office: 'Office' } })
  .and(mayor, { type: 'join-initiative', data: { initiative: 'other', name: 'Cities for CEDAW' } });
const proposed = cityBegun.and(mayor, { type: 'propose-retention', data: samples.retentionProposal });
const seated: Actor = { ...people.council, cityId: recordId };
const bearer = {
  cityId: ids.city,
  name: 'Housing',
  kind: 'department',
  parentId: ids.police,
  mandate: 'Homes',
} as const;
const bearerBegun = given(dutyBearer).and(people.focalPoint, { type: 'register', data: bearer });
const people1 = { cityId: ids.city, name: 'Tenants', grounds: ['property'], description: 'Who rents.' } as const;
const groupBegun = given(group).and(people.focalPoint, { type: 'recognise', data: people1 });
const owed = given(obligation).and(people.focalPoint, { type: 'record', data: samples.obligationRecording });
const milestone = { key: 'm1', title: 'Plan', dueOn: '2026-04-01' };
const made = given(commitment).and(people.council, {
  type: 'make',
  data: { ...samples.commitmentTerms, milestones: [milestone] },
});
const reported = made.and(people.housing, { type: 'report-fulfilled', data: { text: 'Done', evidence } });
const opened = given(scrutiny).and(people.council, { type: 'open', data: samples.scrutinyOpening });
const screened = opened.and(people.council, { type: 'screen', data: { fullAssessment: true, reasons: 'Needed' } });
const impact = {
  right: 'ICCPR-9',
  group: ids.tenants,
  direction: 'negative',
  text: 'Removals',
  severity: { scale: 4, scope: 3, irremediability: 2 },
  likelihood: 4,
  mitigation: { kind: 'avoid', text: 'None' },
} as const;
const assessed = screened.and(people.council, { type: 'assess', data: { impacts: [impact] } });
const condition = { key: 'c1', text: 'Train', dueOn: '2026-05-01' };
const decision = {
  ...samples.scrutinyDecision,
  outcome: 'compatible-with-conditions',
  conditions: [condition],
  dissent: 'One member.',
  decidedBy: { body: 'Council', on: '2026-03-01', dutyBearerId: ids.housing },
  evidence,
} as const;
const decided = assessed.and(people.council, { type: 'decide', data: decision });
const answered = decided.and(people.police, { type: 'answer', data: { answer: 'amend', reasons: 'Right' } });
const settled = answered.and(people.council, { type: 'meet-condition', data: { condition: 'c1', evidence } });
const measure = {
  key: 'r1',
  form: 'satisfaction',
  subForm: '22-apology',
  what: 'Apologise',
  dutyBearerId: ids.housing,
  dueOn: '2026-05-01',
} as const;
const order = {
  ...samples.remedyOrder,
  ...common,
  source: { kind: 'scrutiny', reference: 'S 1', scrutinyId: ids.scrutiny },
  beneficiaries: { groups: [ids.tenants], sealedPersons: ['person-1'] },
  measures: [measure],
} as const;
const ordered = given(remedy).and(people.council, { type: 'order', data: order });
const accepted = ordered.and(people.housing, { type: 'accept', data: {} });
const started = accepted.and(people.housing, { type: 'start-measure', data: { measure: 'r1' } });
const delivered = started.and(people.housing, { type: 'deliver-measure', data: { measure: 'r1', evidence } });
const confirmed = delivered.and(people.oversight, { type: 'confirm-measure', data: { measure: 'r1' } });
const completed = confirmed.and(people.council, { type: 'complete', data: { statement: 'Done' } });

/** Every command that people send, once. */
export const fullBodies: readonly Full[] = [
  ...fullGrievances,
  ...fullCouncils,
  ...at(logKey, given(logKey), [people.administrator, { type: 'announce', data: { ...announcement, reason: 'Yearly' } }]),
  ...at(
    logKey,
    given(logKey).and(people.administrator, { type: 'announce', data: announcement }),
    [people.administrator, { type: 'retire', data: { reason: 'Stolen' } }],
    [people.administrator, { type: 'withdraw', data: { reason: 'Lost' } }],
  ),
  ...at(city, given(city), [
    newcomer,
    {
      type: 'enrol',
      data: {
        ...samples.enrolment,
        slug: 'sampleton',
        region: 'MB',
        declaredOn: '2003',
        declaration: 'Resolution',
        evidence,
      },
    },
  ]),
  ...at(city, proposed, [seated, { type: 'adopt-retention', data: { version: 1, inForceOn: '2027-01-01' } }]),
  ...at(
    city,
    cityBegun,
    [mayor, { type: 'propose-retention', data: { ...samples.retentionProposal, reason: 'So little is kept' } }],
    [mayor, { type: 'establish-focal-point', data: { office: 'Office', contact: 'a@city.example', mandate: 'All' } }],
    [mayor, { type: 'join-initiative', data: { initiative: 'other', name: 'Cities for CEDAW', since: '2019-01-01' } }],
    [
      mayor,
      {
        type: 'set-procedure',
        data: {
          scrutinyAnswerDays: 30,
          remedyEscalationDays: 10,
          remedyEscalationTo: 'ombudsperson',
          grievanceAcknowledgementDays: 5,
          grievanceFindingDays: 60,
          reason: 'Faster',
        },
      },
    ],
    [newcomerIn(recordId), rectify],
  ),
  ...at(
    city,
    cityJoined,
    [mayor, { type: 'change-focal-point', data: { office: 'Office', contact: 'b', mandate: 'All', reason: 'Moved' } }],
    [mayor, { type: 'leave-initiative', data: { initiative: 'other', name: 'Cities for CEDAW', reason: 'Over' } }],
  ),
  ...at(dutyBearer, given(dutyBearer), [people.focalPoint, { type: 'register', data: bearer }]),
  ...at(
    dutyBearer,
    bearerBegun,
    [
      people.focalPoint,
      { type: 'amend', data: { name: 'Homes', kind: 'other', parentId: ids.police, mandate: 'x', reason: 'y' } },
    ],
    [people.focalPoint, { type: 'name-liaison', data: { office: 'Tenants', contact: 'c' } }],
    [people.focalPoint, { type: 'dissolve', data: { reason: 'Merged', successorId: ids.police } }],
    [people.focalPoint, rectify],
  ),
  ...at(group, given(group), [people.focalPoint, { type: 'recognise', data: people1 }]),
  ...at(
    group,
    groupBegun,
    [people.focalPoint, { type: 'amend', data: { name: 'T', grounds: ['age'], description: 'x', reason: 'y' } }],
    [people.focalPoint, { type: 'retire', data: { reason: 'Split' } }],
    [people.focalPoint, rectify],
  ),
  ...at(obligation, given(obligation), [
    people.focalPoint,
    {
      type: 'record',
      data: {
        ...samples.obligationRecording,
        ...common,
        source: {
          instrument: 'UPR',
          provision: '12',
          recommendation: { id: 'R1', text: 'Do it', by: 'A State', session: '4' },
        },
        response: 'supported',
      },
    },
  ]),
  ...at(
    obligation,
    owed,
    [people.housing, { type: 'accept', data: { statement: 'Yes', response: 'supported' } }],
    [people.housing, { type: 'dispute', data: { reason: 'No', response: 'noted' } }],
    [people.council, reassign],
    [
      people.council,
      {
        type: 'clarify',
        data: { text: 'So', dimension: 'respect', realisation: 'immediate', groups: [ids.youth], evidence },
      },
    ],
    [
      people.council,
      { type: 'cease', data: { reason: 'Over', act: { title: 'Bylaw', reference: '7', on: '2026-03-01' } } },
    ],
    [people.focalPoint, rectify],
  ),
  ...at(commitment, given(commitment), [
    people.council,
    {
      type: 'make',
      data: {
        ...samples.commitmentTerms,
        ...common,
        description: 'All of them',
        obligations: [ids.obligation],
        graceDays: 5,
        milestones: [milestone],
        indicators: [{ title: 'Share', kind: 'outcome', target: '100 %' }],
        positiveMeasureFor: [ids.youth],
        forum: { name: 'UPR', session: '16', reference: 'A/1' },
        source: { name: 'Register', reference: '1' },
      },
    },
  ]),
  ...at(
    commitment,
    made,
    [people.housing, { type: 'report-progress', data: { text: 'Half', share: 0.5, evidence } }],
    [
      people.housing,
      { type: 'add-milestone', data: { key: 'm2', title: 'Hire', dueOn: '2026-05-01', reason: 'More' } },
    ],
    [people.housing, { type: 'reach-milestone', data: { milestone: 'm1', text: 'There', evidence } }],
    [people.council, { type: 'extend', data: { dueOn: '2026-12-31', reason: 'Snow', approvedBy } }],
    [people.housing, { type: 'report-fulfilled', data: { text: 'Done', evidence } }],
    [people.council, { type: 'withdraw', data: { reason: 'Replaced', approvedBy } }],
    [people.council, reassign],
    [people.council, rectify],
  ),
  ...at(
    commitment,
    reported,
    [people.oversight, { type: 'verify', data: { grade: 'A', reasons: 'Seen', evidence } }],
    [people.oversight, { type: 'contest', data: { grade: 'C', reasons: 'Not so', evidence } }],
  ),
  ...at(scrutiny, given(scrutiny), [
    people.council,
    {
      type: 'open',
      data: {
        ...samples.scrutinyOpening,
        ...common,
        instrument: { ...samples.scrutinyOpening.instrument, reference: 'O 7' },
      },
    },
  ]),
  ...at(scrutiny, opened, [people.council, { type: 'screen', data: { fullAssessment: true, reasons: 'Needed' } }]),
  ...at(scrutiny, screened, [people.council, { type: 'assess', data: { impacts: [impact], evidence } }]),
  ...at(
    scrutiny,
    assessed,
    [
      people.council,
      { type: 'link-consultation', data: { title: 'Hearing', heldOn: '2026-02-01', reference: 'H', summary: 'S' } },
    ],
    [people.council, { type: 'decide', data: decision }],
  ),
  ...at(
    scrutiny,
    decided,
    [people.police, { type: 'answer', data: { answer: 'amend', reasons: 'Right', doneBy: '2026-09-01', evidence } }],
    [people.council, { type: 'meet-condition', data: { condition: 'c1', text: 'Yes', evidence } }],
    [people.council, { type: 'fail-condition', data: { condition: 'c1', reason: 'No' } }],
    [people.council, { type: 'reconsider', data: { grounds: 'Judgment' } }],
    [people.council, reassign],
    [people.council, rectify],
  ),
  ...at(scrutiny, settled, [people.council, { type: 'close', data: { reason: 'Done' } }]),
  ...at(remedy, given(remedy), [people.council, { type: 'order', data: order }]),
  ...at(
    remedy,
    ordered,
    [people.housing, { type: 'accept', data: { statement: 'Yes' } }],
    [people.housing, { type: 'refuse', data: { reason: 'No' } }],
    [people.council, { type: 'escalate', data: { to: 'court', reason: 'Silence', measure: 'r1' } }],
    [people.council, { type: 'fail', data: { reason: 'Gone' } }],
    [people.council, { type: 'reassign', data: { from: ids.housing, dutyBearerId: ids.youth, reason: 'Merged' } }],
    [people.council, rectify],
  ),
  ...at(
    remedy,
    accepted,
    [people.housing, { type: 'start-measure', data: { measure: 'r1', text: 'Begun' } }],
    [
      people.council,
      { type: 'extend-measure', data: { measure: 'r1', dueOn: '2026-06-01', reason: 'Parts', approvedBy } },
    ],
  ),
  ...at(remedy, started, [
    people.housing,
    { type: 'deliver-measure', data: { measure: 'r1', text: 'Done', evidence } },
  ]),
  ...at(
    remedy,
    delivered,
    [
      people.oversight,
      { type: 'confirm-measure', data: { measure: 'r1', onBehalfOf: ids.tenants, text: 'Yes', evidence } },
    ],
    [
      people.oversight,
      { type: 'dispute-measure', data: { measure: 'r1', onBehalfOf: ids.tenants, reason: 'No', evidence } },
    ],
  ),
  ...at(remedy, confirmed, [people.council, { type: 'complete', data: { statement: 'Done' } }]),
  ...at(remedy, completed, [
    people.council,
    {
      type: 'reopen',
      data: {
        reason: 'Again',
        redo: [{ measure: 'r1', dueOn: '2026-09-01' }],
        measures: [{ ...measure, key: 'r2' }],
      },
    },
  ]),
];

function newcomerIn(cityId: string): Actor {
  return { ...newcomer, cityId };
}
