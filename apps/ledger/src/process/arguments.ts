import { parseArgs } from 'node:util';

export interface StartArguments {
  /** No sample city on the first start. */
  readonly empty: boolean;
}

/** The command line is wrong; the message says what would have been right. */
export class StartUsage extends Error {}

export const startHelp = `npm start [-- --empty]

Runs the ledger. Everything it needs is in this folder; nothing is installed elsewhere.

  --empty   on the first start, write no sample city, only the directory of cities
  --help    this text

Settings come from the environment, or from a file .env in this folder; .env.example lists all of them.
Ctrl-C ends it: what was acknowledged is kept, and the exit status is 0.`;

/** @throws StartUsage */
export const readStartArguments = (args: readonly string[]): StartArguments | 'help' => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { empty: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    return values.help === true ? 'help' : { empty: values.empty === true };
  } catch (error) {
    throw new StartUsage(`${error instanceof Error ? error.message : String(error)}. Options: --empty, --help.`);
  }
};
