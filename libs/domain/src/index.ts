export { roles } from './kernel/actor.js';
export type { Actor, RecordedActor, Role } from './kernel/actor.js';
export { aggregateNames } from './kernel/decider.js';
export type {
  Aggregate,
  AggregateName,
  Context,
  Decider,
  DomainCommand,
  DomainEvent,
  Folded,
  Permissions,
  Reference,
} from './kernel/decider.js';
export type { EventMetadata } from './kernel/envelope.js';
export type { Json, JsonObject } from './kernel/json.js';
export { isRefusal, refuseRole, refuseRule, refuseState } from './kernel/refusal.js';
export type { Refusal } from './kernel/refusal.js';
