import { Has, instant, text, uuid, yesNo } from '@covenant/platform';
import { Is, Maybe, field } from './fields.js';

/** Parts that the views of several aggregates show. */
export class ActorDto {
  @Is(text(255), 'the subject of the token; never a name')
  readonly subject!: string;

  @Is(text(40), 'the role in which it acted')
  readonly role!: string;

  @Maybe(uuid, 'its duty-bearer')
  readonly dutyBearerId?: string;
}

/** Something that was said in the course of a record. */
export class ToldDto {
  @Is(instant, 'when that was recorded')
  readonly recordedAt!: string;
}

/** The same, where it matters whose voice it is. */
export class ToldByDto extends ToldDto {
  @Has(() => ActorDto, 'who said so')
  readonly by!: ActorDto;
}

export class RectificationDto extends ToldDto {
  @Is(uuid, 'id of the mistaken event')
  readonly entry!: string;

  @Is(field.text, 'why it is mistaken')
  readonly reason!: string;

  @Is(field.text, 'what would have been right')
  readonly correction!: string;
}

/** A date by which something must be done. */
export class DeadlineDto {
  @Is(field.day, 'the last day that is in time')
  readonly dueOn!: string;

  @Maybe(field.day, 'the day on which it stopped running: done, moved or given up')
  readonly endedOn?: string;

  @Is(yesNo, 'whether it was recorded as missed')
  readonly fellDue!: boolean;
}
