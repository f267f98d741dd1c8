import { vocabulary } from './vocabulary.js';

const frameworkSource = 'Human Rights City Framework (principles and stakeholders)';
const ungps = 'UN Guiding Principles on Business and Human Rights (2011)';
const covenant = 'Covenant: terms of the ledger itself';

export const principles = vocabulary(
  { name: 'principles', version: '1.0.0', source: frameworkSource },
  {
    transparency: 'Transparency',
    accountability: 'Accountability',
    participation: 'Participation',
    indivisibility: 'Indivisibility',
    universality: 'Universality',
    'non-discrimination': 'Non-discrimination',
  },
);

export const grounds = vocabulary(
  {
    name: 'grounds',
    version: '1.0.0',
    source:
      'UDHR art. 2, ICESCR art. 2(2) and CESCR General Comment 20, CRPD art. 5, with later practice of the treaty bodies',
  },
  {
    race: 'Race',
    colour: 'Colour',
    sex: 'Sex',
    'gender-identity': 'Gender identity',
    'sexual-orientation': 'Sexual orientation',
    language: 'Language',
    'religion-or-belief': 'Religion or belief',
    'political-opinion': 'Political opinion',
    'national-or-social-origin': 'National or social origin',
    'indigenous-identity': 'Indigenous identity',
    property: 'Property',
    birth: 'Birth',
    disability: 'Disability',
    age: 'Age',
    'migration-status': 'Migration status',
    other: 'Other status',
  },
);

export const dimensions = vocabulary(
  { name: 'dimensions', version: '1.0.0', source: 'CESCR General Comments 12 and 14 (respect, protect, fulfil)' },
  { respect: 'Respect', protect: 'Protect', fulfil: 'Fulfil' },
);

export const realisations = vocabulary(
  { name: 'realisations', version: '1.0.0', source: 'ICESCR art. 2(1) and CESCR General Comment 3' },
  { immediate: 'Immediate', progressive: 'Progressive' },
);

export const indicatorKinds = vocabulary(
  { name: 'indicator-kinds', version: '1.0.0', source: 'OHCHR, Human Rights Indicators (2012)' },
  { structural: 'Structural', process: 'Process', outcome: 'Outcome' },
);

export const participationLevels = vocabulary(
  { name: 'participation-levels', version: '1.0.0', source: 'IAP2 Spectrum of Public Participation' },
  { inform: 'Inform', consult: 'Consult', involve: 'Involve', collaborate: 'Collaborate', empower: 'Empower' },
);

/** The three sides of an impact's severity; each is given 1 (least) to 5 (gravest), and so is likelihood. */
export const severities = vocabulary(
  { name: 'severities', version: '1.0.0', source: `${ungps}, 14 and 24` },
  { scale: 'Scale', scope: 'Scope', irremediability: 'Irremediability' },
);

export const impactDirections = vocabulary(
  { name: 'impact-directions', version: '1.0.0', source: covenant },
  { positive: 'Positive', negative: 'Negative' },
);

export const harmLinks = vocabulary(
  { name: 'harm-links', version: '1.0.0', source: `${ungps}, 13 and 19` },
  { caused: 'Caused', contributed: 'Contributed', 'directly-linked': 'Directly linked' },
);

export const harmActualities = vocabulary(
  { name: 'harm-actualities', version: '1.0.0', source: `${ungps}, 17` },
  { actual: 'Actual', potential: 'Potential' },
);

export const mitigations = vocabulary(
  { name: 'mitigations', version: '1.0.0', source: `${ungps}, with the mitigation hierarchy of impact assessment` },
  { avoid: 'Avoid', reduce: 'Reduce', restore: 'Restore', remediate: 'Remediate' },
);

export const followUpGrades = vocabulary(
  { name: 'follow-up-grades', version: '1.0.0', source: 'Human Rights Committee, follow-up assessment criteria' },
  {
    A: 'Largely satisfactory',
    B: 'Partly satisfactory',
    C: 'Not satisfactory',
    D: 'No reply',
    E: 'Contrary to the recommendation',
  },
);

export const recommendationResponses = vocabulary(
  { name: 'recommendation-responses', version: '1.0.0', source: 'Universal Periodic Review, responses of States' },
  {
    supported: 'Supported',
    'supported-in-part': 'Supported in part',
    noted: 'Noted (disputed)',
    pending: 'Pending',
  },
);

export const implementations = vocabulary(
  { name: 'implementations', version: '1.0.0', source: 'Practice of follow-up to UPR and treaty body recommendations' },
  {
    'not-started': 'Not started',
    limited: 'Limited',
    substantial: 'Substantial',
    complete: 'Complete',
    'no-evidence': 'No evidence',
  },
);

export const votes = vocabulary(
  { name: 'votes', version: '1.0.0', source: covenant },
  { yes: 'Yes', no: 'No', abstain: 'Abstain', absent: 'Absent', excused: 'Excused (conflict of interest)' },
);

export const constituencies = vocabulary(
  { name: 'constituencies', version: '1.0.0', source: frameworkSource },
  {
    government: 'Government',
    business: 'Business',
    youth: 'Youth groups',
    cultural: 'Cultural associations',
    'civil-society': 'Civil society',
    'vulnerable-groups': 'Vulnerable groups',
    other: 'Another the city names',
  },
);

export const mechanisms = vocabulary(
  {
    name: 'mechanisms',
    version: '1.0.0',
    source: 'OHCHR human rights mechanisms; UN Agenda 2030 reviews; city practice',
  },
  {
    upr: 'Universal Periodic Review',
    'treaty-body': 'Treaty body',
    'special-procedure': 'Special procedure',
    vnr: 'Voluntary National Review (SDGs)',
    vlr: 'Voluntary Local Review (SDGs)',
    'cedaw-city-ordinance': 'CEDAW city ordinance',
    'ogp-local': 'OGP Local',
  },
);

export const initiatives = vocabulary(
  { name: 'initiatives', version: '1.0.0', source: frameworkSource },
  {
    'agenda-2030': 'Agenda 2030',
    'compassionate-cities': 'Compassionate Cities',
    'cities-of-peace': 'Cities of Peace',
    'human-rights-cities': 'Human Rights Cities',
    other: 'Another initiative',
  },
);
