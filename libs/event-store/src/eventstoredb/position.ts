import type { Position as Coordinates } from '@eventstore/db-client';
import { START, type Position } from '../port.js';

const half = 64n;
/** What servers before 22.6 send for the position of an event read from its stream. */
const none = (1n << half) - 1n;

/** `commit` and `prepare` side by side in one number that orders as the server does: by commit, then by prepare. */
export function packed({ commit, prepare }: Coordinates): Position {
  return (commit << half) | prepare;
}

/** The server refuses a prepare position above the commit position; no event has one. */
export function unpacked(position: Position): Coordinates {
  const commit = position >> half;
  const prepare = position & none;
  return { commit, prepare: prepare > commit ? commit : prepare };
}

/** Where a read or a subscription begins. */
export const wireStart = (after: Position): 'start' | Coordinates => (after === START ? 'start' : unpacked(after));

export const isMissing = (coordinates: Coordinates | undefined): coordinates is undefined =>
  coordinates === undefined || coordinates.commit === none;
