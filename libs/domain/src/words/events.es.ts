import type { Outcome, SeatVote, Tally } from '../council/council.events.js';
import type { Approval } from '../values/approval.js';
import { isDate } from '../values/dates.js';
import type { EventCatalogue } from './catalogue.js';
import { labelsInSpanish as labels } from './labels.es.js';
import { called, shareOf, shortKey, text } from './phrases.js';
import { count, onDay, quoted } from './phrases.es.js';

const days = (number: number): string => count(number, 'día', 'días');

const initiative = ({ initiative: code, name }: { readonly initiative: string; readonly name?: string }): string =>
  name ?? called(labels.initiatives, code);

const approved = ({ body, reference }: Approval): string => `con la aprobación ${called(labels.byApprovers, body)} (${reference})`;

const behalf = (onBehalfOf: string | undefined): string => (onBehalfOf === undefined ? 'La supervisión' : 'La parte beneficiaria');

const rectified = ({ reason, correction }: { readonly reason: string; readonly correction: string }): string =>
  `Se rectificó una entrada anterior: ${correction} (${reason})`;

const votesOf = (votes: readonly SeatVote[]): string => votes.map(({ seat, vote }) => `${quoted(seat)} ${called(labels.votes, vote)}`).join(', ');

const counted = ({ yes, no, abstain, absent, excused }: Tally): string =>
  `${yes} a favor, ${no} en contra, ${count(abstain, 'abstención', 'abstenciones')}, ${count(absent, 'ausente', 'ausentes')}, ${count(excused, 'excusado', 'excusados')} por conflicto de intereses`;

const settled = ({ tally, entitled, reason }: Outcome): string =>
  `${counted(tally)}; podían votar ${count(entitled, 'puesto', 'puestos')}.${reason === undefined ? '' : ` ${reason}`}`;

