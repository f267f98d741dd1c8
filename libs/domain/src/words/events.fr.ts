import type { Outcome, SeatVote, Tally } from '../council/council.events.js';
import type { Approval } from '../values/approval.js';
import { isDate } from '../values/dates.js';
import type { EventCatalogue } from './catalogue.js';
import { labelsInFrench as labels } from './labels.fr.js';
import { called, shareOf, shortKey, text } from './phrases.js';
import { colon, count, onDay, quoted, semicolon } from './phrases.fr.js';

const days = (number: number): string => count(number, 'jour', 'jours');

const initiative = ({ initiative: code, name }: { readonly initiative: string; readonly name?: string }): string =>
  name ?? called(labels.initiatives, code);

const approved = ({ body, reference }: Approval): string => `avec l’accord ${called(labels.byApprovers, body)} (${reference})`;

const behalf = (onBehalfOf: string | undefined): string => (onBehalfOf === undefined ? 'Le contrôle' : 'La partie bénéficiaire');

const rectified = ({ reason, correction }: { readonly reason: string; readonly correction: string }): string =>
  `Une entrée antérieure a été rectifiée${colon} ${correction} (${reason})`;

const votesOf = (votes: readonly SeatVote[]): string => votes.map(({ seat, vote }) => `${quoted(seat)} ${called(labels.votes, vote)}`).join(', ');

const counted = ({ yes, no, abstain, absent, excused }: Tally): string =>
  `${yes} pour, ${no} contre, ${count(abstain, 'abstention', 'abstentions')}, ${count(absent, 'absent', 'absents')}, ${count(excused, 'excusé', 'excusés')} pour conflit d’intérêts`;

const settled = ({ tally, entitled, reason }: Outcome): string =>
  `${counted(tally)}${semicolon} ${count(entitled, 'siège pouvait', 'sièges pouvaient')} voter.${reason === undefined ? '' : ` ${reason}`}`;

