import type { Evidence } from '@covenant/domain';
import { Has, HasEach, type Kind } from '@covenant/platform';
import { Each, field, Is, Maybe } from './fields.js';
import { forms } from '../problems/words/words.js';

/** What every command may carry besides its own members. */
export class DatedDto {
  @Maybe(field.day, 'day from which this holds, where it differs from the day of recording')
  readonly effectiveOn?: string;
}

/** A file that is kept aside and named by what it is. */
export class EvidenceDto implements Evidence {
  @Is(field.sha256, 'SHA-256 of the file')
  readonly sha256!: string;

  @Is(field.bytes, 'length of the file in bytes')
  readonly bytes!: number;

  @Is(field.mediaType, 'media type of the file')
  readonly mediaType!: string;

  @Maybe(field.fileName, 'name of the file')
  readonly name?: string;
}

export const evidence = (optional: boolean): PropertyDecorator =>
  HasEach(() => EvidenceDto, 'files that bear this out; kept aside, named here by digest', { optional, min: optional ? 0 : 1, max: 20 });

/** What every obligation, commitment, scrutiny and remedy begins with. */
export class CommonDto extends DatedDto {
  @Is(field.id, 'the city')
  readonly cityId!: string;

  @Is(field.title, 'what it is, in a line')
  readonly title!: string;

  @Each(field.right, 'the human rights concerned, by article', { min: 1, max: 50 })
  readonly rights!: readonly string[];

  @Each(field.principle, 'principles of the human rights city served', { optional: true, max: 50 })
  readonly principles?: readonly string[];

  @Each(field.id, 'rights-holder groups concerned', { optional: true, max: 50 })
  readonly groups?: readonly string[];

  @Each(field.sdgTarget, 'goals, targets or indicators of the SDGs served, by code', { optional: true, max: 50 })
  readonly sdgTargets?: readonly string[];

  @evidence(true)
  readonly evidence?: readonly EvidenceDto[];
}

/** A reason and nothing else. */
export class ReasonDto extends DatedDto {
  @Is(field.text, 'why')
  readonly reason!: string;
}

const entryReference: Kind = {
  test: (value) => (Number.isSafeInteger(value) && Number(value) >= 0) || field.id.test(value),
  sentence: forms.entryReference,
  schema: { oneOf: [{ type: 'integer', minimum: 0 }, { type: 'string', format: 'uuid' }] },
};

/** Marks an entry of this record as mistaken. It stays; the correction stands beside it. */
export class RectifyDto extends DatedDto {
  @Is(entryReference, 'the mistaken entry of this record: its entry number, or the id of its event')
  readonly entry!: string | number;

  @Is(field.text, 'why it is mistaken')
  readonly reason!: string;

  @Is(field.text, 'what would have been right, in words')
  readonly correction!: string;
}

/** A duty passes to another duty-bearer. */
export class ReassignDto extends DatedDto {
  @Is(field.id, 'the new duty-bearer')
  readonly dutyBearerId!: string;

  @Is(field.text, 'why')
  readonly reason!: string;

  @Maybe(field.id, 'whose duty it is held to be; refused when that is no longer so')
  readonly from?: string;
}

/** Who allowed what a duty-bearer may not grant itself, and where that is written. */
export class ApprovalDto {
  @Is(field.approver, 'the body that approved')
  readonly body!: 'council' | 'focal-point';

  @Is(field.reference, 'where that is written: a resolution, a letter')
  readonly reference!: string;
}

/** A later date for something, with who approved it. */
export class ExtensionDto extends DatedDto {
  @Is(field.day, 'the new date')
  readonly dueOn!: string;

  @Is(field.text, 'why')
  readonly reason!: string;

  @Has(() => ApprovalDto, 'who approved it')
  readonly approvedBy!: ApprovalDto;
}
