import type { CouncilCommand } from '@covenant/domain';
import { Has, HasEach, whole } from '@covenant/platform';
import { DatedDto, evidence, EvidenceDto } from '../http/common.dto.js';
import { Each, field, Is, Maybe } from '../http/fields.js';

type Data<T extends CouncilCommand['type']> = Extract<CouncilCommand, { readonly type: T }>['data'];
type RecordNamed = Data<'declare-conflict'>['record'];

export const seatsAtMost = whole(0, 50);

/** A record of the city that the council speaks of. */
export class RecordNamedDto implements RecordNamed {
  @Is(field.recordKind, 'what kind of record it is')
  readonly kind!: RecordNamed['kind'];

  @Is(field.id, 'its id')
  readonly id!: string;
}

export class ConstituencyDto {
  @Is(field.constituency, 'whom the seat is for')
  readonly constituency!: Data<'establish'>['seats'][number]['constituency'];

  @Maybe(field.name, 'which, where it is another that the city names')
  readonly name?: string;
}

export class SeatsDto extends ConstituencyDto {
  @Is(whole(1, 50), 'how many seats it has')
  readonly number!: number;
}

export class EstablishCouncil extends DatedDto implements Data<'establish'> {
  @Is(field.id, 'the city; it has one council, whose id is that of the city')
  readonly cityId!: string;

  @Is(field.name, 'what the council is called')
  readonly name!: string;

  @Is(field.text, 'what it is there for')
  readonly mandate!: string;

  @HasEach(() => SeatsDto, 'its seats, by constituency; 50 at the most', { min: 1, max: 50 })
  readonly seats!: readonly SeatsDto[];

  @Maybe(whole(0, 99), 'more than this many in a hundred of the seats that may vote have to vote; 50 when left out')
  readonly quorum?: number;
}

export class AppointMember extends DatedDto implements Data<'appoint-member'> {
  @Is(field.key, 'key of the seat')
  readonly seat!: string;

  @Is(field.office, 'the subject of the access that acts for the seat, as entries keep it')
  readonly office!: string;

  @Is(field.day, 'first day of the term')
  readonly from!: string;

  @Maybe(field.day, 'last day of the term')
  readonly until?: string;

  @Maybe(field.name, "the member's name, only with their consent: it stands in the public record for good")
  readonly name?: string;

  @Maybe(field.day, 'when the member consented to that')
  readonly consentedOn?: string;
}

export class EndTerm extends DatedDto implements Data<'end-term'> {
  @Is(field.key, 'key of the seat')
  readonly seat!: string;

  @Is(field.text, 'why')
  readonly reason!: string;
}

export class DeclareConflict extends DatedDto implements Data<'declare-conflict'> {
  @Is(field.key, 'key of the seat')
  readonly seat!: string;

  @Has(() => RecordNamedDto, 'what it has a conflict on')
  readonly record!: RecordNamedDto;

  @Is(field.text, 'why')
  readonly reason!: string;
}

export class AgendaItemDto {
  @Is(field.text, 'what is to be talked about')
  readonly text!: string;

  @Has(() => RecordNamedDto, 'the record that it is about', { optional: true })
  readonly record?: RecordNamedDto;
}

export class ConveneMeeting extends DatedDto implements Data<'convene-meeting'> {
  @Maybe(field.key, 'names the meeting within the council; given by the ledger when left out')
  readonly key?: string;

  @Is(field.title, 'what meeting it is')
  readonly title!: string;

  @Is(field.day, 'for which day')
  readonly on!: string;

  @Maybe(field.name, 'where')
  readonly place?: string;

  @HasEach(() => AgendaItemDto, 'its agenda', { min: 1, max: 50 })
  readonly agenda!: readonly AgendaItemDto[];
}

export class HoldMeeting extends DatedDto implements Data<'hold-meeting'> {
  @Is(field.key, 'key of the meeting')
  readonly meeting!: string;

  @Maybe(field.day, 'when it was held, where that is not the day it was convened for')
  readonly heldOn?: string;

  @Each(field.key, 'keys of the seats that attended', { max: 50 })
  readonly attendance!: readonly string[];

  @Has(() => EvidenceDto, 'the minutes; kept aside, named here by digest')
  readonly minutes!: EvidenceDto;
}

export class MoveResolution extends DatedDto implements Data<'move-resolution'> {
  @Maybe(field.key, 'names the resolution within the council; given by the ledger when left out')
  readonly key?: string;

  @Is(field.title, 'what it is, in a line')
  readonly title!: string;

  @Is(field.text, 'what it resolves')
  readonly text!: string;

  @Maybe(field.key, 'key of the meeting at which it was moved')
  readonly meeting?: string;

  @HasEach(() => RecordNamedDto, 'what it is about: a seat with a conflict on one of these does not vote', { optional: true, max: 50 })
  readonly records?: readonly RecordNamedDto[];
}

export class SeatVoteDto {
  @Is(field.key, 'key of the seat')
  readonly seat!: string;

  @Is(field.vote, 'its vote; excused is for a conflict that was declared')
  readonly vote!: NonNullable<Data<'vote'>['votes']>[number]['vote'];
}

export class CountsDto {
  @Is(seatsAtMost, 'for it')
  readonly yes!: number;

  @Is(seatsAtMost, 'against it')
  readonly no!: number;

  @Is(seatsAtMost, 'abstentions')
  readonly abstain!: number;
}

export class CastVotes extends DatedDto implements Data<'vote'> {
  @Is(field.key, 'key of the resolution')
  readonly resolution!: string;

  @HasEach(() => SeatVoteDto, 'votes by seat; give these, counts, or both where they agree', { optional: true, min: 1, max: 50 })
  readonly votes?: readonly SeatVoteDto[];

  @Has(() => CountsDto, 'counts; how many were absent or excused follows from the seats', { optional: true })
  readonly counts?: CountsDto;
}

export class SettleResolution extends DatedDto implements Data<'adopt-resolution'>, Data<'reject-resolution'> {
  @Is(field.key, 'key of the resolution')
  readonly resolution!: string;

  @Maybe(field.text, 'why')
  readonly reason?: string;
}

export class Recommend extends DatedDto implements Data<'recommend'> {
  @Maybe(field.key, 'names the recommendation within the council; given by the ledger when left out')
  readonly key?: string;

  @Is(field.id, 'the duty-bearer that it is made to')
  readonly dutyBearerId!: string;

  @Is(field.text, 'what is recommended')
  readonly text!: string;

  @Is(field.day, 'by when it is to be answered')
  readonly answerDueOn!: string;

  @Maybe(field.key, 'key of the resolution that it carries out')
  readonly resolution?: string;

  @HasEach(() => RecordNamedDto, 'what it is about', { optional: true, max: 50 })
  readonly records?: readonly RecordNamedDto[];
}

export class AnswerRecommendation extends DatedDto implements Data<'answer-recommendation'> {
  @Is(field.key, 'key of the recommendation')
  readonly recommendation!: string;

  @Is(field.response, 'supported, in part, noted (disputed) or pending; pending lets the date run')
  readonly response!: Data<'answer-recommendation'>['response'];

  @Is(field.text, 'the answer')
  readonly text!: string;

  @evidence(true)
  readonly evidence?: readonly EvidenceDto[];
}

export class ReassignRecommendations extends DatedDto implements Data<'reassign'> {
  @Is(field.id, 'who was to answer')
  readonly from!: string;

  @Is(field.id, 'who is to answer from now on')
  readonly dutyBearerId!: string;

  @Is(field.text, 'why')
  readonly reason!: string;
}
