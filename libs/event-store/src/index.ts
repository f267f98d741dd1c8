export {
  EventIdConflict,
  EventMalformed,
  EventTooLarge,
  OutcomeUnknown,
  StoreUnavailable,
  WrongExpectedRevision,
} from './errors.js';
export { type ConfiguredStore, openConfiguredStore } from './configured.js';
export { UnusableConnection } from './eventstoredb/connection.js';
export type { EventStoreDbOptions } from './eventstoredb/options.js';
export type { CopyingStore } from './eventstoredb/copying-store.js';
export { openEventStoreDb } from './eventstoredb/open.js';
export { eventsBehind, secondsBehind } from './lag.js';
export { START } from './port.js';
export type { Appended, EventStore, ExpectedRevision, NewEvent, Position, ReadStream, RecordedEvent, Subscribe } from './port.js';
export { type EventRun, PostgresCopier } from './postgres/copier.js';
export { eventStoreSchema } from './postgres/migrations/index.js';
export type { PostgresStoreOptions } from './postgres/options.js';
export { isReadOnly, makeReadOnly, makeWritable } from './postgres/read-only.js';
export { PostgresEventStore } from './postgres/store.js';
