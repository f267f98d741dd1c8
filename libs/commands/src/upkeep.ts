import { randomUUID } from 'node:crypto';
import { upkeepId, type UpkeepAct } from '@covenant/domain';
import type { EventStore } from '@covenant/event-store';
import { Metrics } from '@covenant/platform';
import { openCommands } from './open-commands.js';

/** Whoever runs the machines. Who that is, the machine knows and the ledger does not; no token ever gives this role. */
const operator = { subject: 'system:operator', roles: ['system'] } as const;

/**
 * Records what a program has done to the deployment, by the way of every command. The act is done by then: where the
 * record fails, the person at the terminal is told so, and may note it elsewhere.
 */
export async function recordUpkeep(store: EventStore, act: UpkeepAct, say: (line: string) => void): Promise<void> {
  const answers = { openDuties: () => Promise.resolve(0) };
  try {
    const { commands } = await openCommands({ store, answers, metrics: new Metrics(), cacheRecords: 1 });
    await commands.execute({ aggregate: 'upkeep', id: upkeepId, command: { type: 'record', data: act }, actor: operator, correlationId: `upkeep:${randomUUID()}` });
  } catch (error) {
    say(`This was done, and could not be recorded in the ledger: ${error instanceof Error ? error.message : String(error)}`);
  }
}