export const eventsInFrench: EventCatalogue = {
  CityEnrolled: ({ name, declaredOn, sample }) =>
    `${name} a été enregistrée${sample === true ? ' comme exemple' : ''}${
      declaredOn === undefined
        ? ''
        : `${semicolon} elle s’est déclarée ville de droits humains ${isDate(declaredOn) ? 'le' : 'en'} ${onDay(declaredOn)}`
    }.`,
  FocalPointEstablished: ({ office }) => `${office} a été établi comme point focal des droits humains de la ville.`,
  FocalPointChanged: ({ office }) => `${office} est désormais le point focal des droits humains de la ville.`,
  InitiativeJoined: (data) => `La ville a rejoint ${initiative(data)}.`,
  InitiativeLeft: (data) => `La ville a quitté ${initiative(data)}${colon} ${data.reason}`,
  CityProcedureSet: (set) => {
    const { grievanceAcknowledgementDays: acknowledged, grievanceFindingDays: found } = set;
    const grievances =
      acknowledged === undefined || found === undefined
        ? ''
        : ` Il est accusé réception d’une réclamation sous ${days(acknowledged)}, et elle est tranchée sous ${days(found)}.`;
    return `La ville a fixé sa procédure${colon} ${days(set.scrutinyAnswerDays)} pour répondre à un examen${semicolon} une réparation en retard de ${days(
      set.remedyEscalationDays,
    )} passe ${called(labels.toBodies, set.remedyEscalationTo)}.${grievances}`;
  },
  CityRetentionProposed: ({ version, rules }) =>
    `Des règles sur la durée de conservation des mots scellés ont été proposées${colon} version ${version}, ${count(rules.length, 'règle', 'règles')}.`,
  CityRetentionAdopted: ({ version, inForceOn }) =>
    `La version ${version} des règles sur la durée de conservation des mots scellés a été adoptée${semicolon} elle vaut à partir du ${onDay(inForceOn)}.`,
  CityRectified: rectified,

  LogKeyAnnounced: ({ replaces, key, bothUntil }) =>
    `Une nouvelle clé du journal public a été annoncée${colon} ${shortKey(key)} remplace ${shortKey(replaces)}${semicolon} les deux signent au moins jusqu’au ${onDay(bothUntil)}.`,
  LogKeyRetired: ({ key, reason }) =>
    `La clé ${shortKey(key)} du journal public a été retirée${colon} elle ne signe plus rien à partir d’ici${reason === undefined ? '.' : `${colon} ${reason}`}`,
  LogKeyWithdrawn: ({ key, reason }) => `La clé annoncée ${shortKey(key)} du journal public a été abandonnée${colon} ${reason}`,

  DutyBearerRegistered: ({ name }) => `${name} a été inscrit parmi les porteurs de devoirs.`,
  DutyBearerAmended: ({ name }) =>
    name === undefined ? 'La description du porteur de devoirs a été modifiée.' : `Le porteur de devoirs s’appelle désormais ${name}.`,
  LiaisonNamed: ({ office }) => `${office} a été désigné comme bureau qui y répond des droits humains.`,
  DutyBearerDissolved: ({ reason, successorId }) =>
    `Le porteur de devoirs a été dissous${successorId === undefined ? '' : `${semicolon} ses devoirs passent à un successeur`}${colon} ${reason}`,
  DutyBearerRectified: rectified,

  GroupRecognised: ({ name }) => `${name} a été reconnu comme groupe de titulaires de droits.`,
  GroupAmended: ({ name }) => (name === undefined ? 'La description du groupe a été modifiée.' : `Le groupe s’appelle désormais ${name}.`),
  GroupRetired: ({ reason }) => `Le groupe a été retiré${colon} ${reason}`,
  GroupRectified: rectified,

  ObligationRecorded: ({ title, source }) => `L’obligation ${quoted(title)} a été inscrite, tirée de ${source.instrument}.`,
  ObligationAccepted: () => 'Le porteur de devoirs a accepté l’obligation.',
  ObligationDisputed: ({ reason }) => `Le porteur de devoirs a contesté l’obligation, qui reste sur la liste${colon} ${reason}`,
  ObligationReassigned: ({ reason }) => `L’obligation est passée à un autre porteur de devoirs${colon} ${reason}`,
  ObligationClarified: ({ text: said }) => `L’obligation a été précisée${colon} ${said}`,
  ObligationCeased: ({ reason, act }) => `L’obligation a pris fin par ${quoted(act.title)}${colon} ${reason}`,
  ObligationRectified: rectified,

  CommitmentMade: ({ title, dueOn }) => `L’engagement ${quoted(title)} a été pris, pour le ${onDay(dueOn)}.`,
  CommitmentProgressReported: ({ text: said, share }) =>
    `Le porteur de devoirs a rapporté des progrès${share === undefined ? '' : ` (${shareOf(share)} fait)`}${colon} ${said}`,
  CommitmentMilestoneAdded: ({ title }) => `L’étape ${quoted(title)} a été ajoutée.`,
  CommitmentMilestoneReached: ({ milestone }) => `Le porteur de devoirs a rapporté que l’étape ${quoted(milestone)} est atteinte.`,
  CommitmentExtended: ({ from, dueOn, reason, approvedBy }) =>
    `L’échéance est passée du ${onDay(from)} au ${onDay(dueOn)}, ${approved(approvedBy)}${colon} ${reason}`,
  CommitmentReportedFulfilled: ({ text: said }) => `Le porteur de devoirs a déclaré l’engagement tenu${colon} ${said}`,
  CommitmentVerified: ({ grade, reasons }) => `Le rapport a été vérifié, note ${grade} (${called(labels.grades, grade)})${colon} ${reasons}`,
  CommitmentContested: ({ grade, reasons }) => `Le rapport a été contesté, note ${grade} (${called(labels.grades, grade)})${colon} ${reasons}`,
  CommitmentWithdrawn: ({ reason, approvedBy }) => `L’engagement a été retiré, ${approved(approvedBy)}${colon} ${reason}`,
  CommitmentReassigned: ({ reason }) => `L’engagement est passé à un autre porteur de devoirs${colon} ${reason}`,
  CommitmentFellDue: ({ dueOn }) => `Le ${onDay(dueOn)} est passé sans que l’engagement soit tenu.`,
  CommitmentBroken: ({ dueOn, graceDays }) =>
    `L’engagement a été rompu${colon} ${days(graceDays)} de grâce après le ${onDay(dueOn)} ${
      graceDays < 2 ? 'est passé' : 'sont passés'
    } sans qu’il soit tenu.`,
  CommitmentRectified: rectified,

  ScrutinyOpened: ({ instrument, trigger }) =>
    `Un examen de ${quoted(instrument.title)} a été ouvert (${called(labels.triggers, trigger)}).`,
  ScrutinyScreened: ({ fullAssessment, reasons }) =>
    `L’examen préalable a conclu qu’une évaluation complète ${fullAssessment ? 'est' : 'n’est pas'} nécessaire${colon} ${reasons}`,
  ScrutinyAssessed: ({ impacts }) => {
    const negative = impacts.filter(({ direction }) => direction === 'negative').length;
    return `${count(impacts.length, 'effet', 'effets')} sur des droits ${impacts.length < 2 ? 'a été évalué' : 'ont été évalués'}, dont ${count(negative, 'négatif', 'négatifs')}.`;
  },
  ScrutinyConsultationLinked: ({ title }) => `La consultation ${quoted(title)} a été reliée.`,
  ScrutinyDecided: ({ outcome, decidedBy, reasons, conditions }) =>
    `${decidedBy.body} a décidé le ${onDay(decidedBy.on)}${colon} ${called(labels.outcomes, outcome)}${
      conditions.length === 0 ? '' : ` (${conditions.length})`
    }. ${reasons}`,
  ScrutinyAnswered: ({ answer, reasons }) => `Le bureau responsable a répondu${colon} ${called(labels.answers, answer)}. ${reasons}`,
  ScrutinyConditionMet: ({ condition }) => `Il a été constaté que la condition ${quoted(condition)} est remplie.`,
  ScrutinyConditionFailed: ({ condition, reason }) =>
    `Il a été constaté que la condition ${quoted(condition)} n’est pas remplie${colon} ${reason}`,
  ScrutinyReconsidered: ({ grounds }) => `L’examen a été rouvert pour de nouveaux motifs${colon} ${grounds}`,
  ScrutinyClosed: ({ reason }) => `L’examen a été clos${colon} ${reason}`,
  ScrutinyReassigned: ({ reason }) => `L’instrument est passé à un autre bureau responsable${colon} ${reason}`,
  ScrutinyAnswerFellDue: ({ dueOn }) => `Le ${onDay(dueOn)} est passé sans réponse du bureau responsable.`,
  ScrutinyConditionFellDue: ({ condition, dueOn }) =>
    `Le ${onDay(dueOn)} est passé sans que la condition ${quoted(condition)} soit remplie.`,
  ScrutinyRectified: rectified,

  RemedyOrdered: ({ title, measures }) =>
    `La réparation ${quoted(title)} a été ordonnée, avec ${count(measures.length, 'mesure', 'mesures')}.`,
  RemedyAccepted: () => 'Le porteur de devoirs a accepté la réparation.',
  RemedyRefused: ({ reason }) => `Le porteur de devoirs a refusé la réparation${colon} ${reason}`,
  MeasureStarted: ({ measure }) => `La mesure ${quoted(measure)} a été commencée.`,
  MeasureDelivered: ({ measure }) => `Le porteur de devoirs a rapporté que la mesure ${quoted(measure)} est livrée.`,
  MeasureConfirmed: ({ measure, onBehalfOf }) => `${behalf(onBehalfOf)} a confirmé la mesure ${quoted(measure)}.`,
  MeasureDisputed: ({ measure, onBehalfOf, reason }) =>
    `${behalf(onBehalfOf)} a contesté que la mesure ${quoted(measure)} soit livrée${colon} ${reason}`,
  MeasureExtended: ({ measure, from, dueOn, reason, approvedBy }) =>
    `L’échéance de la mesure ${quoted(measure)} est passée du ${onDay(from)} au ${onDay(dueOn)}, ${approved(approvedBy)}${colon} ${reason}`,
  MeasureFellDue: ({ measure, dueOn }) => `Le ${onDay(dueOn)} est passé sans que la mesure ${quoted(measure)} soit livrée.`,
  RemedyEscalated: ({ to, reason, dueOn }) =>
    dueOn === undefined
      ? `La réparation a été portée ${called(labels.toBodies, to)}${colon} ${reason}`
      : `La réparation a été portée ${called(labels.toBodies, to)}, car elle restait en retard après le ${onDay(dueOn)}.`,
  RemedyCompleted: ({ statement }) => `La réparation est achevée, chaque mesure confirmée${colon} ${statement}`,
  RemedyFailed: ({ reason }) => `La réparation a été déclarée en échec${colon} ${reason}`,
  RemedyReopened: ({ reason, redo, measures }) =>
    `La réparation a été rouverte, avec ${count(redo.length, 'mesure', 'mesures')} à refaire et ${count(
      measures.length,
      'mesure nouvelle',
      'mesures nouvelles',
    )}${colon} ${reason}`,
  RemedyReassigned: ({ reason }) => `Ce qui restait dû est passé à un autre porteur de devoirs${colon} ${reason}`,
  RemedyRectified: rectified,

  GrievanceLodged: ({ acknowledgeBy, findingBy }) =>
    `Une réclamation a été déposée${semicolon} il faut en accuser réception d’ici le ${onDay(acknowledgeBy)} et la trancher d’ici le ${onDay(findingBy)}.`,
  GrievanceAcknowledged: () => 'Il a été accusé réception de la réclamation, remise au bureau qui la traite.',
  GrievanceFoundAdmissible: () => 'La réclamation a été déclarée recevable.',
  GrievanceFoundInadmissible: () => 'La réclamation a été déclarée irrecevable, et la personne sait pourquoi.',
  GrievanceInquiryBegun: () => 'Une enquête a été ouverte.',
  GrievanceFindingMade: ({ outcome, summary }) => `La conclusion${colon} ${called(labels.findings, outcome)}. ${summary}`,
  GrievanceAnswered: () => 'Le bureau a écrit à la personne.',
  GrievanceStatementAdded: () => 'La personne a écrit au bureau.',
  GrievanceAppealed: ({ findingBy }) => `La personne a fait appel${semicolon} il faut trancher d’ici le ${onDay(findingBy)}.`,
  GrievanceWithdrawn: () => 'La personne a retiré la réclamation.',
  GrievanceRemedyLinked: () => 'Une réparation a été ordonnée en réponse à la réclamation.',
  GrievanceClosed: ({ reason }) => `La réclamation a été close${colon} ${reason}`,
  GrievanceUnsealed: ({ purpose }) => `Ce que la personne a écrit a été descellé et lu. Le but${colon} ${purpose}`,
  GrievanceHoldPlaced: ({ key, ground, reason }) =>
    `Ce qui est scellé dans la réclamation a été mis sous la garde ${quoted(key)} (${called(labels.holds, ground)}) et est conservé jusqu’à ce qu’elle soit levée${colon} ${reason}`,
  GrievanceHoldLifted: ({ hold, reason }) => `La garde ${quoted(hold)} de ce qui est scellé dans la réclamation a été levée${colon} ${reason}`,
  GrievanceReassigned: ({ reason }) => `La réclamation a été remise à un autre bureau${colon} ${reason}`,
  GrievanceAcknowledgementFellDue: ({ dueOn }) => `Le ${onDay(dueOn)} est passé sans accusé de réception de la réclamation.`,
  GrievanceFindingFellDue: ({ dueOn }) => `Le ${onDay(dueOn)} est passé sans conclusion.`,
  GrievanceRectified: rectified,

  UpkeepDone: ({ act, detail }) => `${called(labels.upkeep, act)}${detail === undefined ? '' : ` (${detail})`}.`,

  SubjectErasureRequested: ({ ground, reason }) =>
    `Il a été demandé d’effacer les mots de quelqu’un (${called(labels.erasures, ground)})${colon} ${text(reason)}`,
  SubjectErasureAnnounced: ({ rule, on }) =>
    `Les mots de quelqu’un seront effacés le ${onDay(on)}, selon la version ${rule.version} des règles de la ville${colon} ${days(rule.days)} après la fin du cas.`,
  SubjectErasureBegun: ({ ground }) =>
    `L’effacement des mots de quelqu’un a commencé (${called(labels.erasures, ground)})${colon} plus rien ne les conserve, et leur clé est détruite aussitôt après.`,
  SubjectErased: ({ ground }) =>
    `La clé des mots de quelqu’un a été détruite (${called(labels.erasures, ground)})${semicolon} ils ne peuvent plus être lus.`,
  SubjectRectified: rectified,

  CouncilEstablished: ({ name, seats }) => `Le conseil ${quoted(name)} a été institué, avec ${count(seats.length, 'siège', 'sièges')}.`,
  CouncilMemberAppointed: ({ seat, name, from }) =>
    `${name ?? 'Une personne'} occupe par nomination le siège ${quoted(seat)}, à partir du ${onDay(from)}.`,
  CouncilTermEnded: ({ seat, reason }) => `Il a été mis fin au mandat du siège ${quoted(seat)}${colon} ${reason}`,
  CouncilConflictDeclared: ({ seat, record, reason }) =>
    `Le siège ${quoted(seat)} a déclaré un conflit d’intérêts sur ${called(labels.onKinds, record.kind)}, et ne vote pas à ce sujet${colon} ${reason}`,
  CouncilMeetingConvened: ({ title, on, agenda }) =>
    `La réunion ${quoted(title)} a été convoquée pour le ${onDay(on)}, avec ${count(agenda.length, 'point', 'points')} à l’ordre du jour.`,
  CouncilMeetingHeld: ({ meeting, heldOn, attendance }) =>
    `La réunion ${quoted(meeting)} s’est tenue le ${onDay(heldOn)}${semicolon} ${count(attendance.length, 'siège y a assisté', 'sièges y ont assisté')}.`,
  CouncilResolutionMoved: ({ key, title }) => `La résolution ${quoted(key)} a été proposée${colon} ${title}`,
  CouncilSeatsVoted: ({ resolution, votes }) => `Votes sur la résolution ${quoted(resolution)}${colon} ${votesOf(votes)}.`,
  CouncilVotesCounted: ({ resolution, counts }) => `Les voix sur la résolution ${quoted(resolution)} ont été comptées${colon} ${counted(counts)}.`,
  CouncilResolutionAdopted: (data) => `La résolution ${quoted(data.resolution)} a été adoptée${colon} ${settled(data)}`,
  CouncilResolutionRejected: (data) => `La résolution ${quoted(data.resolution)} a été rejetée${colon} ${settled(data)}`,
  CouncilRecommended: ({ key, text: words, answerDueOn }) =>
    `La recommandation ${quoted(key)} a été faite à un porteur de devoirs, qui doit répondre jusqu’au ${onDay(answerDueOn)}${colon} ${words}`,
  CouncilRecommendationAnswered: ({ recommendation, response, text: words }) =>
    `Le porteur de devoirs a répondu à la recommandation ${quoted(recommendation)} (${called(labels.responses, response)})${colon} ${words}`,
  CouncilAnswerFellDue: ({ recommendation, dueOn }) => `Le ${onDay(dueOn)} est passé sans réponse à la recommandation ${quoted(recommendation)}.`,
  CouncilRecommendationsReassigned: ({ reason }) => `Ce à quoi il restait à répondre est passé à un autre porteur de devoirs${colon} ${reason}`,
  CouncilRectified: rectified,
};
