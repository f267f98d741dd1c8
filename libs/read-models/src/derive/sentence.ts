import { aggregateNamed, aggregateOfEvent, describe, type JsonObject, upcast } from '@covenant/domain';

/** What an event says, in one plain sentence, whatever version it was written in. */
export function sentenceOf(type: string, schemaVersion: number, data: JsonObject): string {
  const aggregate = aggregateOfEvent(type);
  if (aggregate === undefined) return describe({ type, data });
  return describe({ type, data: upcast(aggregateNamed(aggregate), type, schemaVersion, data) });
}
