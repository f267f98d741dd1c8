import type { AggregateName } from '../kernel/decider.js';
import type { CommandOf } from '../registry.js';
import type { RectifyCommand } from '../values/rectification.js';
import { councilCommands } from './council-commands.js';
import { announcement, keyShapes } from './log-keys.js';
import { ids } from './people.js';
import { repeated } from './repeated.js';
import {
  commitmentTerms,
  enrolment,
  evidence,
  grievanceLodging,
  obligationRecording,
  remedyOrder,
  retentionProposal,
  scrutinyDecision,
  scrutinyOpening,
} from './samples.js';

/**
 * A handful of commands of every type, sane and less sane, for random walks over the aggregates. Dates lie around the
 * days that a walk passes through, keys are those that records give out.
 */
export const commands: { readonly [N in AggregateName]: readonly CommandOf<N>[] } = {
  city: [
    { type: 'enrol', data: enrolment },
    { type: 'enrol', data: { ...enrolment, declaredOn: '2003', sample: true, evidence: [evidence] } },
    { type: 'establish-focal-point', data: { office: 'Office of Human Rights', contact: 'office@city.example' } },
    { type: 'change-focal-point', data: { office: 'Equity Office', reason: 'Moved' } },
    { type: 'join-initiative', data: { initiative: 'agenda-2030' } },
    { type: 'join-initiative', data: { initiative: 'other', name: 'Cities for CEDAW', since: '2019-01-01' } },
    { type: 'leave-initiative', data: { initiative: 'agenda-2030', reason: 'Over' } },
    { type: 'leave-initiative', data: { initiative: 'other', name: 'Cities for CEDAW', reason: 'Over' } },
    { type: 'set-procedure', data: { scrutinyAnswerDays: 30 } },
    { type: 'propose-retention', data: retentionProposal },
    { type: 'adopt-retention', data: { version: 1 } },
    { type: 'adopt-retention', data: { version: 2, inForceOn: '2026-12-31' } },
    { type: 'set-procedure', data: { remedyEscalationDays: 10, remedyEscalationTo: 'ombudsperson', reason: 'Faster' } },
    ...rectifications(),
  ],
  'duty-bearer': [
    { type: 'register', data: { cityId: ids.city, name: 'Housing', kind: 'department', mandate: 'Homes' } },
    { type: 'amend', data: { name: 'Homes', reason: 'Renamed' } },
    { type: 'amend', data: { kind: 'other', parentId: ids.police } },
    { type: 'amend', data: {} },
    { type: 'name-liaison', data: { office: 'Tenant Relations' } },
    { type: 'dissolve', data: { reason: 'Merged', successorId: ids.police } },
    ...rectifications(),
  ],
  group: [
    {
      type: 'recognise',
      data: { cityId: ids.city, name: 'Tenants', grounds: ['property'], description: 'Who rents.' },
    },
    { type: 'amend', data: { grounds: ['property', 'age'] } },
    { type: 'amend', data: { description: 'Who rents a home.' } },
    { type: 'retire', data: { reason: 'Split' } },
    ...rectifications(),
  ],
  obligation: [
    { type: 'record', data: { ...obligationRecording, groups: [ids.tenants] } },
    { type: 'record', data: { ...obligationRecording, rights: ['X'] } },
    { type: 'accept', data: {} },
    { type: 'accept', data: { statement: 'Yes', response: 'supported' } },
    { type: 'dispute', data: { reason: 'No', response: 'noted' } },
    { type: 'reassign', data: { dutyBearerId: ids.police, reason: 'Merged' } },
    { type: 'reassign', data: { dutyBearerId: ids.housing, from: ids.police, reason: 'Back' } },
    { type: 'clarify', data: { text: 'At once.', realisation: 'immediate' } },
    { type: 'cease', data: { reason: 'Repealed', act: { title: 'Bylaw 7' } } },
    ...rectifications(),
  ],
  commitment: [
    { type: 'make', data: { ...commitmentTerms, dueOn: '2026-03-20', graceDays: 5 } },
    {
      type: 'make',
      data: { ...commitmentTerms, milestones: [{ title: 'Plan' }, { title: 'Hire', dueOn: '2026-04-01' }] },
    },
    { type: 'make', data: { ...commitmentTerms, graceDays: 0, positiveMeasureFor: [ids.youth] } },
    { type: 'report-progress', data: { text: 'Half', share: 0.5 } },
    { type: 'report-progress', data: { text: 'All', share: 1.5 } },
    { type: 'add-milestone', data: { title: 'More', reason: 'Wanted' } },
    { type: 'reach-milestone', data: { milestone: 'm1', evidence: [evidence] } },
    { type: 'reach-milestone', data: { milestone: 'm2' } },
    ...['2026-05-01', '2026-07-15', '2026-12-31', '2027-12-31'].map((dueOn) => ({
      type: 'extend' as const,
      data: { dueOn, reason: 'Snow', approvedBy: { body: 'council' as const, reference: 'Resolution' } },
    })),
    ...repeated(3, { type: 'report-fulfilled' as const, data: { text: 'Done', evidence: [evidence] } }),
    { type: 'verify', data: { grade: 'A', reasons: 'Seen' } },
    { type: 'contest', data: { grade: 'D', reasons: 'Not seen', evidence: [evidence] } },
    { type: 'contest', data: { grade: 'B', reasons: 'Half' } },
    { type: 'withdraw', data: { reason: 'Replaced', approvedBy: { body: 'council', reference: 'Resolution' } } },
    { type: 'reassign', data: { dutyBearerId: ids.police, reason: 'Merged' } },
    { type: 'reassign', data: { dutyBearerId: ids.housing, reason: 'Back' } },
    { type: 'fall-due', data: { dueOn: '2026-03-20' } },
    { type: 'fall-due', data: { dueOn: '2026-06-30' } },
    { type: 'break', data: { dueOn: '2026-03-20' } },
    ...rectifications(),
  ],
  scrutiny: [
    ...repeated(2, { type: 'open' as const, data: scrutinyOpening }),
    ...repeated(2, { type: 'screen' as const, data: { fullAssessment: true, reasons: 'Needed' } }),
    { type: 'screen', data: { fullAssessment: false, reasons: 'Not needed' } },
    { type: 'assess', data: { impacts: [{ right: 'ICCPR-9', direction: 'positive' }] } },
    {
      type: 'assess',
      data: {
        impacts: [
          {
            right: 'CRC-3',
            direction: 'negative',
            severity: { scale: 1, scope: 2, irremediability: 3 },
            likelihood: 4,
          },
        ],
        evidence: [evidence],
      },
    },
    { type: 'link-consultation', data: { title: 'Hearing' } },
    { type: 'decide', data: scrutinyDecision },
    { type: 'decide', data: { ...scrutinyDecision, outcome: 'deferred' } },
    ...['2026-04-15', '2026-08-01'].map((dueOn) => ({
      type: 'decide' as const,
      data: {
        ...scrutinyDecision,
        outcome: 'compatible-with-conditions' as const,
        conditions: [
          { text: 'Train', dueOn },
          { text: 'Report', dueOn: '2026-12-01' },
        ],
      },
    })),
    ...repeated(2, { type: 'answer' as const, data: { answer: 'amend' as const, reasons: 'Right' } }),
    ...['c1', 'c2', 'c3', 'c4'].map((condition) => ({
      type: 'meet-condition' as const,
      data: { condition, evidence: [evidence] },
    })),
    ...['c1', 'c2', 'c3'].map((condition) => ({ type: 'fail-condition' as const, data: { condition, reason: 'No' } })),
    { type: 'reconsider', data: { grounds: 'Judgment' } },
    ...repeated(2, { type: 'close' as const, data: { reason: 'Done' } }),
    { type: 'reassign', data: { dutyBearerId: ids.housing, reason: 'Moved' } },
    { type: 'reassign', data: { dutyBearerId: ids.police, reason: 'Back' } },
    { type: 'answer-fall-due', data: { dueOn: '2026-05-01' } },
    { type: 'condition-fall-due', data: { condition: 'c1', dueOn: '2026-04-15' } },
    ...rectifications(),
  ],
  'log-key': [
    { type: 'announce', data: announcement },
    { type: 'announce', data: { ...announcement, reason: 'Yearly' } },
    { type: 'announce', data: { ...announcement, key: keyShapes.elsewhere } },
    ...repeated(3, { type: 'retire' as const, data: {} }),
    { type: 'retire', data: { reason: 'Stolen' } },
    { type: 'withdraw', data: { reason: 'Lost' } },
  ],
  remedy: [
    { type: 'order', data: remedyOrder },
    { type: 'order', data: { ...remedyOrder, measures: remedyOrder.measures.slice(0, 1) } },
    ...repeated(2, { type: 'accept' as const, data: {} }),
    { type: 'refuse', data: { reason: 'Not ours' } },
    ...['r1', 'r2'].flatMap((measure) => [
      { type: 'start-measure' as const, data: { measure } },
      { type: 'start-measure' as const, data: { measure } },
      { type: 'deliver-measure' as const, data: { measure, evidence: [evidence] } },
      { type: 'deliver-measure' as const, data: { measure, evidence: [evidence] } },
      { type: 'confirm-measure' as const, data: { measure } },
      { type: 'confirm-measure' as const, data: { measure, onBehalfOf: ids.tenants } },
      { type: 'dispute-measure' as const, data: { measure, reason: 'Cold' } },
      {
        type: 'extend-measure' as const,
        data: {
          measure,
          dueOn: '2026-08-01',
          reason: 'Parts',
          approvedBy: { body: 'council' as const, reference: 'x' },
        },
      },
    ]),
    { type: 'start-measure', data: { measure: 'r3' } },
    { type: 'escalate', data: { to: 'court', reason: 'Silence' } },
    ...repeated(3, { type: 'complete' as const, data: { statement: 'Warm' } }),
    { type: 'fail', data: { reason: 'Gone' } },
    { type: 'reopen', data: { reason: 'Again', redo: [{ measure: 'r1', dueOn: '2026-12-01' }] } },
    {
      type: 'reopen',
      data: { reason: 'More', measures: [{ form: 'compensation', what: 'Pay', dueOn: '2027-12-01' }] },
    },
    { type: 'reopen', data: { reason: 'Still' } },
    { type: 'reassign', data: { from: ids.housing, dutyBearerId: ids.police, reason: 'Merged' } },
    { type: 'reassign', data: { from: ids.police, dutyBearerId: ids.housing, reason: 'Back' } },
    { type: 'measure-fall-due', data: { measure: 'r1', dueOn: '2026-04-30' } },
    { type: 'escalate-overdue', data: { measure: 'r1', dueOn: '2026-04-30' } },
    ...rectifications(),
  ],
  grievance: [
    { type: 'lodge', data: grievanceLodging },
    { type: 'lodge', data: { ...grievanceLodging, contact: 'By the window, after six' } },
    ...repeated(3, { type: 'acknowledge' as const, data: { dutyBearerId: ids.housing } }),
    ...repeated(3, { type: 'admit' as const, data: {} }),
    { type: 'admit', data: { reasons: 'In time' } },
    { type: 'declare-inadmissible', data: { reasons: 'Not ours' } },
    ...repeated(3, { type: 'begin-inquiry' as const, data: { plan: 'Ask' } }),
    ...repeated(2, {
      type: 'make-finding' as const,
      data: { outcome: 'substantiated' as const, rights: ['ICESCR-11.1'], summary: 'Cold', reasons: 'Measured' },
    }),
    { type: 'make-finding', data: { outcome: 'not-substantiated', rights: [], summary: 'Warm', reasons: 'Measured' } },
    { type: 'answer', data: { text: 'We ask' } },
    { type: 'add-statement', data: { text: 'Still cold' } },
    ...repeated(2, { type: 'appeal' as const, data: { grounds: 'Not so' } }),
    { type: 'withdraw', data: {} },
    { type: 'link-remedy', data: { remedyId: ids.remedy } },
    ...repeated(2, { type: 'close' as const, data: { reason: 'Done' } }),
    { type: 'unseal', data: { purpose: 'To ask' } },
    { type: 'place-hold', data: { ground: 'court', reason: 'File 7' } },
    { type: 'lift-hold', data: { hold: 'h1', reason: 'Decided' } },
    { type: 'reassign', data: { dutyBearerId: ids.police, reason: 'Merged' } },
    { type: 'reassign', data: { dutyBearerId: ids.housing, reason: 'Back' } },
    { type: 'acknowledgement-fall-due', data: { dueOn: '2026-03-09' } },
    { type: 'finding-fall-due', data: { dueOn: '2026-05-31' } },
    ...rectifications(),
  ],
  upkeep: [
    { type: 'record', data: { act: 'read-models-rebuilt' } },
    { type: 'record', data: { act: 'dead-letters-settled', detail: 'up to 3' } },
  ],
  subject: [
    {
      type: 'erase',
      data: { cityId: ids.city, grievanceId: ids.grievance, ground: 'consent-withdrawn', reason: 'Letter 12' },
    },
    { type: 'approve-erasure', data: { reason: 'Looked at' } },
    { type: 'erase-by-rule', data: { remedies: [] } },
    { type: 'finish-erasure', data: {} },
    ...rectifications(),
  ],
  council: [...councilCommands, ...rectifications()],
};

function rectifications(): readonly RectifyCommand[] {
  return ['entry-0', 'entry-1', 'elsewhere'].map((entry) => ({
    type: 'rectify',
    data: { entry, reason: 'Mistaken', correction: 'The other one' },
  }));
}
