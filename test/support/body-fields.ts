// The members of a body by what the OpenAPI description says of them.
import type { Description } from './description.js';

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** Where a member is: names, and '*' for each item of a list. */
export type Path = readonly string[];
export interface Field {
  readonly path: Path;
  readonly kind: 'text' | 'number' | 'other';
  /** Characters that a text may have. */
  readonly most: number;
}

/** Every member of the body of a POST that is no object and no list of objects, also inside others. */
export function fieldsOfBody({ paths, components }: Description, address: string): readonly Field[] {
  const reference = paths[address]?.['post']?.requestBody?.content['application/json']?.schema.$ref;
  if (reference === undefined) throw new Error(`POST ${address} describes no body`);
  const resolved = (schema: Schema): Schema => {
    const [first] = schema.allOf ?? [];
    const name = (schema.$ref ?? first?.$ref)?.split('/').at(-1);
    return name === undefined ? schema : (components.schemas[name] as Schema);
  };
  const walk = (given: Schema, path: Path): readonly Field[] => {
    const schema = resolved(given);
    if (schema.properties !== undefined) return Object.entries(schema.properties).flatMap(([name, inner]) => walk(inner, [...path, name]));
    if (schema.type === 'array' && schema.items !== undefined) return walk(schema.items, [...path, '*']);
    // Only free text has to say something; codes, ids and days have a form instead.
    const kind = schema.type === 'string' && schema.minLength === 1 ? 'text' : schema.type === 'integer' || schema.type === 'number' ? 'number' : 'other';
    return [{ path, kind, most: schema.maxLength ?? 0 }];
  };
  return walk({ $ref: reference }, []);
}

/** The same body with another value at a place, wherever it has that place. */
export function withValue(body: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined) return value;
  if (name === '*') return Array.isArray(body) ? body.map((item) => withValue(item, rest, value)) : body;
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return body;
  return { ...body, [name]: withValue(Reflect.get(body, name), rest, value) };
}

/** JSON pointers to a place: one for each item of the lists on the way. */
export function pointersTo(body: unknown, [name, ...rest]: Path, pointer = ''): readonly string[] {
  if (name === undefined) return [pointer];
  if (name === '*') return Array.isArray(body) ? body.flatMap((item, index) => pointersTo(item, rest, `${pointer}/${index}`)) : [];
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return [];
  return pointersTo(Reflect.get(body, name), rest, `${pointer}/${name}`);
}
