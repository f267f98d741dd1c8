import { recordUpkeepIn } from '@covenant/commands';
import { readSettings } from '@covenant/platform';
import { allProjections, projectionStatus, readModelSource, resumeProjections, type ProjectionStatus } from '@covenant/read-models';
import { operatedDatabase } from './database.js';

const help = `npm run projections                      Where each read model stands; exit status 1 when one does not run.
npm run projections -- resume [name …]   Lets those that stopped try again; a running ledger takes them up.`;

const line = ({ name, state, watermark, poisonedEntry, error }: ProjectionStatus): string =>
  [
    name.padEnd(14),
    state.padEnd(9),
    `up to position ${watermark}`,
    poisonedEntry === null ? '' : ` · cannot take in entry ${poisonedEntry}: ${error ?? ''}`,
    state === 'outdated' ? ' · written by another version: npm run rebuild' : '',
  ].join(' ').trimEnd();

const main = async (): Promise<void> => {
  const [verb, ...names] = process.argv.slice(2);
  if (process.argv.includes('--help')) {
    console.log(help);
    return;
  }
  if (verb !== undefined && verb !== 'resume') throw new Error(`There is no ${verb}. Usage:\n${help}`);
  const projections = allProjections();
  const unknown = names.filter((name) => !projections.some((one) => one.name === name));
  if (unknown.length > 0) {
    throw new Error(`There is no read model ${unknown.join(', ')}; there are: ${projections.map(({ name }) => name).join(', ')}.`);
  }
  const database = await operatedDatabase(process.env);
  const source = readModelSource({ url: database.appUrl, name: 'covenant-projections', size: 1, onError: () => undefined });
  try {
    await source.initialize();
    if (verb === 'resume') {
      const resumed = await resumeProjections(source, names.length > 0 ? names : undefined);
      if (resumed.length > 0) {
        const act = { act: 'read-models-resumed', detail: resumed.join(', ') } as const;
        await recordUpkeepIn(readSettings(process.env), { databaseUrl: database.appUrl, name: 'covenant-projections' }, act, (told) => console.error(told));
      }
      console.log(resumed.length > 0 ? `Trying again: ${resumed.join(', ')}.` : 'None of them has stopped.');
    } else {
      const status = await projectionStatus(source, projections);
      for (const one of status) console.log(line(one));
      if (status.some(({ state }) => state !== 'running')) process.exitCode = 1;
    }
  } finally {
    if (source.isInitialized) await source.destroy();
    await database.close();
  }
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
