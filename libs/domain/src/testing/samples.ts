import type { MakeCommitment } from '../commitment/commitment.state.js';
import type { Enrol } from '../city/city.state.js';
import type { EstablishCouncil } from '../council/council.state.js';
import type { LodgeGrievance } from '../grievance/grievance.state.js';
import type { ObligationRecording } from '../obligation/obligation.events.js';
import type { OrderRemedy } from '../remedy/remedy.state.js';
import type { ScrutinyDecision, ScrutinyOpening } from '../scrutiny/scrutiny.events.js';
import type { ProposeRetention } from '../retention/rules.js';
import type { Common, Evidence } from '../values/common.js';
import { ids } from './people.js';

/** Bodies that every rule accepts, for scenarios to change in one place. */

export const evidence: Evidence = {
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  bytes: 2_048,
  mediaType: 'application/pdf',
};

const common: Common = { cityId: ids.city, title: 'Homes that are fit to live in', rights: ['ICESCR-11.1'] };

export const enrolment: Enrol = {
  name: 'Sampleton',
  country: 'CA',
  languages: ['en', 'fr-CA'],
  timeZone: 'America/Winnipeg',
};

export const retentionProposal: ProposeRetention = {
  rules: [
    { kind: 'grievance', outcome: 'not-substantiated', days: 365 },
    { kind: 'grievance', outcome: 'withdrawn', days: 60 },
  ],
};

export const obligationRecording: ObligationRecording = {
  ...common,
  source: { instrument: 'ICESCR', provision: 'Article 11(1)' },
  dutyBearerId: ids.housing,
  dimension: 'fulfil',
  realisation: 'progressive',
};

export const commitmentTerms: MakeCommitment = {
  ...common,
  title: 'Inspect every rental building',
  dutyBearerId: ids.housing,
  dueOn: '2026-06-30',
};

export const scrutinyOpening: ScrutinyOpening = {
  ...common,
  title: 'Scrutiny of the encampment ordinance',
  instrument: { title: 'Encampment ordinance', kind: 'ordinance', status: 'proposed' },
  trigger: 'new',
  dutyBearerId: ids.police,
};

export const scrutinyDecision: ScrutinyDecision = {
  outcome: 'compatible',
  reasons: 'No right is limited without need.',
  decidedBy: { body: 'Human Rights Council', on: '2026-03-02' },
};

export const remedyOrder: OrderRemedy = {
  ...common,
  title: 'Repair of the heating failures',
  source: { kind: 'court', reference: 'Case 12/2026' },
  harm: { text: 'Tenants were without heating for three weeks.', link: 'contributed', actuality: 'actual' },
  beneficiaries: { groups: [ids.tenants] },
  dutyBearerId: ids.housing,
  measures: [
    { form: 'restitution', what: 'Restore the heating.', dueOn: '2026-04-30' },
    { form: 'satisfaction', subForm: '22-apology', what: 'Apologise in public.', dueOn: '2026-05-31' },
  ],
};

export const grievanceLodging: LodgeGrievance = {
  cityId: ids.city,
  complainant: ids.complainant,
  opening: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  about: { rights: ['ICESCR-11.1'] },
  text: 'The heating has been off for three weeks and nobody answers.',
};

export const councilEstablishment: EstablishCouncil = {
  cityId: ids.city,
  name: 'Human Rights Council',
  mandate: 'It watches over what the city promised, and speaks for those who live in it.',
  seats: [
    { constituency: 'youth', number: 2 },
    { constituency: 'cultural', number: 2 },
    { constituency: 'other', name: 'Newcomers', number: 1 },
  ],
};
