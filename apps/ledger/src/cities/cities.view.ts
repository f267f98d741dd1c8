import { limits } from '@covenant/domain';
import { Has, HasEach, whole } from '@covenant/platform';
import { IntersectionType, OmitType } from '@nestjs/swagger';
import { field, Is, Maybe } from '../http/fields.js';
import { ActorDto } from '../http/told.dto.js';
import { RecordViewDto } from '../reading/record-view.dto.js';
import { EnrolCity, EstablishFocalPoint, JoinInitiative, RetentionRuleDto, SetProcedure } from './cities.dto.js';

class FocalPointView extends OmitType(EstablishFocalPoint, ['effectiveOn'] as const) {}
class MembershipView extends OmitType(JoinInitiative, ['effectiveOn'] as const) {}
class ProcedureView extends OmitType(SetProcedure, ['effectiveOn', 'reason'] as const) {}

class RetentionRulesView {
  @Is(whole(1, limits.bytes), 'version of the rules')
  readonly version!: number;

  @HasEach(() => RetentionRuleDto, 'the rules')
  readonly rules!: readonly RetentionRuleDto[];
}

export class AdoptedRetentionView extends RetentionRulesView {
  @Is(field.day, 'from when they hold')
  readonly inForceOn!: string;
}

export class ProposedRetentionView extends RetentionRulesView {
  @Maybe(field.text, 'why')
  readonly reason?: string;

  @Has(() => ActorDto, 'who proposed them')
  readonly by!: ActorDto;
}

export class CityView extends IntersectionType(RecordViewDto, OmitType(EnrolCity, ['effectiveOn'] as const)) {
  @Has(() => FocalPointView, 'the office that answers for human rights', { optional: true })
  readonly focalPoint?: FocalPointView;

  @HasEach(() => MembershipView, 'wider initiatives that it belongs to')
  readonly initiatives!: readonly MembershipView[];

  @HasEach(() => AdoptedRetentionView, 'rules for how long sealed words are kept, oldest first; the newest in force holds', { optional: true })
  readonly retention?: readonly AdoptedRetentionView[];

  @Has(() => ProposedRetentionView, 'rules that wait for a second person', { optional: true })
  readonly retentionProposed?: ProposedRetentionView;

  @Has(() => ProcedureView, 'time limits')
  readonly procedure!: ProcedureView;
}
