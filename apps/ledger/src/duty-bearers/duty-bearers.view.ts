import { Has } from '@covenant/platform';
import { IntersectionType, OmitType } from '@nestjs/swagger';
import { RecordViewDto } from '../reading/record-view.dto.js';
import { DissolveDutyBearer, NameLiaison, RegisterDutyBearer } from './duty-bearers.dto.js';

class LiaisonView extends OmitType(NameLiaison, ['effectiveOn'] as const) {}
class DissolutionView extends OmitType(DissolveDutyBearer, ['effectiveOn'] as const) {}

export class DutyBearerView extends IntersectionType(
  RecordViewDto,
  OmitType(RegisterDutyBearer, ['effectiveOn', 'cityId'] as const),
) {
  @Has(() => LiaisonView, 'its office for human rights', { optional: true })
  readonly liaison?: LiaisonView;

  @Has(() => DissolutionView, 'why it was dissolved, and who took over', { optional: true })
  readonly dissolution?: DissolutionView;
}
