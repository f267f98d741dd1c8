import type { JsonObject } from '../kernel/json.js';
import { upcast } from '../kernel/upcast.js';
import { aggregateNamed, aggregateOfEvent } from '../registry.js';
import type { Language } from '../words/catalogue.js';
import { describe } from '../words/words.js';

/** What an event says, in one plain sentence, whatever version it was written in. */
export function sentenceOf(type: string, schemaVersion: number, data: JsonObject, language: Language = 'en'): string {
  const aggregate = aggregateOfEvent(type);
  if (aggregate === undefined) return describe({ type, data }, language);
  return describe({ type, data: upcast(aggregateNamed(aggregate), type, schemaVersion, data) }, language);
}
