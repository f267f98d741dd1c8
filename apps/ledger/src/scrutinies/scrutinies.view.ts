import { Has, HasEach, instant, oneOf, uuid } from '@covenant/platform';
import { IntersectionType, OmitType } from '@nestjs/swagger';
import { Each, field, Is, Maybe } from '../http/fields.js';
import { ActorDto, DeadlineDto, RectificationDto } from '../http/told.dto.js';
import { RecordViewDto } from '../reading/record-view.dto.js';
import {
  AnswerScrutiny,
  DecideScrutiny,
  ImpactDto,
  LinkConsultation,
  OpenScrutiny,
  ReconsiderScrutiny,
  ScreenScrutiny,
} from './scrutinies.dto.js';

class ScreeningView extends OmitType(ScreenScrutiny, ['effectiveOn'] as const) {}
class ConsultationView extends OmitType(LinkConsultation, ['effectiveOn'] as const) {}

class DecisionView extends OmitType(DecideScrutiny, ['effectiveOn', 'conditions'] as const) {
  @Has(() => ActorDto, 'who recorded it')
  readonly by!: ActorDto;

  @Is(instant, 'when that was recorded')
  readonly recordedAt!: string;
}

class AnswerView extends OmitType(AnswerScrutiny, ['effectiveOn'] as const) {
  @Is(instant, 'when that was recorded')
  readonly recordedAt!: string;
}

class ConditionView extends DeadlineDto {
  @Is(field.key, 'key of the condition')
  readonly key!: string;

  @Is(field.text, 'what has to be done')
  readonly text!: string;

  @Maybe(oneOf(['met', 'failed'], 'ConditionResult'), 'what came of it')
  readonly result?: 'met' | 'failed';
}

/** One passage from screening to answer. */
class RoundView {
  @Has(() => ScreeningView, 'whether a full assessment was needed', { optional: true })
  readonly screening?: ScreeningView;

  @HasEach(() => ImpactDto, 'impacts, by right and group', { max: 10_000 })
  readonly impacts!: readonly ImpactDto[];

  @HasEach(() => ConsultationView, 'consultations of those concerned', { max: 10_000 })
  readonly consultations!: readonly ConsultationView[];

  @Has(() => DecisionView, 'the decision', { optional: true })
  readonly decision?: DecisionView;

  @Has(() => AnswerView, "the owner's answer", { optional: true })
  readonly answer?: AnswerView;

  @HasEach(() => ConditionView, 'conditions of the decision', { max: 10_000 })
  readonly conditions!: readonly ConditionView[];

  @Has(() => DeadlineDto, 'by when the owner must answer', { optional: true })
  readonly answerDue?: DeadlineDto;
}

class ReconsiderationView extends OmitType(ReconsiderScrutiny, ['effectiveOn'] as const) {
  @Is(instant, 'when that was recorded')
  readonly recordedAt!: string;
}

class ClosingView {
  @Is(field.text, 'why')
  readonly reason!: string;
}

export class ScrutinyView extends IntersectionType(
  RecordViewDto,
  OmitType(OpenScrutiny, ['effectiveOn', 'cityId'] as const),
) {
  @HasEach(() => RoundView, 'passages, oldest first; the last is under way', { min: 1, max: 10_000 })
  readonly rounds!: readonly RoundView[];

  @HasEach(() => ReconsiderationView, 'grounds on which it was taken up again', { max: 10_000 })
  readonly reconsiderations!: readonly ReconsiderationView[];

  @Has(() => ClosingView, 'why it was closed', { optional: true })
  readonly closing?: ClosingView;

  @Each(uuid, 'those who held it before', { max: 10_000 })
  readonly previousDutyBearers!: readonly string[];

  @HasEach(() => RectificationDto, 'entries marked as mistaken', { max: 10_000 })
  readonly rectifications!: readonly RectificationDto[];
}
