import type { RemedyCommand } from '@covenant/domain';
import { Has, HasEach, matching } from '@covenant/platform';
import { CommonDto, DatedDto, evidence, EvidenceDto, ExtensionDto } from '../http/common.dto.js';
import { Each, field, Is, Maybe } from '../http/fields.js';
import { forms } from '../problems/words/words.js';

type Data<T extends RemedyCommand['type']> = Extract<RemedyCommand, { readonly type: T }>['data'];
type Source = Data<'order'>['source'];
type Harm = Data<'order'>['harm'];
type Measure = Data<'order'>['measures'][number];

const sealedMark = matching(/^\S(.*\S)?$/s, forms.sealedMark, 200, 'sealed:7f3a');

export class RemedySourceDto implements Source {
  @Is(field.remedySource, 'what ordered it')
  readonly kind!: Source['kind'];

  @Maybe(field.reference, 'how the judgment, report or decision is cited')
  readonly reference?: string;

  @Maybe(field.id, 'the scrutiny, where the ledger holds it')
  readonly scrutinyId?: string;
}

export class HarmDto implements Harm {
  @Is(field.text, 'what happened')
  readonly text!: string;

  @Maybe(field.harmLink, 'caused, contributed or directly linked')
  readonly link?: Harm['link'];

  @Maybe(field.harmActuality, 'actual or potential')
  readonly actuality?: Harm['actuality'];
}

export class BeneficiariesDto {
  @Each(field.id, 'groups', { optional: true, max: 50 })
  readonly groups?: readonly string[];

  @Each(sealedMark, 'single persons, under sealed marks', { optional: true, max: 50 })
  readonly sealedPersons?: readonly string[];
}

export class NewMeasureDto implements Measure {
  @Maybe(field.key, 'names the measure within the remedy; given by the ledger when left out')
  readonly key?: string;

  @Is(field.reparationForm, 'form of reparation')
  readonly form!: Measure['form'];

  @Maybe(field.reparationSubForm, 'sub-form, by General Assembly resolution 60/147')
  readonly subForm?: Measure['subForm'];

  @Is(field.text, 'what is to be done')
  readonly what!: string;

  @Maybe(field.id, "by whom; the remedy's own duty-bearer when left out")
  readonly dutyBearerId?: string;

  @Is(field.day, 'by when')
  readonly dueOn!: string;
}

export class OrderRemedy extends CommonDto implements Data<'order'> {
  @Has(() => RemedySourceDto, 'what it comes from')
  readonly source!: RemedySourceDto;

  @Has(() => HarmDto, 'the harm to be repaired')
  readonly harm!: HarmDto;

  @Has(() => BeneficiariesDto, 'for whom')
  readonly beneficiaries!: BeneficiariesDto;

  @Is(field.id, 'who has to deliver')
  readonly dutyBearerId!: string;

  @HasEach(() => NewMeasureDto, 'the measures', { min: 1, max: 50 })
  readonly measures!: readonly NewMeasureDto[];
}

export class AcceptRemedy extends DatedDto implements Data<'accept'> {
  @Maybe(field.text, 'what the duty-bearer says to it')
  readonly statement?: string;
}

/** Said of one measure of a remedy. */
class OfMeasureDto extends DatedDto {
  @Is(field.key, 'key of the measure')
  readonly measure!: string;
}

export class StartMeasure extends OfMeasureDto implements Data<'start-measure'> {
  @Maybe(field.text, 'what was begun')
  readonly text?: string;
}

export class DeliverMeasure extends OfMeasureDto implements Data<'deliver-measure'> {
  @Maybe(field.text, 'what was delivered')
  readonly text?: string;

  @evidence(false)
  readonly evidence!: readonly EvidenceDto[];
}

export class ConfirmMeasure extends OfMeasureDto implements Data<'confirm-measure'> {
  @Maybe(sealedMark, 'the group or sealed person for whom this is said')
  readonly onBehalfOf?: string;

  @Maybe(field.text, 'what the other side says')
  readonly text?: string;

  @evidence(true)
  readonly evidence?: readonly EvidenceDto[];
}

export class DisputeMeasure extends OfMeasureDto implements Data<'dispute-measure'> {
  @Maybe(sealedMark, 'the group or sealed person for whom this is said')
  readonly onBehalfOf?: string;

  @Is(field.text, 'why')
  readonly reason!: string;

  @evidence(true)
  readonly evidence?: readonly EvidenceDto[];
}

export class ExtendMeasure extends ExtensionDto implements Data<'extend-measure'> {
  @Is(field.key, 'key of the measure')
  readonly measure!: string;
}

export class EscalateRemedy extends DatedDto implements Data<'escalate'> {
  @Is(field.escalationBody, 'to whom')
  readonly to!: Data<'escalate'>['to'];

  @Is(field.text, 'why')
  readonly reason!: string;

  @Maybe(field.key, 'key of the measure concerned')
  readonly measure?: string;
}

export class CompleteRemedy extends DatedDto implements Data<'complete'> {
  @Is(field.text, 'what is said at the end')
  readonly statement!: string;
}

export class RedoMeasureDto {
  @Is(field.key, 'key of the measure')
  readonly measure!: string;

  @Is(field.day, 'its new date')
  readonly dueOn!: string;
}

export class ReopenRemedy extends DatedDto implements Data<'reopen'> {
  @Is(field.text, 'why')
  readonly reason!: string;

  @HasEach(() => RedoMeasureDto, 'measures to be done over', { optional: true, max: 50 })
  readonly redo?: readonly RedoMeasureDto[];

  @HasEach(() => NewMeasureDto, 'further measures', { optional: true, max: 50 })
  readonly measures?: readonly NewMeasureDto[];
}

export class ReassignRemedy extends DatedDto implements Data<'reassign'> {
  @Is(field.id, 'who holds it now')
  readonly from!: string;

  @Is(field.id, 'the new duty-bearer')
  readonly dutyBearerId!: string;

  @Is(field.text, 'why')
  readonly reason!: string;
}
