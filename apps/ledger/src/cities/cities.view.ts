import { Has, HasEach } from '@covenant/platform';
import { IntersectionType, OmitType } from '@nestjs/swagger';
import { RecordViewDto } from '../reading/record-view.dto.js';
import { EnrolCity, EstablishFocalPoint, JoinInitiative, SetProcedure } from './cities.dto.js';

class FocalPointView extends OmitType(EstablishFocalPoint, ['effectiveOn'] as const) {}
class MembershipView extends OmitType(JoinInitiative, ['effectiveOn'] as const) {}
class ProcedureView extends OmitType(SetProcedure, ['effectiveOn', 'reason'] as const) {}

export class CityView extends IntersectionType(RecordViewDto, OmitType(EnrolCity, ['effectiveOn'] as const)) {
  @Has(() => FocalPointView, 'the office that answers for human rights', { optional: true })
  readonly focalPoint?: FocalPointView;

  @HasEach(() => MembershipView, 'wider initiatives that it belongs to')
  readonly initiatives!: readonly MembershipView[];

  @Has(() => ProcedureView, 'time limits')
  readonly procedure!: ProcedureView;
}
