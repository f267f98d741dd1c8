import { HasEach, Is, Maybe, instant, text, uuid, whole, yesNo } from '@covenant/platform';
import type { Type } from '@nestjs/common';
import { ApiProperty, getSchemaPath, type ApiResponseOptions } from '@nestjs/swagger';
import { Each, field } from '../http/fields.js';
import { RectificationDto } from '../http/told.dto.js';

/** What every record shows, besides its own members. */
export class RecordViewDto {
  @Is(uuid, 'id of the record')
  readonly id!: string;

  @Is(uuid, 'the city')
  readonly cityId!: string;

  @Is(text(40), 'where the record stands')
  readonly state!: string;

  @Is(yesNo, 'whether it still asks something of somebody')
  readonly open!: boolean;

  @Is(yesNo, 'whether it missed a date and nothing settled that since')
  readonly overdue!: boolean;

  @Is(whole(0, 2 ** 31 - 1), 'how many entries it has, less one; the ETag')
  readonly revision!: number;

  @Is(whole(0, Number.MAX_SAFE_INTEGER), 'number of its newest entry in the public log')
  readonly entry!: number;

  @Is(instant, 'when its first entry was recorded')
  readonly recordedAt!: string;

  @Is(instant, 'when its newest entry was recorded')
  readonly changedAt!: string;

  @HasEach(() => RectificationDto, 'entries marked as mistaken', { max: 10_000 })
  readonly rectifications!: readonly RectificationDto[];
}

/** What a record shows that is somebody's duty. */
export class DutyViewDto extends RecordViewDto {
  @Each(uuid, 'those who held it before', { max: 10_000 })
  readonly previousDutyBearers!: readonly string[];
}

/** One entry of a history. */
export class EntryDto {
  @Is(whole(0, Number.MAX_SAFE_INTEGER), 'its number in the public log')
  readonly entry!: number;

  @Is(uuid, 'id of the event')
  readonly id!: string;

  @Is(text(80), 'what happened, in the past tense')
  readonly type!: string;

  @Is(text(64), 'the stream it stands in')
  readonly stream!: string;

  @Is(whole(0, 2 ** 31 - 1), 'its place in the stream, from 0')
  readonly revision!: number;

  @Is(uuid, 'the city')
  readonly cityId!: string;

  @Is(instant, 'when it was recorded')
  readonly recordedAt!: string;

  @Maybe(field.day, 'from when it holds, where that differs')
  readonly effectiveOn?: string;

  @Is(text(40), 'the role in which the actor acted')
  readonly role!: string;

  @Is(text(8_000), 'what happened, in a sentence')
  readonly sentence!: string;

  @Is(text(100), 'address of its proof')
  readonly proof!: string;

  @Is(text(120), 'address of the page on which a person checks that proof')
  readonly verify!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'what was recorded' })
  readonly data!: object;
}

/** A page of a list. JSON Schema has no shorter way to say "a string, or null when there is nothing more". */
export const pageSchema = (item: Type<object>): PageSchema => ({
  type: 'object',
  required: ['items', 'next'],
  properties: {
    items: { type: 'array', items: { $ref: getSchemaPath(item) } },
    next: { oneOf: [{ type: 'string' }, { type: 'null' }], description: 'goes into ?cursor=; null when there is nothing more' },
  },
});

type PageSchema = Extract<ApiResponseOptions, { schema: unknown }>['schema'];
