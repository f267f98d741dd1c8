import { languageOf } from '../report/language.js';
import { inWords, json, plain } from '../report/report.js';
import { visible } from '../report/visible.js';
import { readArguments, type Command } from './command.js';
import { commands } from './commands.js';
import { exitCodes, Unchecked, UsageError } from './exit.js';
import { progressOn, type Output } from './progress.js';

const NAME = 'covenant-auditor';

/** Runs one command line. Gives the exit status; everything a person reads is written on the way. */
export async function run(
  argv: readonly string[],
  out: Output,
  err: Output,
  untilStopped: () => AbortSignal = () => new AbortController().signal,
): Promise<number> {
  const [name, ...rest] = argv;
  const command = commands.find((known) => known.name === name);
  try {
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      out.write(overview());
      return name === undefined ? exitCodes.usage : exitCodes.held;
    }
    if (command === undefined) throw new UsageError(`there is no command ${name}; there are ${commands.map((c) => c.name).join(', ')}`);
    const args = readArguments(command, rest);
    if (args.flag('help')) {
      out.write(help(command));
      return exitCodes.held;
    }
    const language = languageOf(args.text('lang'), process.env);
    const note = (line: string): void => void err.write(`${visible(line)}\n`);
    const report = await command.run(args, { progress: progressOn(err), note, tell: (said) => note(inWords(said, language)), untilStopped });
    out.write((args.flag('json') ? json : plain)(report, language));
    return exitCodes[report.verdict];
  } catch (error) {
    if (error instanceof UsageError) {
      err.write(`${NAME}: ${visible(error.message)}\n${command === undefined ? '' : `usage: ${NAME} ${command.name} ${command.usage}\n`}`);
      return exitCodes.usage;
    }
    if (error instanceof Unchecked) {
      err.write(`${NAME}: could not be checked: ${visible(error.message)}\n`);
      return exitCodes.unchecked;
    }
    throw error;
  }
}

function overview(): string {
  const width = Math.max(...commands.map((command) => `${command.name} ${command.usage}`.length));
  const lines = commands.map((command) => `  ${`${command.name} ${command.usage}`.padEnd(width)}  ${command.summary}`);
  return `Checks a city's public log. Trusts nobody but the keys you name.\n\n${lines.join('\n')}\n\n${exits}`;
}

function help(command: Command): string {
  const options: Command['options'] = { ...command.options, json: { says: 'print the result as JSON' }, lang: { value: 'en|es|fr', says: 'language of the result; default that of LANG' } };
  const lines = Object.entries(options).map(([name, { value, says }]) => {
    const shown = value === undefined ? `--${name}` : `--${name} ${value}`;
    return `  ${shown.padEnd(16)}  ${says}`;
  });
  return `${NAME} ${command.name} ${command.usage}\n\n${command.summary}\n\n${lines.join('\n')}\n\n${exits}`;
}

const exits =
  'Exit status: 0 everything held; 1 something did not; 2 the command was not understood; 3 it could not be checked.\n';
