import type { RefusalCode } from '../kernel/codes.js';
import type { JsonObject } from '../kernel/json.js';
import type { AnyEvent } from '../registry.js';

/** The languages in which the ledger speaks of its own facts. Another is one more pair of catalogues. */
export const languages = ['en'] as const;
export type Language = (typeof languages)[number];

export type EventType = AnyEvent['type'];
type DataOfType<T extends EventType> = Extract<AnyEvent, { readonly type: T }>['data'];

/** One plain sentence an event type. */
export type EventCatalogue = { readonly [T in EventType]: (data: DataOfType<T>) => string };

/** One sentence a refusal, that says what would have been right. */
export type RefusalCatalogue = { readonly [C in RefusalCode]: (data: JsonObject) => string };
