export { EventIdConflict, EventTooLarge, StoreUnavailable, WrongExpectedRevision } from './errors.js';
export { START } from './port.js';
export type { Appended, EventStore, ExpectedRevision, NewEvent, Position, ReadStream, RecordedEvent, Subscribe } from './port.js';
