import type { GroupCommand } from '@covenant/domain';
import { DatedDto } from '../http/common.dto.js';
import { Each, field, Is, Maybe } from '../http/fields.js';

type Data<T extends GroupCommand['type']> = Extract<GroupCommand, { readonly type: T }>['data'];

export class RecogniseGroup extends DatedDto implements Data<'recognise'> {
  @Is(field.id, 'the city')
  readonly cityId!: string;

  @Is(field.name, 'name of the group')
  readonly name!: string;

  @Each(field.ground, 'grounds of discrimination that it faces', { min: 1, max: 50 })
  readonly grounds!: Data<'recognise'>['grounds'];

  @Is(field.text, 'who it is')
  readonly description!: string;
}

export class AmendGroup extends DatedDto implements Data<'amend'> {
  @Maybe(field.name, 'name of the group')
  readonly name?: string;

  @Each(field.ground, 'grounds of discrimination that it faces', { optional: true, min: 1, max: 50 })
  readonly grounds?: Data<'amend'>['grounds'];

  @Maybe(field.text, 'who it is')
  readonly description?: string;

  @Maybe(field.text, 'why')
  readonly reason?: string;
}
