import type { FastifyReply, FastifyRequest } from 'fastify';

/** RFC 8288: the address of the next page, with everything else of the query as it was. */
export const linkNext = (request: FastifyRequest, reply: FastifyReply, next: string | null): void => {
  if (next === null) return;
  const [path = ''] = request.url.split('?', 1);
  const parameters = new URLSearchParams(request.url.slice(path.length));
  parameters.set('cursor', next);
  parameters.delete('after');
  reply.header('link', `<${path}?${parameters.toString()}>; rel="next"`);
};

/** A range of media types with its parameters; what else stands in the list counts for nothing, as its empty elements do (RFC 9110 §5.6.1.2). */
const mediaRange = /^[^\s/;]+\/[^\s/;]+\s*(;|$)/;

/** The form in which a list is wanted, by `Accept` (RFC 9110 §12.5.1); undefined when neither JSON nor CSV will do. */
export const wantedForm = (accept: string | undefined): 'json' | 'csv' | undefined => {
  const ranges = (accept ?? '').split(',').map((range) => range.trim()).filter((range) => mediaRange.test(range));
  if (ranges.length === 0) return 'json';
  const qualities = { json: -1, csv: -1 };
  const specificities = { json: -1, csv: -1 };
  for (const range of ranges) {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const given = parameters.map((parameter) => /^q=([01](\.\d{0,3})?)$/.exec(parameter)?.[1]).find((q) => q !== undefined);
    const quality = given === undefined ? 1 : Number(given);
    for (const [form, type] of [['json', 'application/json'], ['csv', 'text/csv']] as const) {
      const specificity = [`*/*`, `${type.split('/')[0]}/*`, type].indexOf(name);
      if (specificity > specificities[form]) {
        specificities[form] = specificity;
        qualities[form] = quality;
      }
    }
  }
  if (qualities.csv > qualities.json && qualities.csv > 0) return 'csv';
  return qualities.json > 0 ? 'json' : undefined;
};
