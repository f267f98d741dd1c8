import {
  approvers,
  dutyBearerKinds,
  caseOutcomes,
  erasureGrounds,
  escalationBodies,
  findingOutcomes,
  instrumentKinds,
  instrumentStatuses,
  ownerAnswers,
  remedySources,
  retentionKinds,
  scrutinyOutcomes,
  scrutinyTriggers,
} from './records.js';
import { reparationForms, reparationSubForms } from './reparation.js';
import { rights } from './rights.js';
import { sdgTargets } from './sdg.js';
import * as small from './small.js';
import type { Vocabulary } from './vocabulary.js';

/** Every controlled vocabulary, by name: for the pages that show them and for the description of the interface. */
export const vocabularies: readonly Vocabulary<string>[] = [
  rights,
  sdgTargets,
  small.principles,
  small.grounds,
  small.dimensions,
  small.realisations,
  reparationForms,
  reparationSubForms,
  small.indicatorKinds,
  small.participationLevels,
  small.severities,
  small.impactDirections,
  small.harmLinks,
  small.harmActualities,
  small.mitigations,
  small.followUpGrades,
  small.recommendationResponses,
  small.implementations,
  small.votes,
  small.constituencies,
  small.mechanisms,
  small.initiatives,
  dutyBearerKinds,
  approvers,
  instrumentKinds,
  instrumentStatuses,
  scrutinyTriggers,
  scrutinyOutcomes,
  ownerAnswers,
  remedySources,
  escalationBodies,
  findingOutcomes,
  caseOutcomes,
  retentionKinds,
  erasureGrounds,
];
