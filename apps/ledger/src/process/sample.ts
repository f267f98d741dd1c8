import { todayIn } from '@covenant/domain';
import { START } from '@covenant/event-store';
import { keyedIds } from '../commands/ids.js';
import { directoryActs, plant, sampleActs, type Ground } from '../sample/index.js';
import type { OpenedParts } from './parts.js';

/**
 * Plants the directory of cities and the sample city into an empty ledger, and goes on with a planting that was cut
 * short. A ledger that began with anything else is left alone.
 */
export const plantSample = async ({ store, commands }: OpenedParts, say: (line: string) => void): Promise<void> => {
  const acts = [...directoryActs(), ...sampleActs(todayIn('UTC', new Date().toISOString()))];
  const [first] = acts;
  const [begun] = await store.readAll(START, 1);
  if (first === undefined) return;
  if (begun !== undefined && begun.id !== keyedIds(first.by.actor.subject, first.key).event(0)) return;
  if (begun === undefined) say('This is a new ledger: writing the directory of cities and a sample city …');
  const ground: Ground = {
    execute: (request) => commands.execute(request),
    holds: async (stream, eventId) => (await store.readStream(stream)).some(({ id }) => id === eventId),
  };
  const { refused } = await plant(acts, ground, new AbortController().signal);
  for (const { key, code } of refused) say(`The sample left out ${key}: ${code}.`);
};
