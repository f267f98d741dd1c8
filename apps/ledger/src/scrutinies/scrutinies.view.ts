import { Has, HasEach, oneOf } from '@covenant/platform';
import { IntersectionType, OmitType } from '@nestjs/swagger';
import { field, Is, Maybe } from '../http/fields.js';
import { ActorDto, DeadlineDto, ToldDto } from '../http/told.dto.js';
import { DutyViewDto } from '../reading/record-view.dto.js';
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

class DecisionView extends IntersectionType(ToldDto, OmitType(DecideScrutiny, ['effectiveOn', 'conditions'] as const)) {
  @Has(() => ActorDto, 'who recorded it')
  readonly by!: ActorDto;
}

class AnswerView extends IntersectionType(ToldDto, OmitType(AnswerScrutiny, ['effectiveOn'] as const)) {}

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

class ReconsiderationView extends IntersectionType(ToldDto, OmitType(ReconsiderScrutiny, ['effectiveOn'] as const)) {}

class ClosingView {
  @Is(field.text, 'why')
  readonly reason!: string;
}

export class ScrutinyView extends IntersectionType(
  DutyViewDto,
  OmitType(OpenScrutiny, ['effectiveOn', 'cityId'] as const),
) {
  @HasEach(() => RoundView, 'passages, oldest first; the last is under way', { min: 1, max: 10_000 })
  readonly rounds!: readonly RoundView[];

  @HasEach(() => ReconsiderationView, 'grounds on which it was taken up again', { max: 10_000 })
  readonly reconsiderations!: readonly ReconsiderationView[];

  @Has(() => ClosingView, 'why it was closed', { optional: true })
  readonly closing?: ClosingView;
}
