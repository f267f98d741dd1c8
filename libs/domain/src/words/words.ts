import type { DomainEvent } from '../kernel/decider.js';
import type { Refusal } from '../kernel/refusal.js';
import type { EventCatalogue, EventType, Language, RefusalCatalogue } from './catalogue.js';
import { eventsInEnglish } from './events.en.js';
import { refusalsInEnglish } from './refusals.en.js';

const events: { readonly [L in Language]: EventCatalogue } = { en: eventsInEnglish };
const refusals: { readonly [L in Language]: RefusalCatalogue } = { en: refusalsInEnglish };

const isKnown = (catalogue: EventCatalogue, type: string): type is EventType => Object.hasOwn(catalogue, type);

/**
 * What happened, in one plain sentence. The event's data must be in today's shape (`upcast`).
 * An event of a type that this code does not know is named by its type.
 */
export function describe(event: DomainEvent, language: Language = 'en'): string {
  const catalogue = events[language];
  if (!isKnown(catalogue, event.type)) return `${event.type} was recorded.`;
  // Sound: the entry under a type takes the data of events of that type, and `event` is one.
  const sentence = catalogue[event.type] as (data: DomainEvent['data']) => string;
  return sentence(event.data);
}

/** Why a command was refused and what would have been right, in one plain sentence. */
export const refusalSentence = (refusal: Pick<Refusal, 'code' | 'data'>, language: Language = 'en'): string =>
  refusals[language][refusal.code](refusal.data);
