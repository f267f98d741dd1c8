import { readFile } from 'node:fs/promises';
import { makeReadOnly, makeWritable, OutcomeUnknown, StoreUnavailable, UnusableConnection } from '@covenant/event-store';
import { type Environment, NewerDatabase, ServerError } from '@covenant/platform';
import { type Checkpoint, MalformedError, parseCheckpoint, parseNote, toBase64 } from '@covenant/transparency';
import { help, type MigrateArguments, MigrateUsage, readMigrateArguments } from './arguments.js';
import { keysAndHashes } from './counted.js';
import { withKeysTarget } from './erased.js';
import { copyKeys } from './keys.js';
import { type Migrated, migrate } from './migrate.js';
import { findPlace, openSource, openTarget } from './places.js';
import { Interrupted, MigrationRefused } from './refused.js';
import { Shown } from './shown.js';

export interface Outside {
  readonly environment: Environment;
  /** Results. */
  print(text: string): void;
  /** Progress and what went wrong. */
  tell(text: string): void;
  readonly signal?: AbortSignal;
}

/** The command, with its exit status. */
export async function run(args: readonly string[], outside: Outside): Promise<number> {
  try {
    const read = readMigrateArguments(args);
    if (read === 'help') outside.print(help);
    else if (read.verb === 'copy') outside.print(report(await copy(read, outside)));
    else if (read.verb === 'keys') outside.print(await keys(read, outside));
    else outside.print(await turn(read.verb, read.place, outside));
    return 0;
  } catch (error) {
    const [status, sentence] = explained(error);
    outside.tell(sentence);
    return status;
  }
}

async function copy(options: Extract<MigrateArguments, { verb: 'copy' }>, outside: Outside): Promise<Migrated> {
  const checkpoint = options.checkpoint === undefined ? undefined : await readCheckpoint(options.checkpoint);
  const source = await openSource(await findPlace(options.from, outside.environment), { stopped: options.stopped });
  const shown = new Shown((line) => outside.tell(line));
  try {
    const writable = await source.writable();
    // Before the target is opened, which may make its tables.
    if (writable !== undefined) throw new MigrationRefused('source-writable', writable);
    const target = await openTarget(await findPlace(options.to, outside.environment, true));
    try {
      return await migrate({
        source,
        target,
        onProgress: (progress) => shown.show(progress),
        ...(checkpoint === undefined ? {} : { checkpoint }),
        ...(outside.signal === undefined ? {} : { signal: outside.signal }),
      });
    } finally {
      await target.close();
    }
  } finally {
    shown.stop();
    await source.close();
  }
}

async function keys({ from, to, events, forgetOthers }: Extract<MigrateArguments, { verb: 'keys' }>, { environment }: Outside): Promise<string> {
  const source = await findPlace(from, environment);
  try {
    return await withKeysTarget(to, events, environment, async (target) => {
      const { keys: copied, receipts, forgotten } = await copyKeys(source, target, forgetOthers);
      return (
        `${keysAndHashes(copied, receipts)} are in both, wrapped as they were${forgotten === 0 ? '' : `; ${forgotten} that ${forgotten === 1 ? 'was' : 'were'} in ${target.place.name} alone ${forgotten === 1 ? 'is' : 'are'} deleted`}.\n` +
        'They open under the same master key: carry subjects.key as well, apart from them.'
      );
    });
  } finally {
    await source.close();
  }
}

async function turn(verb: 'close' | 'open', name: string, { environment }: Outside): Promise<string> {
  const place = await findPlace(name, environment);
  try {
    if (place.engine !== 'postgres') {
      throw new MigrationRefused(
        'no-such-place',
        `${place.name} cannot be closed from here: stop every process that writes to it.`,
      );
    }
    await (verb === 'close' ? makeReadOnly : makeWritable)(place.url);
    return verb === 'close'
      ? `${place.name} takes no more events. It can be read as before, and copied.`
      : `${place.name} takes events again. What was copied before is behind it as soon as one is recorded.`;
  } finally {
    await place.close();
  }
}

/** Not its signatures: whether the operator's own file is to be trusted is not the question here. */
async function readCheckpoint(file: string): Promise<Checkpoint> {
  try {
    return parseCheckpoint(parseNote(await readFile(file)).text);
  } catch (error) {
    if (error instanceof MalformedError) throw new MigrateUsage(`${file} is no checkpoint: ${error.message}.`);
    throw error;
  }
}

const report = ({ events, copied, root }: Migrated): string =>
  `${count(copied)} copied, ${count(events)} in both stores: the same ids, times, streams, revisions, order and content.\n` +
  `The log over either has the root ${toBase64(root)} at size ${events}.\n` +
  'The keys of sealed words stand apart: npm run migrate -- keys copies them.';

const count = (events: number): string => `${events.toLocaleString('en')} event${events === 1 ? '' : 's'}`;

const goOn = 'Nothing is lost: run the same command again, and it goes on where it was.';

/** Exit status and sentence of what went wrong. */
export function explained(error: unknown): readonly [status: number, sentence: string] {
  if (error instanceof MigrateUsage) return [2, error.message];
  if (error instanceof MigrationRefused || error instanceof UnusableConnection || error instanceof NewerDatabase) return [1, error.message];
  if (error instanceof Interrupted || error instanceof StoreUnavailable || error instanceof OutcomeUnknown) {
    return [3, `${error.message}\n${goOn}`];
  }
  if (error instanceof ServerError) return [1, error.message];
  // The database's own words, or the system's, as for a wrong password or a file that is not there.
  return [1, error instanceof Error ? error.message : String(error)];
}
