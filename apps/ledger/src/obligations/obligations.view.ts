import { Has, HasEach } from '@covenant/platform';
import { IntersectionType, OmitType } from '@nestjs/swagger';
import { ToldDto } from '../http/told.dto.js';
import { DutyViewDto } from '../reading/record-view.dto.js';
import { AcceptObligation, CeaseObligation, ClarifyObligation, DisputeObligation, RecordObligation } from './obligations.dto.js';

class AcceptanceView extends OmitType(AcceptObligation, ['effectiveOn'] as const) {}
class DisputeView extends OmitType(DisputeObligation, ['effectiveOn'] as const) {}
class CessationView extends OmitType(CeaseObligation, ['effectiveOn'] as const) {}

class ClarificationView extends IntersectionType(ToldDto, OmitType(ClarifyObligation, ['effectiveOn'] as const)) {}

export class ObligationView extends IntersectionType(
  DutyViewDto,
  OmitType(RecordObligation, ['effectiveOn', 'cityId'] as const),
) {
  @Has(() => AcceptanceView, "the duty-bearer's acceptance", { optional: true })
  readonly acceptance?: AcceptanceView;

  @Has(() => DisputeView, "the duty-bearer's dispute; the obligation stays on the list", { optional: true })
  readonly dispute?: DisputeView;

  @Has(() => CessationView, 'what ended it', { optional: true })
  readonly cessation?: CessationView;

  @HasEach(() => ClarificationView, 'what was made clear since, oldest first', { max: 10_000 })
  readonly clarifications!: readonly ClarificationView[];
}
