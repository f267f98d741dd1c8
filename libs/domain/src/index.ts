export { defaultProcedure, procedureOf } from './city/city.js';
export { slugOf } from './city/city.rules.js';
export type { CityCommand, CityState } from './city/city.js';
export type { CityEvent, Procedure } from './city/city.events.js';
export { isOverdue } from './commitment/commitment.js';
export type { CommitmentCommand, CommitmentState } from './commitment/commitment.js';
export type { CommitmentEvent } from './commitment/commitment.events.js';
export type { CouncilCommand, CouncilState } from './council/council.js';
export type { CouncilEvent } from './council/council.events.js';
export type { DutyBearerCommand, DutyBearerState } from './duty-bearer/duty-bearer.js';
export type { DutyBearerEvent } from './duty-bearer/duty-bearer.events.js';
export type { GroupCommand, GroupState } from './group/group.js';
export type { GroupEvent } from './group/group.events.js';
export type { LogKeyCommand, LogKeyState } from './log-key/log-key.js';
export type { LogKeyEvent } from './log-key/log-key.events.js';
export type { ObligationCommand, ObligationState } from './obligation/obligation.js';
export type { ObligationEvent } from './obligation/obligation.events.js';
export type { RemedyCommand, RemedyState } from './remedy/remedy.js';
export type { RemedyEvent } from './remedy/remedy.events.js';
export type { ScrutinyCommand, ScrutinyState } from './scrutiny/scrutiny.js';
export type { ScrutinyEvent } from './scrutiny/scrutiny.events.js';

export type { GrievanceCommand, GrievanceState } from './grievance/grievance.js';
export type { GrievanceAbout, GrievanceEvent, GrievanceFinding } from './grievance/grievance.events.js';
export { standingHolds } from './grievance/grievance.holds.js';
export type { Hold } from './grievance/grievance.holds.js';
export { previewedCase, rulesFor } from './retention/preview.js';
export type { PreviewedCase, WhichRules } from './retention/preview.js';
export { afterNotice, retentionOf } from './retention/rules.js';
export type { AdoptedRetention, HoldsRetention, ProposedRetention, RetentionRule } from './retention/rules.js';
export { retentionStanding } from './retention/standing.js';
export type { AppliedRule, RetentionHold, RetentionStanding } from './retention/standing.js';
export { stillHolds } from './subject/subject.retention.js';
export { forgottenSince } from './subject/subject.state.js';
export type { SubjectCommand, SubjectState } from './subject/subject.js';
export { upkeepId } from './upkeep/upkeep.js';
export type { UpkeepAct, UpkeepCommand, UpkeepEvent, UpkeepState } from './upkeep/upkeep.js';
export type { SubjectEvent } from './subject/subject.events.js';

export { grantableRoles, roles } from './kernel/actor.js';
export type { Actor, RecordedActor, Role } from './kernel/actor.js';
export { authorise } from './kernel/authorise.js';
export { refusalCodes, roleCodes, ruleCodes, stateCodes } from './kernel/codes.js';
export type { RefusalCode, RoleCode, RuleCode, StateCode } from './kernel/codes.js';
export { aggregateNames } from './kernel/decider.js';
export type {
  Aggregate,
  AggregateName,
  Begun,
  Context,
  Decider,
  DomainCommand,
  DomainEvent,
  Facts,
  Folded,
  From,
  Permissions,
  Question,
  Reference,
  Upcasts,
} from './kernel/decider.js';
export type { EventMetadata } from './kernel/envelope.js';
export { handle } from './kernel/handle.js';
export type { Decided, World } from './kernel/handle.js';
export type { Json, JsonObject } from './kernel/json.js';
export { isRefusal, refuseAll, refuseRole, refuseRule, refuseState } from './kernel/refusal.js';
export type { Refusal } from './kernel/refusal.js';
export { upcast, UnreadableEvent } from './kernel/upcast.js';
export type { Versioned } from './kernel/upcast.js';

export { aggregateNamed, aggregateOfEvent, aggregates, eventTypes, forgottenBy, forgottenFrom, parseStream, personalMembers, streamOf } from './registry.js';
export type { Aggregates, AnyAggregate, AnyEvent, CommandOf, Domain, EventOf, StateOf } from './registry.js';

export { commonFaults, evidenceFaults } from './values/common.js';
export type { Common, CommonFacts, Evidence } from './values/common.js';
export { addDays, isDate, isPartialDate, isTimeZone, todayIn } from './values/dates.js';
export { isWellFormed } from './values/faults.js';
export { limits } from './values/limits.js';
export { isSealed, isUnsealed } from './values/personal.js';
export type { Personal, Sealed, Unsealed } from './values/personal.js';

export { recordFolds } from './views/all.js';
export { moveClocks } from './views/city-clock.js';
export type { CityClock } from './views/city-clock.js';
export { foldText, searchText, titleKey } from './views/fold-text.js';
export { grievanceFigures, leastTold, leavesRoom, mayBeTold } from './views/grievance-figures.js';
export type { Counted, FigureTrait, GrievanceFigures } from './views/grievance-figures.js';
export { headlineOf, isOfACity, overviewOf } from './views/overview.js';
export type { CityTally, Coverage, Figures, Overview } from './views/overview.js';
export { recordFold } from './views/record-fold.js';
export type { Columns, FoldedAggregate, RecordedFact, RecordFold } from './views/record-fold.js';
export { recordView } from './views/record-view.js';
export type { RecordView, ShownRecord } from './views/record-view.js';
export { sentenceOf } from './views/sentence.js';
export { facets, tally, traitsOf } from './views/tallies.js';
export type { Facet, Tally } from './views/tallies.js';
export { trailTypes } from './views/trail.js';
export type { TrailKind } from './views/trail.js';

export { vocabularies } from './vocabularies/all.js';
export {
  approvers,
  caseOutcomes,
  dutyBearerKinds,
  erasureGrounds,
  escalationBodies,
  findingOutcomes,
  holdGrounds,
  instrumentKinds,
  instrumentStatuses,
  ownerAnswers,
  recordKinds,
  remedySources,
  retentionKinds,
  scrutinyOutcomes,
  scrutinyTriggers,
  upkeepActs,
} from './vocabularies/records.js';
export { formOf, reparationForms, reparationSubForms } from './vocabularies/reparation.js';
export { rightFamilies } from './vocabularies/rights.data.js';
export type { RightFamily } from './vocabularies/rights.data.js';
export { isRight, rightFamily, rightInstrument, rights } from './vocabularies/rights.js';
export { sdgGoal, sdgLevel, sdgTargets } from './vocabularies/sdg.js';
export type { SdgLevel } from './vocabularies/sdg.js';
export {
  constituencies,
  dimensions,
  followUpGrades,
  grounds,
  harmActualities,
  harmLinks,
  impactDirections,
  implementations,
  indicatorKinds,
  initiatives,
  mechanisms,
  mitigations,
  participationLevels,
  principles,
  realisations,
  recommendationResponses,
  severities,
  votes,
} from './vocabularies/small.js';
export { hasCode, labelOf } from './vocabularies/vocabulary.js';
export type { CodeOf, Term, Vocabulary } from './vocabularies/vocabulary.js';

export { isLanguage, languages } from './words/catalogue.js';
export type { EventType, Language } from './words/catalogue.js';
export { legible } from './values/legible.js';
export { describe, refusalSentence, roleName, unknownSentence } from './words/words.js';

export { askedOf, bundlePage } from './kept-page/page.js';
export type { BundleHead, KeptFact, RecordHistory } from './kept-page/page.js';
export { COVENANT_VERSION } from './version.js';
