// `npm run backup -- …`
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { recordUpkeep } from '@covenant/commands';
import { MigrateUsage } from './arguments.js';
import { backUpKeys, restoreBackup, restoreKeys, takeBackup } from './backup.js';
import { counted, keysAndHashes } from './counted.js';
import { withKeysTarget } from './erased.js';
import { findPlace, openSource, openTarget } from './places.js';
import { type Outside, explained } from './run.js';

export const backupHelp = `npm run backup -- take FOLDER --from PLACE         every event, and what the log has published, into a new folder
npm run backup -- keys FILE --from PLACE           the keys of sealed words, wrapped, in the place of those in FILE
npm run backup -- restore FOLDER --to PLACE        the events into a store that is empty, verified; goes on where it was
npm run backup -- restore-keys FILE --of FOLDER --to PLACE
                                                   the keys, but for those of subjects who were erased by the events of FOLDER,
                                                   or by those that the target has since

PLACE is a postgres:// address, an esdb:// address, env:NAME for an address that stands in an environment variable, or the
data folder of an embedded ledger. Keys stand in PostgreSQL, whatever holds the events.

  --checkpoint FILE        with take: what the log has published; of a data folder it is found by itself
  --events PLACE           with restore-keys: the store that has the target’s events, where that is not the same PostgreSQL
  --forget-others          with restore-keys: what FILE has no key of is deleted in the target

The ledger may run while a backup is taken. A backup, a restoration and the restoration of keys are entries of the
ledger; where one could not be recorded, the command says so. Exit status 0: done and verified; 1: refused; 2: not understood; 3: run it
again.`;

const options = {
  from: { type: 'string' },
  to: { type: 'string' },
  of: { type: 'string' },
  events: { type: 'string' },
  checkpoint: { type: 'string' },
  'forget-others': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What each verb takes. */
const verbs: Readonly<Record<string, readonly (keyof typeof options)[]>> = {
  take: ['from', 'checkpoint'],
  keys: ['from'],
  restore: ['to'],
  'restore-keys': ['of', 'to', 'events', 'forget-others'],
};

/** The command, with its exit status. */
export async function runBackup(args: readonly string[], outside: Outside): Promise<number> {
  try {
    outside.print(await answer(args, outside));
    return 0;
  } catch (error) {
    const [status, sentence] = explained(error);
    outside.tell(sentence);
    return status;
  }
}

async function answer(args: readonly string[], outside: Outside): Promise<string> {
  const { values, positionals } = parse(args);
  if (values.help === true) return backupHelp;
  const [verb, path, ...more] = positionals;
  const taken = verbs[verb ?? ''];
  if (taken === undefined) throw new MigrateUsage(`There is no “${verb ?? ''}”; there are ${Object.keys(verbs).join(', ')}.\n\n${backupHelp}`);
  const odd = Object.keys(values).find((name) => !taken.some((one) => one === name));
  if (odd !== undefined) throw new MigrateUsage(`${verb} takes no --${odd}.\n\n${backupHelp}`);
  if (path === undefined || more.length > 0) throw new MigrateUsage(`Name what to do and one path.\n\n${backupHelp}`);
  const need = (name: 'from' | 'to' | 'of'): string => {
    const value = values[name];
    if (value === undefined) throw new MigrateUsage(`${verb ?? ''} needs --${name}.\n\n${backupHelp}`);
    return value;
  };
  switch (verb) {
    case 'take':
      return take(path, need('from'), values.checkpoint, outside);
    case 'keys': {
      const kept = await keep(path, need('from'), outside);
      return `${counted(kept, 'key is', 'keys are')} in ${path}, wrapped. Keep the file apart from the events and from subjects.key, and write it again after each erasure.`;
    }
    case 'restore':
      return restore(path, need('to'), outside);
    default: {
      const of = need('of');
      const { keys, receipts } = await withKeysTarget(need('to'), values.events, outside.environment, async (target) => {
        const restored = await restoreKeys(of, path, target, values['forget-others'] === true);
        await recordUpkeep(target.events, { act: 'subject-keys-restored', detail: `${restored.keys}` }, telling(outside));
        return restored;
      });
      return `${keysAndHashes(keys, receipts)} are there, wrapped as they were: they open under the master key of their day.`;
    }
  }
}

async function take(folder: string, from: string, given: string | undefined, outside: Outside): Promise<string> {
  const place = await findPlace(from, outside.environment);
  const source = await openSource(place, { stopped: true });
  try {
    const { events, root } = await takeBackup(source, folder, given ?? join(resolve(from), 'log-checkpoint'), () =>
      recordUpkeep(source.store, { act: 'backup-begun' }, telling(outside)),
    );
    return `${counted(events, 'event is', 'events are')} in ${folder}; the log over them has the root ${root}. No key is among them: npm run backup -- keys.`;
  } finally {
    await source.close();
  }
}

async function restore(folder: string, to: string, outside: Outside): Promise<string> {
  const target = await openTarget(await findPlace(to, outside.environment, true));
  try {
    const signal = outside.signal === undefined ? {} : { signal: outside.signal };
    const { events, copied, root } = await restoreBackup(folder, target, signal);
    await recordUpkeep(target.store, { act: 'backup-restored', detail: `${events}` }, telling(outside));
    return `${counted(copied, 'event')} restored, ${counted(events, 'is', 'are')} there and verified; the log over them has the root ${Buffer.from(root).toString('base64')}.`;
  } finally {
    await target.close();
  }
}

async function keep(file: string, from: string, { environment }: Outside): Promise<number> {
  const place = await findPlace(from, environment);
  try {
    return await backUpKeys(place, file);
  } finally {
    await place.close();
  }
}

const telling = (outside: Outside) => (line: string): void => outside.tell(line);

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new MigrateUsage(error instanceof Error ? error.message : String(error));
  }
}
