import { Has, HasEach, oneOf, text, whole, yesNo } from '@covenant/platform';
import { IntersectionType, OmitType } from '@nestjs/swagger';
import { field, Is, Maybe } from '../http/fields.js';
import { DeadlineDto, ToldByDto, ToldDto } from '../http/told.dto.js';
import { DutyViewDto } from '../reading/record-view.dto.js';
import {
  ConfirmMeasure,
  DeliverMeasure,
  DisputeMeasure,
  EscalateRemedy,
  ExtendMeasure,
  NewMeasureDto,
  OrderRemedy,
} from './remedies.dto.js';

const measureStatuses = ['planned', 'started', 'delivered', 'disputed', 'confirmed'] as const;

class MeasureDateView extends DeadlineDto {
  @Is(yesNo, 'whether it was escalated')
  readonly escalated!: boolean;
}

class MeasureExtensionView extends IntersectionType(ToldDto, OmitType(ExtendMeasure, ['effectiveOn'] as const)) {
  @Is(field.day, 'the date before')
  readonly from!: string;
}

class DeliveryView extends IntersectionType(ToldByDto, OmitType(DeliverMeasure, ['effectiveOn'] as const)) {}

class ConfirmationView extends IntersectionType(ToldByDto, OmitType(ConfirmMeasure, ['effectiveOn'] as const)) {}

class MeasureDisputeView extends IntersectionType(ToldByDto, OmitType(DisputeMeasure, ['effectiveOn'] as const)) {}

class MeasureView extends OmitType(NewMeasureDto, ['key'] as const) {
  @Is(field.key, 'key of the measure')
  readonly key!: string;

  @Is(oneOf(measureStatuses, 'MeasureStatus'), 'where it stands')
  readonly status!: (typeof measureStatuses)[number];

  @HasEach(() => MeasureDateView, 'every due date it had, the one that counts last', { min: 1, max: 10_000 })
  readonly dueDates!: readonly MeasureDateView[];

  @HasEach(() => MeasureExtensionView, 'every extension', { max: 10_000 })
  readonly extensions!: readonly MeasureExtensionView[];

  @HasEach(() => DeliveryView, 'what the duty-bearer says, oldest first', { max: 10_000 })
  readonly deliveries!: readonly DeliveryView[];

  @HasEach(() => ConfirmationView, 'what the other side confirms, oldest first', { max: 10_000 })
  readonly confirmations!: readonly ConfirmationView[];

  @HasEach(() => MeasureDisputeView, 'what the other side disputes, oldest first', { max: 10_000 })
  readonly disputes!: readonly MeasureDisputeView[];
}

class EscalationRuleView {
  @Is(whole(0, 3_650), 'days after which a late measure is escalated')
  readonly afterDays!: number;

  @Is(field.escalationBody, 'to whom')
  readonly to!: string;
}

class EscalationView extends IntersectionType(ToldDto, OmitType(EscalateRemedy, ['effectiveOn'] as const)) {
  @Maybe(field.day, 'the date that stayed missed, where the clock escalated')
  readonly dueOn?: string;
}

class TurnView extends ToldDto {
  @Is(text(40), 'the state it came to')
  readonly to!: string;

  @Maybe(field.text, 'what was said')
  readonly text?: string;
}

export class RemedyView extends IntersectionType(
  DutyViewDto,
  OmitType(OrderRemedy, ['effectiveOn', 'cityId', 'measures'] as const),
) {
  @HasEach(() => MeasureView, 'the measures', { min: 1, max: 10_000 })
  readonly measures!: readonly MeasureView[];

  @Has(() => EscalationRuleView, "the city's procedure on the day of ordering")
  readonly escalation!: EscalationRuleView;

  @HasEach(() => EscalationView, 'every escalation, oldest first', { max: 10_000 })
  readonly escalations!: readonly EscalationView[];

  @HasEach(() => TurnView, 'what was said at its turns, oldest first', { max: 10_000 })
  readonly turns!: readonly TurnView[];
}
