import { keyedIds } from '@covenant/commands';
import { todayIn } from '@covenant/domain';
import { START } from '@covenant/event-store';
import type { Act } from '../sample/acts.js';
import { directoryActs, plant, sampleActs, type Ground } from '../sample/index.js';
import type { OpenedParts } from './parts.js';

const firstEventOf = (act: Act | undefined): string | undefined =>
  act && keyedIds(act.by.actor.subject, act.key).event(0);

/**
 * Plants the directory of cities into a new ledger, and the sample city unless `empty`; goes on with a planting that
 * was cut short. The very first event says what was wanted then, and holds for every later start: a city's own
 * ledger never gets a sample, and one that began with anything else is left alone.
 */
export const plantSample = async ({ store, commands }: OpenedParts, empty: boolean, say: (line: string) => void): Promise<void> => {
  const directory = directoryActs();
  const [enrolSample, ...sample] = sampleActs(todayIn('UTC', new Date().toISOString()));
  if (enrolSample === undefined) throw new Error('the sample has no city');
  const [begun] = await store.readAll(START, 1);
  if (begun === undefined) say(`This is a new ledger: writing the directory of cities${empty ? '' : ' and a sample city'} …`);
  const withSample = begun === undefined ? !empty : begun.id === firstEventOf(enrolSample);
  if (!withSample && begun !== undefined && begun.id !== firstEventOf(directory[0])) return;
  const acts = withSample ? [enrolSample, ...directory, ...sample] : directory;
  const ground: Ground = {
    execute: (request) => commands.execute(request),
    holds: async (stream, eventId) => (await store.readStream(stream)).some(({ id }) => id === eventId),
  };
  const { refused } = await plant(acts, ground, new AbortController().signal);
  for (const { key, code } of refused) say(`The sample left out ${key}: ${code}.`);
};