export const eventsInSpanish: EventCatalogue = {
  CityEnrolled: ({ name, declaredOn, sample }) =>
    `${name} quedó inscrita${sample === true ? ' como muestra' : ''}${
      declaredOn === undefined
        ? ''
        : `; se declaró ciudad de derechos humanos ${isDate(declaredOn) ? 'el' : 'en'} ${onDay(declaredOn)}`
    }.`,
  FocalPointEstablished: ({ office }) => `${office} quedó establecido como punto focal de derechos humanos de la ciudad.`,
  FocalPointChanged: ({ office }) => `${office} es ahora el punto focal de derechos humanos de la ciudad.`,
  InitiativeJoined: (data) => `La ciudad se unió a ${initiative(data)}.`,
  InitiativeLeft: (data) => `La ciudad dejó ${initiative(data)}: ${data.reason}`,
  CityProcedureSet: (set) => {
    const { grievanceAcknowledgementDays: acknowledged, grievanceFindingDays: found } = set;
    const grievances =
      acknowledged === undefined || found === undefined
        ? ''
        : ` De una reclamación se acusa recibo en ${days(acknowledged)} y se decide en ${days(found)}.`;
    return `La ciudad fijó su procedimiento: ${days(set.scrutinyAnswerDays)} para responder a un examen; una reparación con ${days(
      set.remedyEscalationDays,
    )} de retraso pasa ${called(labels.toBodies, set.remedyEscalationTo)}.${grievances}`;
  },
  CityRetentionProposed: ({ version, rules }) =>
    `Se propusieron reglas sobre cuánto tiempo se conservan las palabras selladas: versión ${version}, ${count(rules.length, 'regla', 'reglas')}.`,
  CityRetentionAdopted: ({ version, inForceOn }) =>
    `Se aprobó la versión ${version} de las reglas sobre cuánto tiempo se conservan las palabras selladas; rige desde el ${onDay(inForceOn)}.`,
  CityRectified: rectified,

  LogKeyAnnounced: ({ replaces, key, bothUntil }) =>
    `Se anunció una nueva clave del registro público: ${shortKey(key)} sustituye a ${shortKey(replaces)}; ambas firman al menos hasta el ${onDay(bothUntil)}.`,
  LogKeyRetired: ({ key, reason }) =>
    `La clave ${shortKey(key)} del registro público se retiró: desde aquí no firma nada${reason === undefined ? '.' : `: ${reason}`}`,
  LogKeyWithdrawn: ({ key, reason }) => `La clave anunciada ${shortKey(key)} del registro público se retiró antes de usarse: ${reason}`,

  DutyBearerRegistered: ({ name }) => `${name} quedó en el registro de titulares de deberes.`,
  DutyBearerAmended: ({ name }) =>
    name === undefined ? 'Se modificó la descripción del titular de deberes.' : `El titular de deberes se llama ahora ${name}.`,
  LiaisonNamed: ({ office }) => `${office} se designó como oficina que responde allí de los derechos humanos.`,
  DutyBearerDissolved: ({ reason, successorId }) =>
    `El titular de deberes se disolvió${successorId === undefined ? '' : '; sus deberes pasan a un sucesor'}: ${reason}`,
  DutyBearerRectified: rectified,

  GroupRecognised: ({ name }) => `${name} se reconoció como grupo de titulares de derechos.`,
  GroupAmended: ({ name }) => (name === undefined ? 'Se modificó la descripción del grupo.' : `El grupo se llama ahora ${name}.`),
  GroupRetired: ({ reason }) => `El grupo se dio de baja: ${reason}`,
  GroupRectified: rectified,

  ObligationRecorded: ({ title, source }) => `Se registró la obligación ${quoted(title)}, de ${source.instrument}.`,
  ObligationAccepted: () => 'El titular de deberes aceptó la obligación.',
  ObligationDisputed: ({ reason }) => `El titular de deberes impugnó la obligación, que sigue en la lista: ${reason}`,
  ObligationReassigned: ({ reason }) => `La obligación pasó a otro titular de deberes: ${reason}`,
  ObligationClarified: ({ text: said }) => `La obligación se aclaró: ${said}`,
  ObligationCeased: ({ reason, act }) => `La obligación cesó por ${quoted(act.title)}: ${reason}`,
  ObligationRectified: rectified,

  CommitmentMade: ({ title, dueOn }) => `Se asumió el compromiso ${quoted(title)}, que vence el ${onDay(dueOn)}.`,
  CommitmentProgressReported: ({ text: said, share }) =>
    `El titular de deberes informó de avances${share === undefined ? '' : ` (${shareOf(share)} hecho)`}: ${said}`,
  CommitmentMilestoneAdded: ({ title }) => `Se añadió el hito ${quoted(title)}.`,
  CommitmentMilestoneReached: ({ milestone }) => `El titular de deberes informó de que se alcanzó el hito ${quoted(milestone)}.`,
  CommitmentExtended: ({ from, dueOn, reason, approvedBy }) =>
    `El plazo se movió del ${onDay(from)} al ${onDay(dueOn)}, ${approved(approvedBy)}: ${reason}`,
  CommitmentReportedFulfilled: ({ text: said }) => `El titular de deberes declaró cumplido el compromiso: ${said}`,
  CommitmentVerified: ({ grade, reasons }) => `El informe se verificó, grado ${grade} (${called(labels.grades, grade)}): ${reasons}`,
  CommitmentContested: ({ grade, reasons }) => `El informe se impugnó, grado ${grade} (${called(labels.grades, grade)}): ${reasons}`,
  CommitmentWithdrawn: ({ reason, approvedBy }) => `El compromiso se retiró, ${approved(approvedBy)}: ${reason}`,
  CommitmentReassigned: ({ reason }) => `El compromiso pasó a otro titular de deberes: ${reason}`,
  CommitmentFellDue: ({ dueOn }) => `Pasó el ${onDay(dueOn)} sin que el compromiso se cumpliera.`,
  CommitmentBroken: ({ dueOn, graceDays }) =>
    `El compromiso se incumplió: ${graceDays === 1 ? 'pasó' : 'pasaron'} sin cumplimiento ${days(graceDays)} de gracia después del ${onDay(dueOn)}.`,
  CommitmentRectified: rectified,

  ScrutinyOpened: ({ instrument, trigger }) =>
    `Se abrió un examen de ${quoted(instrument.title)} (${called(labels.triggers, trigger)}).`,
  ScrutinyScreened: ({ fullAssessment, reasons }) =>
    `El examen previo concluyó que ${fullAssessment ? '' : 'no '}hace falta una evaluación completa: ${reasons}`,
  ScrutinyAssessed: ({ impacts }) => {
    const negative = impacts.filter(({ direction }) => direction === 'negative').length;
    return `Se ${impacts.length === 1 ? 'evaluó' : 'evaluaron'} ${count(impacts.length, 'efecto', 'efectos')} sobre derechos, de ellos ${count(negative, 'negativo', 'negativos')}.`;
  },
  ScrutinyConsultationLinked: ({ title }) => `Se vinculó la consulta ${quoted(title)}.`,
  ScrutinyDecided: ({ outcome, decidedBy, reasons, conditions }) =>
    `${decidedBy.body} decidió el ${onDay(decidedBy.on)}: ${called(labels.outcomes, outcome)}${
      conditions.length === 0 ? '' : ` (${conditions.length})`
    }. ${reasons}`,
  ScrutinyAnswered: ({ answer, reasons }) => `La oficina responsable respondió: ${called(labels.answers, answer)}. ${reasons}`,
  ScrutinyConditionMet: ({ condition }) => `Se constató que la condición ${quoted(condition)} se cumplió.`,
  ScrutinyConditionFailed: ({ condition, reason }) => `Se constató que la condición ${quoted(condition)} no se cumplió: ${reason}`,
  ScrutinyReconsidered: ({ grounds }) => `El examen se reabrió por nuevos motivos: ${grounds}`,
  ScrutinyClosed: ({ reason }) => `El examen se cerró: ${reason}`,
  ScrutinyReassigned: ({ reason }) => `El instrumento pasó a otra oficina responsable: ${reason}`,
  ScrutinyAnswerFellDue: ({ dueOn }) => `Pasó el ${onDay(dueOn)} sin respuesta de la oficina responsable.`,
  ScrutinyConditionFellDue: ({ condition, dueOn }) => `Pasó el ${onDay(dueOn)} sin que se cumpliera la condición ${quoted(condition)}.`,
  ScrutinyRectified: rectified,

  RemedyOrdered: ({ title, measures }) => `Se ordenó la reparación ${quoted(title)}, con ${count(measures.length, 'medida', 'medidas')}.`,
  RemedyAccepted: () => 'El titular de deberes aceptó la reparación.',
  RemedyRefused: ({ reason }) => `El titular de deberes rechazó la reparación: ${reason}`,
  MeasureStarted: ({ measure }) => `Se inició la medida ${quoted(measure)}.`,
  MeasureDelivered: ({ measure }) => `El titular de deberes informó de que la medida ${quoted(measure)} está entregada.`,
  MeasureConfirmed: ({ measure, onBehalfOf }) => `${behalf(onBehalfOf)} confirmó la medida ${quoted(measure)}.`,
  MeasureDisputed: ({ measure, onBehalfOf, reason }) =>
    `${behalf(onBehalfOf)} negó que la medida ${quoted(measure)} esté entregada: ${reason}`,
  MeasureExtended: ({ measure, from, dueOn, reason, approvedBy }) =>
    `El plazo de la medida ${quoted(measure)} se movió del ${onDay(from)} al ${onDay(dueOn)}, ${approved(approvedBy)}: ${reason}`,
  MeasureFellDue: ({ measure, dueOn }) => `Pasó el ${onDay(dueOn)} sin que se entregara la medida ${quoted(measure)}.`,
  RemedyEscalated: ({ to, reason, dueOn }) =>
    dueOn === undefined
      ? `La reparación se elevó ${called(labels.toBodies, to)}: ${reason}`
      : `La reparación se elevó ${called(labels.toBodies, to)}, porque seguía con retraso después del ${onDay(dueOn)}.`,
  RemedyCompleted: ({ statement }) => `La reparación se completó, con todas las medidas confirmadas: ${statement}`,
  RemedyFailed: ({ reason }) => `La reparación se declaró fallida: ${reason}`,
  RemedyReopened: ({ reason, redo, measures }) =>
    `La reparación se reabrió, con ${count(redo.length, 'medida', 'medidas')} por repetir y ${count(
      measures.length,
      'medida nueva',
      'medidas nuevas',
    )}: ${reason}`,
  RemedyReassigned: ({ reason }) => `Lo que aún se debía pasó a otro titular de deberes: ${reason}`,
  RemedyRectified: rectified,

  GrievanceLodged: ({ acknowledgeBy, findingBy }) =>
    `Se presentó una reclamación; ha de acusarse recibo hasta el ${onDay(acknowledgeBy)} y decidirse hasta el ${onDay(findingBy)}.`,
  GrievanceAcknowledged: () => 'Se acusó recibo de la reclamación y se entregó a la oficina que la atiende.',
  GrievanceFoundAdmissible: () => 'La reclamación se declaró admisible.',
  GrievanceFoundInadmissible: () => 'La reclamación se declaró inadmisible; se dijo a la persona por qué.',
  GrievanceInquiryBegun: () => 'Se inició una investigación.',
  GrievanceFindingMade: ({ outcome, summary }) => `La conclusión: ${called(labels.findings, outcome)}. ${summary}`,
  GrievanceAnswered: () => 'La oficina escribió a la persona.',
  GrievanceStatementAdded: () => 'La persona escribió a la oficina.',
  GrievanceAppealed: ({ findingBy }) => `La persona recurrió; ha de decidirse hasta el ${onDay(findingBy)}.`,
  GrievanceWithdrawn: () => 'La persona retiró la reclamación.',
  GrievanceRemedyLinked: () => 'Se ordenó una reparación que responde a la reclamación.',
  GrievanceClosed: ({ reason }) => `La reclamación se cerró: ${reason}`,
  GrievanceUnsealed: ({ purpose }) => `Lo que la persona escribió se abrió y se leyó. La finalidad: ${purpose}`,
  GrievanceHoldPlaced: ({ key, ground, reason }) =>
    `Lo sellado en la reclamación quedó bajo la retención ${quoted(key)} (${called(labels.holds, ground)}) y se conserva hasta que se levante: ${reason}`,
  GrievanceHoldLifted: ({ hold, reason }) => `Se levantó la retención ${quoted(hold)} de lo sellado en la reclamación: ${reason}`,
  GrievanceReassigned: ({ reason }) => `La reclamación se entregó a otra oficina: ${reason}`,
  GrievanceAcknowledgementFellDue: ({ dueOn }) => `Pasó el ${onDay(dueOn)} sin acuse de recibo de la reclamación.`,
  GrievanceFindingFellDue: ({ dueOn }) => `Pasó el ${onDay(dueOn)} sin conclusión.`,
  GrievanceRectified: rectified,

  UpkeepDone: ({ act, detail }) => `${called(labels.upkeep, act)}${detail === undefined ? '' : ` (${detail})`}.`,

  SubjectErasureRequested: ({ ground, reason }) =>
    `Se pidió borrar las palabras de alguien (${called(labels.erasures, ground)}): ${text(reason)}`,
  SubjectErasureAnnounced: ({ rule, on }) =>
    `Las palabras de alguien se borrarán el ${onDay(on)}, según la versión ${rule.version} de las reglas de la ciudad: ${days(rule.days)} después del fin del caso.`,
  SubjectErasureBegun: ({ ground }) =>
    `Empezó el borrado de las palabras de alguien (${called(labels.erasures, ground)}): ya nada las conserva, y enseguida se destruye su clave.`,
  SubjectErased: ({ ground }) =>
    `Se destruyó la clave de las palabras de alguien (${called(labels.erasures, ground)}); ya no pueden leerse.`,
  SubjectRectified: rectified,

  CouncilEstablished: ({ name, seats }) => `Se constituyó el consejo ${quoted(name)}, con ${count(seats.length, 'puesto', 'puestos')}.`,
  CouncilMemberAppointed: ({ seat, name, from }) =>
    `Se nombró a ${name ?? 'una persona'} para el puesto ${quoted(seat)}, a partir del ${onDay(from)}.`,
  CouncilTermEnded: ({ seat, reason }) => `Terminó el mandato del puesto ${quoted(seat)}: ${reason}`,
  CouncilConflictDeclared: ({ seat, record, reason }) =>
    `El puesto ${quoted(seat)} declaró un conflicto de intereses sobre ${called(labels.onKinds, record.kind)}, y no vota sobre ello: ${reason}`,
  CouncilMeetingConvened: ({ title, on, agenda }) =>
    `Se convocó la reunión ${quoted(title)} para el ${onDay(on)}, con ${count(agenda.length, 'punto', 'puntos')} en su orden del día.`,
  CouncilMeetingHeld: ({ meeting, heldOn, attendance }) =>
    `La reunión ${quoted(meeting)} se celebró el ${onDay(heldOn)}; asistieron ${count(attendance.length, 'puesto', 'puestos')}.`,
  CouncilResolutionMoved: ({ key, title }) => `Se propuso la resolución ${quoted(key)}: ${title}`,
  CouncilSeatsVoted: ({ resolution, votes }) => `Votos sobre la resolución ${quoted(resolution)}: ${votesOf(votes)}.`,
  CouncilVotesCounted: ({ resolution, counts }) => `Se contaron los votos sobre la resolución ${quoted(resolution)}: ${counted(counts)}.`,
  CouncilResolutionAdopted: (data) => `Se aprobó la resolución ${quoted(data.resolution)}: ${settled(data)}`,
  CouncilResolutionRejected: (data) => `Se rechazó la resolución ${quoted(data.resolution)}: ${settled(data)}`,
  CouncilRecommended: ({ key, text: words, answerDueOn }) =>
    `Se hizo la recomendación ${quoted(key)} a un titular de deberes, que ha de responder hasta el ${onDay(answerDueOn)}: ${words}`,
  CouncilRecommendationAnswered: ({ recommendation, response, text: words }) =>
    `El titular de deberes respondió a la recomendación ${quoted(recommendation)} (${called(labels.responses, response)}): ${words}`,
  CouncilAnswerFellDue: ({ recommendation, dueOn }) => `Pasó el ${onDay(dueOn)} sin respuesta a la recomendación ${quoted(recommendation)}.`,
  CouncilRecommendationsReassigned: ({ reason }) => `Lo que aún había de responderse pasó a otro titular de deberes: ${reason}`,
  CouncilRectified: rectified,
};
