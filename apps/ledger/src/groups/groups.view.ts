import { Has } from '@covenant/platform';
import { IntersectionType, OmitType } from '@nestjs/swagger';
import { field, Is } from '../http/fields.js';
import { RecordViewDto } from '../reading/record-view.dto.js';
import { RecogniseGroup } from './groups.dto.js';

class RetirementView {
  @Is(field.text, 'why')
  readonly reason!: string;
}

export class GroupView extends IntersectionType(
  RecordViewDto,
  OmitType(RecogniseGroup, ['effectiveOn', 'cityId'] as const),
) {
  @Has(() => RetirementView, 'why it was retired', { optional: true })
  readonly retirement?: RetirementView;
}
