import { Has, HasEach, whole, yesNo } from '@covenant/platform';
import { IntersectionType, OmitType } from '@nestjs/swagger';
import { EvidenceDto } from '../http/common.dto.js';
import { Each, field, Is, Maybe } from '../http/fields.js';
import { DeadlineDto, ToldDto } from '../http/told.dto.js';
import { RecordViewDto } from '../reading/record-view.dto.js';
import {
  AnswerRecommendation,
  AppointMember,
  ConstituencyDto,
  ConveneMeeting,
  CountsDto,
  DeclareConflict,
  EstablishCouncil,
  MoveResolution,
  Recommend,
  RecordNamedDto,
  seatsAtMost,
  SeatVoteDto,
} from './councils.dto.js';

const many = { max: 10_000 };

class TermView extends OmitType(AppointMember, ['effectiveOn', 'seat'] as const) {
  @Maybe(field.day, 'the day on which it was ended')
  readonly endedOn?: string;
}

class SeatView extends ConstituencyDto {
  @Is(field.key, 'key of the seat')
  readonly key!: string;

  @HasEach(() => TermView, 'who was appointed to it, oldest first', many)
  readonly terms!: readonly TermView[];
}

class ConflictView extends IntersectionType(ToldDto, OmitType(DeclareConflict, ['effectiveOn'] as const)) {
  @Is(field.office, 'the office that acted for the seat; the conflict stays with it')
  readonly office!: string;
}

class HeldView {
  @Is(field.day, 'when it was held')
  readonly on!: string;

  @Each(field.key, 'keys of the seats that attended', many)
  readonly attendance!: readonly string[];

  @Has(() => EvidenceDto, 'the minutes')
  readonly minutes!: EvidenceDto;
}

class MeetingView extends OmitType(ConveneMeeting, ['effectiveOn', 'key'] as const) {
  @Is(field.key, 'key of the meeting')
  readonly key!: string;

  @Has(() => HeldView, 'how it was held', { optional: true })
  readonly held?: HeldView;
}

class TallyView extends CountsDto {
  @Is(seatsAtMost, 'did not vote, and might have')
  readonly absent!: number;

  @Is(seatsAtMost, 'might not vote for a conflict of interest')
  readonly excused!: number;
}

class CountedView extends TallyView {
  @Is(whole(0, 2 ** 31 - 1), 'how many conflicts had been declared when it was counted')
  readonly conflicts!: number;
}

class VoteView extends SeatVoteDto {
  @Is(field.office, 'the office that sat there')
  readonly office!: string;
}

class OutcomeView extends ToldDto {
  @Is(yesNo, 'adopted, or rejected')
  readonly adopted!: boolean;

  @Maybe(field.text, 'why')
  readonly reason?: string;

  @Has(() => TallyView, 'how it was voted')
  readonly tally!: TallyView;

  @Is(seatsAtMost, 'how many seats might vote: filled, and without a conflict')
  readonly entitled!: number;
}

class ResolutionView extends OmitType(MoveResolution, ['effectiveOn', 'key', 'records'] as const) {
  @Is(field.key, 'key of the resolution')
  readonly key!: string;

  @HasEach(() => RecordNamedDto, 'what it is about', many)
  readonly records!: readonly RecordNamedDto[];

  @HasEach(() => VoteView, 'votes by seat', many)
  readonly votes!: readonly VoteView[];

  @Has(() => CountedView, 'counts, where votes were not given by seat', { optional: true })
  readonly counts?: CountedView;

  @Has(() => OutcomeView, 'what came of it', { optional: true })
  readonly outcome?: OutcomeView;
}

class AnswerGivenView extends IntersectionType(ToldDto, OmitType(AnswerRecommendation, ['effectiveOn', 'recommendation'] as const)) {}

class RecommendationView extends IntersectionType(DeadlineDto, OmitType(Recommend, ['effectiveOn', 'key', 'answerDueOn', 'records'] as const)) {
  @Is(field.key, 'key of the recommendation')
  readonly key!: string;

  @HasEach(() => RecordNamedDto, 'what it is about', many)
  readonly records!: readonly RecordNamedDto[];

  @HasEach(() => AnswerGivenView, 'what the duty-bearer answered, oldest first', many)
  readonly answers!: readonly AnswerGivenView[];
}

export class CouncilView extends IntersectionType(RecordViewDto, OmitType(EstablishCouncil, ['effectiveOn', 'cityId', 'seats', 'quorum'] as const)) {
  @HasEach(() => SeatView, 'its seats, and who sits there', many)
  readonly seats!: readonly SeatView[];

  @Is(whole(0, 99), 'more than this many in a hundred of the seats that may vote have to vote')
  readonly quorum!: number;

  @HasEach(() => ConflictView, 'conflicts of interest that were declared', many)
  readonly conflicts!: readonly ConflictView[];

  @HasEach(() => MeetingView, 'its meetings', many)
  readonly meetings!: readonly MeetingView[];

  @HasEach(() => ResolutionView, 'its resolutions, and how they were voted', many)
  readonly resolutions!: readonly ResolutionView[];

  @HasEach(() => RecommendationView, 'what it recommended, and what was answered', many)
  readonly recommendations!: readonly RecommendationView[];
}
