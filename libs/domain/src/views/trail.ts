import type { AnyEvent } from '../registry.js';

type EventType = AnyEvent['type'];

export type TrailKind = 'sealed' | 'deployment';

/** What was done to sealed words: read, taken note of for erasure, erased, held; and the rules for it. */
const sealed: readonly EventType[] = [
  'GrievanceUnsealed',
  'SubjectErasureRequested',
  'SubjectErasureAnnounced',
  'SubjectErasureBegun',
  'SubjectErased',
  'GrievanceHoldPlaced',
  'GrievanceHoldLifted',
  'CityRetentionProposed',
  'CityRetentionAdopted',
];

/** What administrators and operators did: there is nothing else that they can do to it. */
const deployment: readonly EventType[] = ['LogKeyAnnounced', 'LogKeyRetired', 'LogKeyWithdrawn', 'UpkeepDone'];

export const trailTypes = (kind?: TrailKind): readonly string[] =>
  kind === undefined ? [...sealed, ...deployment] : kind === 'sealed' ? sealed : deployment;
