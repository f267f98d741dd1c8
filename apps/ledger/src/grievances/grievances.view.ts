import { Has, HasEach, instant, uuid, whole } from '@covenant/platform';
import { IntersectionType, OmitType } from '@nestjs/swagger';
import { AppliedRuleDto } from '../cities/cities.dto.js';
import { ReasonDto } from '../http/common.dto.js';
import { Each, field, Is, Maybe } from '../http/fields.js';
import { ActorDto, DeadlineDto, ToldByDto } from '../http/told.dto.js';
import { RecordViewDto } from '../reading/record-view.dto.js';
import { EraseSubject, MakeFinding, PlaceHold, UnsealGrievance } from './grievances.dto.js';

class FindingView extends OmitType(MakeFinding, ['effectiveOn', 'reasons'] as const) {
  @Has(() => ActorDto, 'who found it')
  readonly by!: ActorDto;

  @Is(instant, 'when that was recorded')
  readonly recordedAt!: string;
}

class UnsealingView extends OmitType(UnsealGrievance, ['effectiveOn'] as const) {
  @Has(() => ActorDto, 'who read it')
  readonly by!: ActorDto;

  @Is(instant, 'when that was recorded')
  readonly recordedAt!: string;
}

class ClosingView extends OmitType(ReasonDto, ['effectiveOn'] as const) {}

class LiftedView extends ToldByDto {
  @Is(field.text, 'why')
  readonly reason!: string;

  @Is(field.day, 'the day in the city')
  readonly day!: string;
}

export class HoldView extends IntersectionType(ToldByDto, OmitType(PlaceHold, ['effectiveOn', 'key'] as const)) {
  @Is(field.key, 'names it within the grievance')
  readonly key!: string;

  @Has(() => LiftedView, 'left out while it stands', { optional: true })
  readonly lifted?: LiftedView;
}

/** All that is public of a grievance. */
export class GrievanceView extends RecordViewDto {
  @Is(uuid, 'a random mark that stands for the person')
  readonly complainant!: string;

  @Is(field.sha256, 'SHA-256 of the text that the person was given to keep')
  readonly opening!: string;

  @Is(field.day, 'when it was lodged')
  readonly lodgedOn!: string;

  @Maybe(uuid, 'the office that handles it')
  readonly dutyBearerId?: string;

  @Has(() => DeadlineDto, 'by when it is to be acknowledged')
  readonly acknowledgement!: DeadlineDto;

  @HasEach(() => DeadlineDto, 'by when there has to be a finding; one more for each appeal')
  readonly findingDates!: readonly DeadlineDto[];

  @HasEach(() => FindingView, 'what was found, oldest first')
  readonly findings!: readonly FindingView[];

  @Has(() => ActorDto, 'who decided last', { optional: true })
  readonly decidedBy?: ActorDto;

  @Is(whole(0, 1_000), 'how often the person appealed')
  readonly appeals!: number;

  @Is(whole(0, 1_000), 'how often the person wrote')
  readonly statements!: number;

  @Is(whole(0, 1_000), 'how often the office wrote')
  readonly answers!: number;

  @HasEach(() => UnsealingView, 'who read what is sealed, what for and when')
  readonly unsealings!: readonly UnsealingView[];

  @Each(uuid, 'remedies that answer it')
  readonly remedies!: readonly string[];

  @HasEach(() => HoldView, 'holds on what is sealed, oldest first; left out where none was ever placed', { optional: true })
  readonly holds?: readonly HoldView[];

  @Maybe(field.day, 'when it ended')
  readonly endedOn?: string;

  @Has(() => ClosingView, 'why it was closed', { optional: true })
  readonly closing?: ClosingView;

  @Each(uuid, 'offices that handled it before')
  readonly previousDutyBearers!: readonly string[];
}

class AnnouncedView {
  @Has(() => AppliedRuleDto, 'the rule by which the words go')
  readonly rule!: AppliedRuleDto;

  @Is(field.day, 'the day on which they go, or later')
  readonly on!: string;
}

class BegunView {
  @Is(field.erasureGround, 'the legal ground')
  readonly ground!: EraseSubject['ground'];

  @Is(field.text, 'why')
  readonly reason!: string;

  @Has(() => AppliedRuleDto, 'the rule, where nobody asked for it', { optional: true })
  readonly rule?: AppliedRuleDto;

  @Is(field.day, 'the day in the city')
  readonly day!: string;

  @Is(instant, 'when that was recorded')
  readonly recordedAt!: string;
}

export class SubjectView extends RecordViewDto {
  @Is(uuid, 'the grievance whose words are to go')
  readonly grievanceId!: string;

  @Is(field.erasureGround, 'the legal ground')
  readonly ground!: EraseSubject['ground'];

  @Maybe(field.text, 'why')
  readonly reason?: string;

  @Has(() => AnnouncedView, 'the newest announcement of an erasure by rule', { optional: true })
  readonly announced?: AnnouncedView;

  @Has(() => AppliedRuleDto, 'the rule by which they went', { optional: true })
  readonly rule?: AppliedRuleDto;

  @Has(() => BegunView, 'the erasure that has begun; left out before, and of erasures from before beginnings were recorded', { optional: true })
  readonly begun?: BegunView;

  @Has(() => ActorDto, 'who asked for it', { optional: true })
  readonly requestedBy?: ActorDto;

  @Has(() => ActorDto, 'who approved it', { optional: true })
  readonly approvedBy?: ActorDto;

  @Maybe(instant, 'when the key was gone')
  readonly erasedAt?: string;
}
