import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import type { Told } from '../words/told.js';
import { forms } from '../words/words.js';
import type { Kind } from './kind.js';

/** What the wire may carry is said once, in a DTO: `@Is(text(200), 'what was promised')`. */
export interface FieldEntry {
  readonly property: string;
  readonly optional: boolean;
  readonly kind?: Kind;
  readonly part?: () => Part;
  readonly list?: ListLimits;
}

export interface ListLimits {
  readonly min: number;
  readonly max: number;
  /** No item twice. */
  readonly unique: boolean;
}

export type Part = new () => object;

interface ListOptions {
  readonly min?: number;
  readonly max?: number;
  readonly optional?: boolean;
}

const listRule = 'list';

const registry = new WeakMap<object, Map<string, FieldEntry>>();

/** The fields of a class with those it inherits. */
export const fieldsOf = (type: Part): ReadonlyMap<string, FieldEntry> => {
  const own = registry.get(type.prototype as object) ?? new Map<string, FieldEntry>();
  const parent: unknown = Object.getPrototypeOf(type);
  return typeof parent === 'function' && parent !== Function.prototype
    ? new Map([...fieldsOf(parent as Part), ...own])
    : own;
};

const register = (entry: Omit<FieldEntry, 'property'>, decorators: readonly PropertyDecorator[]): PropertyDecorator =>
  (prototype, property) => {
    const own = registry.get(prototype) ?? new Map<string, FieldEntry>();
    own.set(String(property), { ...entry, property: String(property) });
    registry.set(prototype, own);
    for (const decorate of decorators) decorate(prototype, property);
    if (entry.optional) {
      ValidateIf((_, value) => value !== undefined)(prototype, property);
    }
  };

const schemaOf = (kind: Kind, description: string, required: boolean, list?: ListLimits): ApiPropertyOptions => {
  const { enum: values, ...plain } = kind.schema;
  if (values !== undefined && kind.enumName !== undefined) {
    const shared = { enum: values, enumName: kind.enumName, description, required };
    return list === undefined ? shared : { ...shared, isArray: true, ...arrayLimits(list) };
  }
  return (
    list === undefined
      ? { ...kind.schema, description, required }
      : { type: 'array', items: plain, ...arrayLimits(list), description, required }
  ) as ApiPropertyOptions;
};

const arrayLimits = ({ min, max, unique }: ListLimits): object => ({ minItems: min, maxItems: max, uniqueItems: unique });

// What is told of a value that fails is in the entry, in every language; class-validator's own messages are one string.
const checked = (kind: Kind): PropertyDecorator => ValidateBy({ name: 'kind', validator: { validate: kind.test } });

const listed = (limits: ListLimits): PropertyDecorator =>
  ValidateBy({
    name: listRule,
    validator: {
      validate: (value) =>
        Array.isArray(value) &&
        value.length >= limits.min &&
        value.length <= limits.max &&
        (!limits.unique || new Set(value).size === value.length),
    },
  });

/** What must hold of the value of a field, by the name of the rule that it breaks. */
export const toldOf = ({ kind, list }: FieldEntry, rule: string | undefined): Told =>
  rule === listRule && list !== undefined ? forms.list(list.min, list.max, list.unique) : (kind?.sentence ?? forms.object);

/** A member that must be there. */
export const Is = (kind: Kind, description: string): PropertyDecorator =>
  register({ optional: false, kind }, [checked(kind), ApiProperty(schemaOf(kind, description, true))]);

/** A member that may be left out. It is never null. */
export const Maybe = (kind: Kind, description: string): PropertyDecorator =>
  register({ optional: true, kind }, [checked(kind), ApiProperty(schemaOf(kind, description, false))]);

/** A list of values, none twice. */
export const Each = (kind: Kind, description: string, options: ListOptions = {}): PropertyDecorator => {
  const list = { min: options.min ?? 0, max: options.max ?? 100, unique: true };
  const optional = options.optional ?? false;
  return register({ optional, kind, list }, [
    listed(list),
    ValidateBy({ name: 'kind', validator: { validate: kind.test } }, { each: true }),
    ApiProperty(schemaOf(kind, description, !optional, list)),
  ]);
};

/** A member that is an object with fields of its own. */
export const Has = (part: () => Part, description: string, options: { optional?: boolean } = {}): PropertyDecorator => {
  const optional = options.optional ?? false;
  return register({ optional, part }, [
    ValidateNested(),
    ApiProperty({ type: () => part(), description, required: !optional }),
  ]);
};

/** A list of objects with fields of their own. */
export const HasEach = (part: () => Part, description: string, options: ListOptions = {}): PropertyDecorator => {
  const list = { min: options.min ?? 0, max: options.max ?? 100, unique: false };
  const optional = options.optional ?? false;
  return register({ optional, part, list }, [
    listed(list),
    ValidateNested({ each: true }),
    ApiProperty({ type: () => part(), isArray: true, ...arrayLimits(list), description, required: !optional }),
  ]);
};
