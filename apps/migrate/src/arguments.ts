import { parseArgs } from 'node:util';

/** The command line is wrong; the message says what would have been right. */
export class MigrateUsage extends Error {}

export type MigrateArguments =
  | { readonly verb: 'copy'; readonly from: string; readonly to: string; readonly checkpoint?: string; readonly stopped: boolean }
  | { readonly verb: 'keys'; readonly from: string; readonly to: string; readonly events?: string; readonly forgetOthers: boolean }
  | { readonly verb: 'close' | 'open'; readonly place: string };

export const help = `npm run migrate -- close PLACE                     from now on a PostgreSQL store takes no events
npm run migrate -- --from PLACE --to PLACE         copies its events to another store and verifies the copy
npm run migrate -- keys --from PLACE --to PLACE    copies the keys of sealed words, between the PostgreSQLs of two ledgers
npm run migrate -- open PLACE                      it takes events again: for turning back

PLACE is a postgres:// address (the owner's, to close and open, and to make the tables of a new store), an esdb:// address,
env:NAME for an address that stands in an environment variable, or the data folder of an embedded ledger, such as .covenant.

  --checkpoint FILE        a checkpoint that the log published: both stores must give its root at its size
  --forget-others          with keys: what the source has no key of is deleted in the target
  --events PLACE           with keys: the store that has the target’s events, where that is not the same PostgreSQL; who was
                           erased by them gets no key back
  --source-is-stopped      an EventStoreDB as the source: you say that nothing writes to it

Interrupted at any instant, the same command goes on where it was. Exit status 0: the copy is whole and was verified;
1: refused, or the copy is not the source; 2: the command was not understood; 3: not finished, run it again.`;

/** @throws MigrateUsage */
export function readMigrateArguments(args: readonly string[]): MigrateArguments | 'help' {
  const { values, positionals } = parse(args);
  if (values.help === true) return 'help';
  const [verb, place, ...more] = positionals;
  const { from, to, events, checkpoint, 'source-is-stopped': stopped = false, 'forget-others': forgetOthers = false } = values;
  if (verb !== undefined && verb !== 'keys') {
    if (verb !== 'close' && verb !== 'open') throw new MigrateUsage(`There is no “${verb}”; there are close, open and keys.\n\n${help}`);
    if (place === undefined || more.length > 0) throw new MigrateUsage(`Name one place: npm run migrate -- ${verb} PLACE.`);
    if (Object.keys(values).length > 0) throw new MigrateUsage(`${verb} takes a place and nothing else.`);
    return { verb, place };
  }
  if (from === undefined || to === undefined) throw new MigrateUsage(`Name both ends: --from PLACE --to PLACE.\n\n${help}`);
  if (from === to) throw new MigrateUsage('--from and --to are the same place.');
  if (verb === 'keys') {
    if (place !== undefined || checkpoint !== undefined || stopped) throw new MigrateUsage('keys takes --from, --to, --events and --forget-others.');
    return { verb, from, to, forgetOthers, ...(events === undefined ? {} : { events }) };
  }
  if (forgetOthers || events !== undefined) throw new MigrateUsage('--forget-others and --events go with keys.');
  return { verb: 'copy', from, to, stopped, ...(checkpoint === undefined ? {} : { checkpoint }) };
}

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        events: { type: 'string' },
        checkpoint: { type: 'string' },
        'source-is-stopped': { type: 'boolean' },
        'forget-others': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new MigrateUsage(error instanceof Error ? error.message : String(error));
  }
};
