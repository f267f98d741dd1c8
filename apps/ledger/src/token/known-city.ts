// Whether a city that a token is asked for is there: a token of another one opens nothing, and nobody would say why.
import { streamOf } from '@covenant/domain';
import { PostgresEventStore } from '@covenant/event-store';
import { appRole, findEmbedded } from '@covenant/platform';

export type Looked = 'there' | 'not there' | { readonly unknown: string };

/** Looks in the events of the ledger that runs on this data folder; where none does, or it has not begun, nobody can tell. */
export async function lookForCity(folder: string, cityId: string): Promise<Looked> {
  const found = await findEmbedded(folder);
  if (found === undefined) return { unknown: 'the ledger does not run' };
  try {
    const url = found.url({ name: appRole, password: found.secrets.app }, 'covenant');
    const store = await PostgresEventStore.open({ url, name: 'covenant-token', onTrouble: () => undefined });
    try {
      return (await store.readStream(streamOf('city', cityId), { limit: 1 })).length > 0 ? 'there' : 'not there';
    } finally {
      await store.close();
    }
  } catch (error) {
    return { unknown: error instanceof Error ? error.message : String(error) };
  }
}

export const noSuchCity = (city: string): string =>
  `There is no city “${city}” in this ledger: a token of it would open nothing. GET /v1/cities lists those there are; ` +
  '--new-city gives a token of a city that is still to be enrolled.';

export const notLooked = (city: string, why: string): string => `Note: whether there is a city “${city}” was not looked at (${why}).`;
