import type { ScrutinyCommand } from '@covenant/domain';
import { Has, HasEach, whole, yesNo } from '@covenant/platform';
import { CommonDto, DatedDto, evidence, EvidenceDto } from '../http/common.dto.js';
import { field, Is, Maybe } from '../http/fields.js';

type Data<T extends ScrutinyCommand['type']> = Extract<ScrutinyCommand, { readonly type: T }>['data'];
type Instrument = Data<'open'>['instrument'];
type Impact = Data<'assess'>['impacts'][number];

const fiveSteps = whole(1, 5);

export class InstrumentDto implements Instrument {
  @Is(field.title, 'title of the instrument')
  readonly title!: string;

  @Is(field.instrumentKind, 'what kind it is')
  readonly kind!: Instrument['kind'];

  @Maybe(field.reference, 'where it is found')
  readonly reference?: string;

  @Is(field.instrumentStatus, 'proposed or in force')
  readonly status!: Instrument['status'];
}

export class OpenScrutiny extends CommonDto implements Data<'open'> {
  @Has(() => InstrumentDto, 'what is scrutinised')
  readonly instrument!: InstrumentDto;

  @Is(field.scrutinyTrigger, 'what it was opened by')
  readonly trigger!: Data<'open'>['trigger'];

  @Is(field.id, 'the duty-bearer that owns the instrument and has to answer')
  readonly dutyBearerId!: string;
}

export class ScreenScrutiny extends DatedDto implements Data<'screen'> {
  @Is(yesNo, 'whether a full assessment is needed')
  readonly fullAssessment!: boolean;

  @Is(field.text, 'why; a no needs reasons as much as a yes')
  readonly reasons!: string;
}

/** Each side of severity, 1 (least) to 5 (gravest): UNGP 14 and 24. */
export class SeverityDto {
  @Is(fiveSteps, 'how grave')
  readonly scale!: number;

  @Is(fiveSteps, 'how many')
  readonly scope!: number;

  @Is(fiveSteps, 'how hard to put right')
  readonly irremediability!: number;
}

export class MitigationDto {
  @Is(field.mitigation, 'avoid, reduce, restore or remediate')
  readonly kind!: NonNullable<Impact['mitigation']>['kind'];

  @Is(field.text, 'what is to be done')
  readonly text!: string;
}

/** What the instrument does to one right, of everybody or of one group. */
export class ImpactDto implements Impact {
  @Is(field.right, 'the right')
  readonly right!: string;

  @Maybe(field.id, 'the group; everybody when left out')
  readonly group?: string;

  @Is(field.impactDirection, 'positive or negative')
  readonly direction!: Impact['direction'];

  @Maybe(field.text, 'what it does')
  readonly text?: string;

  @Has(() => SeverityDto, 'needed for a negative impact', { optional: true })
  readonly severity?: SeverityDto;

  @Maybe(fiveSteps, 'likelihood, 1 to 5; needed for a negative impact')
  readonly likelihood?: number;

  @Has(() => MitigationDto, 'what would lessen it', { optional: true })
  readonly mitigation?: MitigationDto;
}

export class AssessScrutiny extends DatedDto implements Data<'assess'> {
  @HasEach(() => ImpactDto, 'impacts, by right and group', { min: 1, max: 50 })
  readonly impacts!: readonly ImpactDto[];

  @evidence(true)
  readonly evidence?: readonly EvidenceDto[];
}

export class LinkConsultation extends DatedDto implements Data<'link-consultation'> {
  @Is(field.title, 'title of the consultation')
  readonly title!: string;

  @Maybe(field.day, 'when it was held')
  readonly heldOn?: string;

  @Maybe(field.reference, 'where it is documented')
  readonly reference?: string;

  @Maybe(field.text, 'what came of it')
  readonly summary?: string;
}

export class NewConditionDto {
  @Maybe(field.key, 'names the condition within the scrutiny; given by the ledger when left out')
  readonly key?: string;

  @Is(field.text, 'what has to be done')
  readonly text!: string;

  @Is(field.day, 'by when')
  readonly dueOn!: string;
}

export class DecidedByDto {
  @Is(field.name, 'the body that decided')
  readonly body!: string;

  @Is(field.day, 'on which day')
  readonly on!: string;

  @Maybe(field.id, 'the body as a duty-bearer, where the city has registered it')
  readonly dutyBearerId?: string;
}

export class DecideScrutiny extends DatedDto implements Data<'decide'> {
  @Is(field.scrutinyOutcome, 'the decision')
  readonly outcome!: Data<'decide'>['outcome'];

  @Is(field.text, 'why')
  readonly reasons!: string;

  @HasEach(() => NewConditionDto, 'conditions, each with a date', { optional: true, max: 50 })
  readonly conditions?: readonly NewConditionDto[];

  @Maybe(field.text, 'what those who dissented say')
  readonly dissent?: string;

  @Has(() => DecidedByDto, 'by whom and when')
  readonly decidedBy!: DecidedByDto;

  @evidence(true)
  readonly evidence?: readonly EvidenceDto[];
}

export class AnswerScrutiny extends DatedDto implements Data<'answer'> {
  @Is(field.ownerAnswer, 'amend, withdraw or maintain')
  readonly answer!: Data<'answer'>['answer'];

  @Is(field.text, 'why')
  readonly reasons!: string;

  @Maybe(field.day, 'by when it will be done')
  readonly doneBy?: string;

  @evidence(true)
  readonly evidence?: readonly EvidenceDto[];
}

export class MeetCondition extends DatedDto implements Data<'meet-condition'> {
  @Is(field.key, 'key of the condition')
  readonly condition!: string;

  @Maybe(field.text, 'how it was met')
  readonly text?: string;

  @evidence(false)
  readonly evidence!: readonly EvidenceDto[];
}

export class FailCondition extends DatedDto implements Data<'fail-condition'> {
  @Is(field.key, 'key of the condition')
  readonly condition!: string;

  @Is(field.text, 'why it failed')
  readonly reason!: string;
}

export class ReconsiderScrutiny extends DatedDto implements Data<'reconsider'> {
  @Is(field.text, 'the new grounds')
  readonly grounds!: string;
}
