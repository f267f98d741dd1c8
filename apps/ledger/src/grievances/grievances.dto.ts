import type { GrievanceAbout, GrievanceCommand, SubjectCommand } from '@covenant/domain';
import { ApiProperty } from '@nestjs/swagger';
import { DatedDto } from '../http/common.dto.js';
import { Each, field, Is, Maybe } from '../http/fields.js';
import { ReceiptDto } from '../http/receipt.dto.js';

type Data<T extends GrievanceCommand['type']> = Extract<GrievanceCommand, { readonly type: T }>['data'];

/** What a person sends. All of it but the city is sealed before it is kept. */
export class LodgeGrievance implements GrievanceAbout {
  @Is(field.id, 'the city')
  readonly cityId!: string;

  @Each(field.right, 'the human rights concerned, by article; sealed', { min: 1, max: 50 })
  readonly rights!: readonly string[];

  @Each(field.id, 'rights-holder groups concerned; sealed', { optional: true, max: 50 })
  readonly groups?: readonly string[];

  @Each(field.ground, 'grounds of discrimination; sealed', { optional: true, max: 50 })
  readonly grounds?: readonly string[];

  @Maybe(field.id, 'the office complained of; sealed')
  readonly dutyBearerId?: string;

  @Is(field.text, 'what happened, in your own words; sealed')
  readonly text!: string;

  @Maybe(field.contact, 'how you can be reached, if you want to be; sealed')
  readonly contact?: string;
}

export class LodgedDto extends ReceiptDto {
  @ApiProperty({ type: 'string', description: 'the receipt code: shown once and not kept. Who has it can read, add, appeal and withdraw' })
  readonly code!: string;

  @ApiProperty({ type: 'string', format: 'uuid', description: 'a random mark that stands for you' })
  readonly subject!: string;

  @ApiProperty({ type: 'string', description: 'keep this text as it is: its SHA-256 stands in the public log, so that you can show that the grievance is yours, even after it was erased' })
  readonly opening!: string;
}

export class AddStatement implements Data<'add-statement'> {
  @Is(field.text, 'what you want to say; sealed')
  readonly text!: string;
}

export class AppealGrievance implements Data<'appeal'> {
  @Is(field.text, 'why it is to be looked at again; sealed')
  readonly grounds!: string;
}

export class WithdrawGrievance implements Data<'withdraw'> {
  @Maybe(field.text, 'why; sealed')
  readonly reason?: string;
}

export class AcknowledgeGrievance extends DatedDto implements Data<'acknowledge'> {
  @Is(field.id, 'the office that handles it; never the one complained of')
  readonly dutyBearerId!: string;
}

export class AdmitGrievance extends DatedDto implements Data<'admit'> {
  @Maybe(field.text, 'why, for the person; sealed')
  readonly reasons?: string;
}

export class DeclareInadmissible extends DatedDto implements Data<'declare-inadmissible'> {
  @Is(field.text, 'why, for the person; sealed')
  readonly reasons!: string;
}

export class BeginInquiry extends DatedDto implements Data<'begin-inquiry'> {
  @Maybe(field.text, 'what will be done, for the person; sealed')
  readonly plan?: string;
}

export class MakeFinding extends DatedDto implements Data<'make-finding'> {
  @Is(field.findingOutcome, 'what was found')
  readonly outcome!: Data<'make-finding'>['outcome'];

  @Each(field.right, 'the rights found violated; none where nothing was substantiated. Public', { max: 50 })
  readonly rights!: readonly string[];

  @Is(field.text, 'for everybody: what was found, told so that nobody is recognised. Public')
  readonly summary!: string;

  @Is(field.text, 'the reasons, for the person; sealed')
  readonly reasons!: string;
}

export class AnswerGrievance extends DatedDto implements Data<'answer'> {
  @Is(field.text, 'what is said to the person; sealed')
  readonly text!: string;
}

export class LinkRemedy extends DatedDto implements Data<'link-remedy'> {
  @Is(field.id, 'the remedy that was ordered')
  readonly remedyId!: string;
}

export class UnsealGrievance extends DatedDto implements Data<'unseal'> {
  @Is(field.text, 'what for; recorded in public, so nothing of the person')
  readonly purpose!: string;
}

export class PlaceHold extends DatedDto implements Data<'place-hold'> {
  @Maybe(field.key, 'names the hold within the grievance; given by the ledger when left out')
  readonly key?: string;

  @Is(field.holdGround, 'what needs it kept')
  readonly ground!: Data<'place-hold'>['ground'];

  @Is(field.text, 'which court, inquiry or audit, and where that is written; public, so nothing of the person')
  readonly reason!: string;
}

export class LiftHold extends DatedDto implements Data<'lift-hold'> {
  @Is(field.key, 'key of the hold')
  readonly hold!: string;

  @Is(field.text, 'why it is needed no more; public, so nothing of the person')
  readonly reason!: string;
}

/** One entry with what was said in it. */
export class OpenedEntryDto {
  @ApiProperty({ type: 'string', format: 'uuid', description: 'id of the event' })
  readonly id!: string;

  @ApiProperty({ type: 'string', description: 'what happened', example: 'GrievanceLodged' })
  readonly type!: string;

  @ApiProperty({ type: 'string', format: 'date-time', description: 'when it was recorded' })
  readonly recordedAt!: string;

  @ApiProperty({ type: 'string', description: 'who: the role' })
  readonly role!: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'what is sealed in it, in plain text, by member' })
  readonly words!: Readonly<Record<string, string>>;
}

export class UnsealedDto extends ReceiptDto {
  @ApiProperty({ type: [OpenedEntryDto], description: 'every entry up to the unsealing, with what is sealed in it' })
  readonly entries!: readonly OpenedEntryDto[];
}

export class OwnGrievanceDto {
  @ApiProperty({ type: 'string', format: 'uuid', description: 'id of the grievance' })
  readonly id!: string;

  @ApiProperty({ type: 'string', description: 'where it stands' })
  readonly state!: string;

  @ApiProperty({ type: [OpenedEntryDto], description: 'everything that happened, oldest first' })
  readonly entries!: readonly OpenedEntryDto[];
}

type Erasure = Extract<SubjectCommand, { readonly type: 'erase' }>['data'];

export class EraseSubject extends DatedDto implements Erasure {
  @Is(field.id, 'the city')
  readonly cityId!: string;

  @Is(field.id, 'the grievance whose words are to go')
  readonly grievanceId!: string;

  @Is(field.erasureGround, 'the legal ground')
  readonly ground!: Erasure['ground'];

  @Is(field.text, 'why, or where that is written; public, so nothing of the person')
  readonly reason!: string;
}
