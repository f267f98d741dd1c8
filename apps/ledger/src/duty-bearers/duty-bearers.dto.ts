import type { DutyBearerCommand } from '@covenant/domain';
import { DatedDto } from '../http/common.dto.js';
import { field, Is, Maybe } from '../http/fields.js';

type Data<T extends DutyBearerCommand['type']> = Extract<DutyBearerCommand, { readonly type: T }>['data'];

export class RegisterDutyBearer extends DatedDto implements Data<'register'> {
  @Is(field.id, 'the city')
  readonly cityId!: string;

  @Is(field.name, 'name of the office or organisation')
  readonly name!: string;

  @Is(field.dutyBearerKind, 'what kind it is')
  readonly kind!: Data<'register'>['kind'];

  @Maybe(field.id, 'the duty-bearer it is part of')
  readonly parentId?: string;

  @Maybe(field.text, 'what it is there for')
  readonly mandate?: string;
}

export class AmendDutyBearer extends DatedDto implements Data<'amend'> {
  @Maybe(field.name, 'name of the office or organisation')
  readonly name?: string;

  @Maybe(field.dutyBearerKind, 'what kind it is')
  readonly kind?: Data<'amend'>['kind'];

  @Maybe(field.id, 'the duty-bearer it is part of')
  readonly parentId?: string;

  @Maybe(field.text, 'what it is there for')
  readonly mandate?: string;

  @Maybe(field.text, 'why')
  readonly reason?: string;
}

export class NameLiaison extends DatedDto implements Data<'name-liaison'> {
  @Is(field.name, 'the office that answers for human rights there, never a private person')
  readonly office!: string;

  @Maybe(field.contact, 'how the office is reached')
  readonly contact?: string;
}

export class DissolveDutyBearer extends DatedDto implements Data<'dissolve'> {
  @Is(field.text, 'why')
  readonly reason!: string;

  @Maybe(field.id, 'who takes over its open duties; needed while it has any')
  readonly successorId?: string;
}
