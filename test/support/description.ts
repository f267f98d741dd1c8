// The OpenAPI description as tests read it.
export interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: { readonly $ref: string } }>> };
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly required?: boolean }[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>>; readonly headers?: Readonly<Record<string, unknown>> }>>;
}

export interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

/** For the tests a member that is not described is a fault, save in problems, which may be extended. */
export const closed = (description: Description): Description => {
  const schemas = Object.entries(description.components.schemas).map(([name, schema]) => {
    const open = name === 'ProblemDto' || !('properties' in schema);
    return [name, open ? schema : { ...schema, additionalProperties: false }] as const;
  });
  return { ...description, components: { schemas: Object.fromEntries(schemas) } };
};

/** Whether a POST to that address records something: who sends it is answered with the events and their position. */
export const answersWithReceipt = ({ paths, components }: Description, path: string): boolean =>
  ['200', '201'].some((status) => {
    const content = paths[path]?.['post']?.responses[status]?.content?.['application/json'];
    const name = /"#\/components\/schemas\/([^"]+)"/.exec(JSON.stringify(content ?? {}))?.[1] ?? '';
    const { properties = {} } = (components.schemas[name] ?? {}) as { readonly properties?: object };
    return 'events' in properties && 'position' in properties;
  });
