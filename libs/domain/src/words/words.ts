import type { AggregateName, DomainEvent } from '../kernel/decider.js';
import type { Refusal } from '../kernel/refusal.js';
import { legible } from '../values/legible.js';
import type { EventCatalogue, EventType, Language, RefusalCatalogue } from './catalogue.js';
import { eventsInEnglish } from './events.en.js';
import { eventsInFrench } from './events.fr.js';
import { eventsInSpanish } from './events.es.js';
import { labelsInFrench } from './labels.fr.js';
import { labelsInSpanish } from './labels.es.js';
import { called } from './phrases.js';
import { refusalsInEnglish } from './refusals.en.js';
import { refusalsInFrench } from './refusals.fr.js';
import { refusalsInSpanish } from './refusals.es.js';

const events: { readonly [L in Language]: EventCatalogue } = { en: eventsInEnglish, es: eventsInSpanish, fr: eventsInFrench };

const refusals: { readonly [L in Language]: RefusalCatalogue } = { en: refusalsInEnglish, es: refusalsInSpanish, fr: refusalsInFrench };

const unknown: { readonly [L in Language]: (type: string) => string } = {
  en: (type) => `${type} was recorded.`,
  es: (type) => `Se registró ${type}.`,
  fr: (type) => `${type} a été inscrit.`,
};

const isKnown = (catalogue: EventCatalogue, type: string): type is EventType => Object.hasOwn(catalogue, type);

/**
 * What happened, in one plain sentence; what somebody wrote stands in it so that it turns and breaks nothing of ours
 * (`legible`). The event's data must be in today's shape (`upcast`).
 * An event of a type that this code does not know is named by its type.
 */
export function describe(event: DomainEvent, language: Language = 'en'): string {
  const catalogue = events[language];
  if (!isKnown(catalogue, event.type)) return unknown[language](event.type);
  // Sound: the entry under a type takes the data of events of that type, and `event` is one.
  const sentence = catalogue[event.type] as (data: DomainEvent['data']) => string;
  return legible(sentence(event.data));
}

/** What a role is called; in English, its code. */
export const roleName = (role: string, language: Language = 'en'): string =>
  language === 'en' ? role : called(language === 'es' ? labelsInSpanish.roles : labelsInFrench.roles, role);

/** Why a command was refused and what would have been right, in one plain sentence. */
export const refusalSentence = ({ code, data }: Pick<Refusal, 'code' | 'data'>, language: Language = 'en'): string =>
  legible(refusals[language][code](data));

interface Sought {
  readonly aggregate: AggregateName;
  readonly id: string;
  readonly asOf?: string | undefined;
}

const nobody: { readonly [L in Language]: (sought: Sought) => string } = {
  en: ({ aggregate, id, asOf }) =>
    asOf === undefined ? `There is no ${aggregate} with the id ${id}.` : `There was no ${aggregate} with the id ${id} as of ${asOf}.`,
  es: ({ aggregate, id, asOf }) =>
    `No ${asOf === undefined ? 'hay' : 'había'} ${labelsInSpanish.noneOf[aggregate]} con el id ${id}${asOf === undefined ? '' : ` en ${asOf}`}.`,
  fr: ({ aggregate, id, asOf }) =>
    `Il n’y ${asOf === undefined ? 'a' : 'avait'} ${labelsInFrench.noneOf[aggregate]} avec l’id ${id}${asOf === undefined ? '' : ` à ${asOf}`}.`,
};

/** That no record of the kind has the id, or had it then. */
export const unknownSentence = (sought: Sought, language: Language = 'en'): string => nobody[language](sought);
