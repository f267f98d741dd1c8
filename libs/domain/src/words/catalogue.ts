import type { RefusalCode } from '../kernel/codes.js';
import type { Role } from '../kernel/actor.js';
import type { AggregateName } from '../kernel/decider.js';
import type { JsonObject } from '../kernel/json.js';
import type { AnyEvent } from '../registry.js';
import type {
  approvers,
  erasureGrounds,
  upkeepActs,
  escalationBodies,
  findingOutcomes,
  holdGrounds,
  ownerAnswers,
  recordKinds,
  scrutinyOutcomes,
  scrutinyTriggers,
} from '../vocabularies/records.js';
import type { followUpGrades, initiatives, recommendationResponses, votes } from '../vocabularies/small.js';
import type { CodeOf } from '../vocabularies/vocabulary.js';

/** The languages in which the ledger speaks of its own facts; the first where none of them is asked for. */
export const languages = ['en', 'es', 'fr'] as const;
export type Language = (typeof languages)[number];

export type EventType = AnyEvent['type'];
type DataOfType<T extends EventType> = Extract<AnyEvent, { readonly type: T }>['data'];

export const isLanguage = (tag: string): tag is Language => (languages as readonly string[]).includes(tag);

/** One plain sentence an event type. */
export type EventCatalogue = { readonly [T in EventType]: (data: DataOfType<T>) => string };

/**
 * What the codes are called that sentences speak of, as they stand within one; initiatives and roles by themselves.
 * Some come with the words around them, which other languages decline.
 */
export interface Labels {
  readonly grades: { readonly [C in CodeOf<typeof followUpGrades>]: string };
  readonly initiatives: { readonly [C in CodeOf<typeof initiatives>]: string };
  readonly outcomes: { readonly [C in CodeOf<typeof scrutinyOutcomes>]: string };
  readonly answers: { readonly [C in CodeOf<typeof ownerAnswers>]: string };
  readonly triggers: { readonly [C in CodeOf<typeof scrutinyTriggers>]: string };
  readonly findings: { readonly [C in CodeOf<typeof findingOutcomes>]: string };
  /** A conflict is declared *on a commitment*. */
  readonly onKinds: { readonly [C in CodeOf<typeof recordKinds>]: string };
  readonly votes: { readonly [C in CodeOf<typeof votes>]: string };
  readonly responses: { readonly [C in CodeOf<typeof recommendationResponses>]: string };
  readonly upkeep: { readonly [C in CodeOf<typeof upkeepActs>]: string };
  readonly holds: { readonly [C in CodeOf<typeof holdGrounds>]: string };
  readonly erasures: { readonly [C in CodeOf<typeof erasureGrounds>]: string };
  /** Something goes *to the council*. */
  readonly toBodies: { readonly [C in CodeOf<typeof escalationBodies>]: string };
  /** Something was approved *by the council*. */
  readonly byApprovers: { readonly [C in CodeOf<typeof approvers>]: string };
  readonly roles: { readonly [R in Role]: string };
  /** There is *no commitment* with that id. */
  readonly noneOf: { readonly [N in AggregateName]: string };
}

/** One sentence a refusal, that says what would have been right. */
export type RefusalCatalogue = { readonly [C in RefusalCode]: (data: JsonObject) => string };
