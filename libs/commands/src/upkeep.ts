import { randomUUID } from 'node:crypto';
import { upkeepId, type UpkeepAct } from '@covenant/domain';
import { openConfiguredStore, type EventStore } from '@covenant/event-store';
import { Metrics, type Settings } from '@covenant/platform';
import { openCommands } from './open-commands.js';

/** Whoever runs the machines. Who that is, the machine knows and the ledger does not; no token ever gives this role. */
const operator = { subject: 'system:operator', roles: ['system'] } as const;

type Say = (line: string) => void;

/**
 * Records what a program has done to the deployment, by the way of every command. The act is done by then: where the
 * record fails, the person at the terminal is told so, and may note it elsewhere.
 */
export const recordUpkeep = (store: EventStore, act: UpkeepAct, say: Say): Promise<void> => orSay(say, () => append(store, act));

export interface UpkeepStore {
  /** The database with the events, unless they are in EventStoreDB; undefined where nothing names it. */
  readonly databaseUrl: string | undefined;
  /** Of the connections. */
  readonly name: string;
}

/** The same in the store that the settings name, opened for this alone: one that cannot be opened fails no act either. */
export async function recordUpkeepIn(settings: Settings, { databaseUrl, name }: UpkeepStore, act: UpkeepAct, say: Say): Promise<void> {
  if (databaseUrl === undefined && settings.eventstoreUrl === undefined) {
    say('Not recorded in the ledger: neither DATABASE_URL nor EVENTSTORE_URL names its store.');
    return;
  }
  await orSay(say, async () => {
    const store = await openConfiguredStore(settings, { databaseUrl: databaseUrl ?? '', name, onTrouble: () => undefined });
    try {
      await append(store, act);
    } finally {
      await store.close();
    }
  });
}

async function append(store: EventStore, act: UpkeepAct): Promise<void> {
  const answers = { openDuties: () => Promise.resolve(0) };
  const { commands } = await openCommands({ store, answers, metrics: new Metrics(), cacheRecords: 1 });
  await commands.execute({ aggregate: 'upkeep', id: upkeepId, command: { type: 'record', data: act }, actor: operator, correlationId: `upkeep:${randomUUID()}` });
}

async function orSay(say: Say, record: () => Promise<void>): Promise<void> {
  try {
    await record();
  } catch (error) {
    say(`This was done, and could not be recorded in the ledger: ${error instanceof Error ? error.message : String(error)}`);
  }
}
