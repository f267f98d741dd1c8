export { elsewhere, ids, people, recorderOf } from './testing/people.js';
export {
  commitmentTerms,
  councilEstablishment,
  enrolment,
  evidence,
  grievanceLodging,
  obligationRecording,
  remedyOrder,
  retentionProposal,
  scrutinyDecision,
  scrutinyOpening,
} from './testing/samples.js';
export { given, recordId, refused, Scenario } from './testing/scenario.js';
export type { Past } from './testing/scenario.js';
export type { Full } from './testing/full-body.js';
export { announcement, keyShapes } from './testing/log-keys.js';
export { fullBodies } from './testing/full-bodies.data.js';
