import type { Upcasts } from './decider.js';
import type { JsonObject } from './json.js';

/** A stored event that this version of the code cannot read: written by newer code, or of an unknown type. */
export class UnreadableEvent extends Error {
  constructor(
    readonly type: string,
    readonly schemaVersion: number,
    reason: string,
  ) {
    super(`${type} in version ${schemaVersion}: ${reason}`);
    this.name = 'UnreadableEvent';
  }
}

export interface Versioned {
  readonly schemaVersions: Readonly<Record<string, number>>;
  readonly upcasts: Upcasts;
}

/**
 * An event's data in the shape that today's code folds, one version step at a time. The stored bytes are never
 * touched: upcasting is part of reading.
 * @throws UnreadableEvent for an unknown type, for a version newer than the code, or for a missing step.
 */
export function upcast(versioned: Versioned, type: string, schemaVersion: number, data: JsonObject): JsonObject {
  const present = Object.hasOwn(versioned.schemaVersions, type) ? versioned.schemaVersions[type] : undefined;
  if (present === undefined) throw new UnreadableEvent(type, schemaVersion, 'unknown type');
  if (!Number.isInteger(schemaVersion) || schemaVersion < 1 || schemaVersion > present) {
    throw new UnreadableEvent(type, schemaVersion, `this code reads versions 1 to ${present}`);
  }
  let current = data;
  for (let version = schemaVersion; version < present; version += 1) {
    const step = versioned.upcasts[type]?.[version];
    if (step === undefined) throw new UnreadableEvent(type, version, 'no step to the next version');
    current = step(current);
  }
  return current;
}
