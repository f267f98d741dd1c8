import type { CodeOf } from './vocabulary.js';
import { vocabulary } from './vocabulary.js';

/** The terms of the ledger's own records: kinds, outcomes and answers. */
const source = 'Covenant: terms of the ledger itself';
const version = '1.0.0';

export const dutyBearerKinds = vocabulary(
  { name: 'duty-bearer-kinds', version, source },
  {
    department: 'Department',
    'elected-body': 'Elected body',
    police: 'Police',
    school: 'School',
    'health-provider': 'Health provider',
    'social-services': 'Social services',
    'service-provider': 'Service provider',
    business: 'Business',
    'civil-society': 'Civil society organisation',
    other: 'Other',
  },
);

/** What a council speaks of: on its agenda, in a resolution or a recommendation, or where a member has a conflict. */
export const recordKinds = vocabulary(
  { name: 'record-kinds', version, source },
  {
    city: 'City',
    'duty-bearer': 'Duty-bearer',
    group: 'Rights-holder group',
    obligation: 'Obligation',
    commitment: 'Commitment',
    scrutiny: 'Scrutiny',
    remedy: 'Remedy',
    grievance: 'Grievance',
  },
);

/** Who approves what a duty-bearer may not grant itself: a later date, a way out. */
export const approvers = vocabulary(
  { name: 'approvers', version, source },
  { council: 'Council', 'focal-point': 'Focal point' },
);

export const instrumentKinds = vocabulary(
  { name: 'instrument-kinds', version, source },
  {
    ordinance: 'Ordinance or bylaw',
    regulation: 'Regulation',
    policy: 'Policy',
    plan: 'Plan',
    budget: 'Budget',
    programme: 'Programme',
    contract: 'Contract',
    practice: 'Practice',
    resolution: 'Resolution',
    other: 'Other',
  },
);

export const instrumentStatuses = vocabulary(
  { name: 'instrument-statuses', version, source },
  { proposed: 'Proposed', 'in-force': 'In force' },
);

export const scrutinyTriggers = vocabulary(
  { name: 'scrutiny-triggers', version, source },
  {
    new: 'New instrument',
    periodic: 'Periodic review',
    petition: 'Petition',
    court: 'Court',
    council: 'Council',
  },
);

export const scrutinyOutcomes = vocabulary(
  { name: 'scrutiny-outcomes', version, source },
  {
    compatible: 'Compatible',
    'compatible-with-conditions': 'Compatible with conditions',
    incompatible: 'Incompatible',
    deferred: 'Deferred',
  },
);

export const ownerAnswers = vocabulary(
  { name: 'owner-answers', version, source },
  { amend: 'Amend', withdraw: 'Withdraw', maintain: 'Maintain' },
);

export const remedySources = vocabulary(
  { name: 'remedy-sources', version, source },
  {
    grievance: 'Grievance',
    scrutiny: 'Scrutiny',
    'report-finding': 'Finding of an annual report',
    court: 'Court',
    'treaty-body': 'Treaty body',
  },
);

export const escalationBodies = vocabulary(
  { name: 'escalation-bodies', version, source },
  { council: 'Council', ombudsperson: 'Ombudsperson', court: 'Court', 'treaty-body': 'Treaty body' },
);
export type EscalationBody = CodeOf<typeof escalationBodies>;

export const findingOutcomes = vocabulary(
  { name: 'finding-outcomes', version, source },
  {
    substantiated: 'Substantiated',
    'partly-substantiated': 'Partly substantiated',
    'not-substantiated': 'Not substantiated',
  },
);

/** What is sealed, by the kind of case that it belongs to: a case has one key, and goes as a whole. */
export const retentionKinds = vocabulary(
  { name: 'retention-kinds', version, source },
  { grievance: 'Words, contact and receipt code of a grievance' },
);

export const caseOutcomes = vocabulary(
  { name: 'case-outcomes', version, source },
  {
    substantiated: 'Substantiated',
    'partly-substantiated': 'Partly substantiated',
    'not-substantiated': 'Not substantiated',
    inadmissible: 'Inadmissible',
    withdrawn: 'Withdrawn',
  },
);

/** Why what is sealed in a case is kept although its time may be over. */
export const holdGrounds = vocabulary(
  { name: 'hold-grounds', version, source: 'GDPR Article 17(3)(b), (e); laws on courts, inquiries and audits of the cities’ countries' },
  { court: 'Court proceedings', inquiry: 'Inquiry', audit: 'Audit' },
);

/** What is done at the machines of a deployment and changes what can be read, sent or shown. */
export const upkeepActs = vocabulary(
  { name: 'upkeep-acts', version: '1.1.0', source },
  {
    'master-key-rotated': 'The master key of sealed words was rotated',
    'subject-keys-rewrapped': 'Keys of subjects were wrapped by the newest master key',
    'read-models-rebuilt': 'The read models were made anew',
    'read-models-resumed': 'Read models that had stopped were let go on',
    'dead-letters-replayed': 'Dead letters were sent again',
    'dead-letters-settled': 'Dead letters were passed over',
    'backup-begun': 'A backup of the events was begun',
    'backup-restored': 'The ledger was restored from a backup of its events',
    'subject-keys-restored': 'Keys of sealed words were put back from a file',
  },
);

export const erasureGrounds = vocabulary(
  { name: 'erasure-grounds', version, source: 'GDPR Article 17(1); data protection laws of the cities’ countries' },
  {
    'no-longer-needed': 'No longer needed for what they were given for',
    'consent-withdrawn': 'Consent withdrawn',
    objection: 'Objection to their use',
    unlawful: 'Taken or used unlawfully',
    'legal-obligation': 'A law or court requires it',
    'retention-over': 'The time they may be kept is over',
  },
);
