import { aggregateNamed, type AggregateName, type DutyBearerState } from '@covenant/domain';
import { clockActor, type FrontDoor } from './front-door.js';
import type { ClockReads, ClockRecord } from './reads.js';

/** What can be a duty of a duty-bearer, and takes `reassign`. */
const duties: readonly AggregateName[] = ['obligation', 'commitment', 'scrutiny', 'remedy', 'grievance', 'council'];
/** A successor may be dissolved in its turn; longer chains than this are a circle. */
const longestChain = 50;

/**
 * Duties do not end with the office that held them: passes every open duty of a dissolved duty-bearer to its
 * successor, each with an event of its own. Gives how many were passed on.
 */
export const passOnDuties = async (reads: ClockReads, door: FrontDoor, signal: AbortSignal): Promise<number> => {
  let passed = 0;
  for await (const dissolved of reads.dissolved()) {
    if (signal.aborted) return passed;
    if ((await reads.openDuties(dissolved.id)) === 0) continue;
    const successorId = await liveSuccessor(reads, dissolved);
    if (successorId !== undefined) passed += await passOn(reads, door, dissolved.id, successorId, signal);
  }
  return passed;
};

const liveSuccessor = async (reads: ClockReads, dissolved: ClockRecord): Promise<string | undefined> => {
  let current: ClockRecord | undefined = dissolved;
  for (let step = 0; step < longestChain && current !== undefined; step += 1) {
    const state = current.state as DutyBearerState;
    if (state.status !== 'dissolved') return current.id;
    const next: string | undefined = state.dissolution.successorId;
    current = next === undefined ? undefined : await reads.record('duty-bearer', next);
  }
  return undefined;
};

const passOn = async (
  reads: ClockReads,
  door: FrontDoor,
  from: string,
  dutyBearerId: string,
  signal: AbortSignal,
): Promise<number> => {
  let passed = 0;
  for (const aggregate of duties) {
    for await (const { id, state, revision } of reads.dutiesOf(aggregate, from)) {
      if (signal.aborted) return passed;
      if (!aggregateNamed(aggregate).openDutyBearers(state).includes(from)) continue;
      const outcome = await door.send({
        aggregate,
        id,
        command: { type: 'reassign', data: { from, dutyBearerId, reason: 'Its duty-bearer was dissolved; the successor takes it over.' } },
        actor: clockActor,
        idempotencyKey: `clock:${aggregate}-${id}:${revision}:reassign:${from}:${dutyBearerId}`,
      });
      if (outcome === 'recorded') passed += 1;
    }
  }
  return passed;
};
