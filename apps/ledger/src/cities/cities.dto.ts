import { limits, type CityCommand, type RetentionRule } from '@covenant/domain';
import { HasEach, text, whole, yesNo } from '@covenant/platform';
import { DatedDto, evidence, EvidenceDto } from '../http/common.dto.js';
import { Each, field, Is, Maybe } from '../http/fields.js';

type Data<T extends CityCommand['type']> = Extract<CityCommand, { readonly type: T }>['data'];

export class EnrolCity extends DatedDto implements Data<'enrol'> {
  @Is(field.name, 'name of the city')
  readonly name!: string;

  @Maybe(field.slug, 'short name in addresses, unique; made from name and region when left out')
  readonly slug?: string;

  @Maybe(field.name, 'state, province or region')
  readonly region?: string;

  @Is(field.country, 'country')
  readonly country!: string;

  @Maybe(field.partialDate, 'when it declared itself a human rights city, as exactly as is known')
  readonly declaredOn?: string;

  @Maybe(field.text, 'the declaration: its title, or where it is published')
  readonly declaration?: string;

  @Each(field.language, 'languages, the one most used first', { min: 1, max: 20 })
  readonly languages!: readonly string[];

  @Is(field.timeZone, 'time zone; every date of the city is counted in it')
  readonly timeZone!: string;

  @evidence(true)
  readonly evidence?: readonly EvidenceDto[];

  @Maybe(yesNo, 'a made-up city for showing the ledger; it is marked so wherever it appears')
  readonly sample?: boolean;
}

export class EstablishFocalPoint extends DatedDto implements Data<'establish-focal-point'> {
  @Is(field.name, 'the office, never a person')
  readonly office!: string;

  @Maybe(field.contact, 'how the office is reached')
  readonly contact?: string;

  @Maybe(field.text, 'what it is there for')
  readonly mandate?: string;
}

export class ChangeFocalPoint extends EstablishFocalPoint implements Data<'change-focal-point'> {
  @Maybe(field.text, 'why')
  readonly reason?: string;
}

export class JoinInitiative extends DatedDto implements Data<'join-initiative'> {
  @Is(field.initiative, 'the initiative')
  readonly initiative!: Data<'join-initiative'>['initiative'];

  @Maybe(field.name, 'which one, where the initiative is "other"')
  readonly name?: string;

  @Maybe(field.day, 'member since')
  readonly since?: string;
}

export class LeaveInitiative extends DatedDto implements Data<'leave-initiative'> {
  @Is(field.initiative, 'the initiative')
  readonly initiative!: Data<'leave-initiative'>['initiative'];

  @Maybe(field.name, 'which one, where the initiative is "other"')
  readonly name?: string;

  @Is(text(4_000), 'why')
  readonly reason!: string;
}

export class SetProcedure extends DatedDto implements Data<'set-procedure'> {
  @Maybe(whole(1, 3_650), 'days within which a decision of scrutiny must be answered')
  readonly scrutinyAnswerDays?: number;

  @Maybe(whole(1, 3_650), 'days after which a late remedy is escalated')
  readonly remedyEscalationDays?: number;

  @Maybe(whole(1, 3_650), 'days within which a grievance must be acknowledged')
  readonly grievanceAcknowledgementDays?: number;

  @Maybe(whole(1, 3_650), 'days within which there must be a finding, from lodging and from each appeal')
  readonly grievanceFindingDays?: number;

  @Maybe(field.escalationBody, 'to whom it is escalated')
  readonly remedyEscalationTo?: Data<'set-procedure'>['remedyEscalationTo'];

  @Maybe(field.text, 'why')
  readonly reason?: string;
}

export class RetentionRuleDto implements RetentionRule {
  @Is(field.retentionKind, 'what is kept')
  readonly kind!: RetentionRule['kind'];

  @Is(field.caseOutcome, 'how its case came out')
  readonly outcome!: RetentionRule['outcome'];

  @Is(whole(limits.retentionLeastDays, limits.retentionMostDays), 'days for which it is kept after the case has ended')
  readonly days!: number;
}

/** A rule as it is applied: with the version of the rules that it stands in. */
export class AppliedRuleDto extends RetentionRuleDto {
  @Is(whole(1, limits.bytes), 'version of the city’s rules')
  readonly version!: number;
}

export class ProposeRetention extends DatedDto implements Data<'propose-retention'> {
  @HasEach(() => RetentionRuleDto, 'all the rules that are to hold; what none of them names is kept', { min: 1, max: 50 })
  readonly rules!: readonly RetentionRuleDto[];

  @Maybe(field.text, 'why')
  readonly reason?: string;
}

export class AdoptRetention extends DatedDto implements Data<'adopt-retention'> {
  @Is(whole(1, limits.bytes), 'the version that was proposed')
  readonly version!: number;

  @Maybe(field.day, `from when they hold; ${limits.retentionNoticeDays} days from now at the earliest, and when left out`)
  readonly inForceOn?: string;
}
