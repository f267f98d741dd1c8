import { Has } from '@covenant/platform';
import { IntersectionType, OmitType } from '@nestjs/swagger';
import { RecordViewDto } from '../reading/record-view.dto.js';
import { AnnounceLogKey, RetireLogKey } from './log-keys.dto.js';

class EndView extends OmitType(RetireLogKey, ['effectiveOn'] as const) {}

/** Of no city; and what was signed is ended, not rectified. */
export class LogKeyView extends IntersectionType(
  OmitType(RecordViewDto, ['cityId', 'rectifications'] as const),
  OmitType(AnnounceLogKey, ['effectiveOn'] as const),
) {
  @Has(() => EndView, 'how the change ended', { optional: true })
  readonly ended?: EndView;
}
