import { isLanguage, languageOf, type Language } from '../report/language.js';
import { inWords, json, plain } from '../report/report.js';
import type { Said } from '../report/statements.js';
import { visible } from '../report/visible.js';
import { readArguments } from './command.js';
import { commands } from './commands.js';
import { exitCodes, Unchecked, UsageError } from './exit.js';
import { help, helpWords, overview } from './help.js';
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
  const words = helpWords[languageIn(rest)];
  try {
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      out.write(overview(languageIn(rest)));
      return name === undefined ? exitCodes.usage : exitCodes.held;
    }
    if (command === undefined) throw new UsageError(`there is no command ${name}; there are ${commands.map((c) => c.name).join(', ')}`);
    const args = readArguments(command, rest);
    if (args.flag('help')) {
      out.write(help(NAME, command, languageOf(args.text('lang'), process.env)));
      return exitCodes.held;
    }
    const language = languageOf(args.text('lang'), process.env);
    const note = (line: string): void => void err.write(`${visible(line)}\n`);
    const told = new Set<string>();
    const tell = (said: Said): void => {
      const line = inWords(said, language);
      told.add(line);
      note(line);
    };
    const report = await command.run(args, { progress: progressOn(err), language, note, tell, untilStopped });
    // Keys are long: who has both streams on one screen read of them a moment ago.
    const screen = out.isTTY === true && err.isTTY === true;
    const remarks = screen ? report.remarks.filter((said) => !told.has(inWords(said, language))) : report.remarks;
    out.write(args.flag('json') ? json(report, language) : plain({ ...report, remarks }, language));
    return exitCodes[report.verdict];
  } catch (error) {
    if (error instanceof UsageError) {
      err.write(`${NAME}: ${visible(error.message)}\n${command === undefined ? '' : `${words.usage} ${NAME} ${command.name} ${command.usage}\n`}`);
      return exitCodes.usage;
    }
    if (error instanceof Unchecked) {
      err.write(`${NAME}: ${words.unchecked} ${visible(error.message)}\n`);
      return exitCodes.unchecked;
    }
    throw error;
  }
}

/** Before a command line is understood, and where it is not: the language is needed to say so. */
function languageIn(argv: readonly string[]): Language {
  const at = argv.findIndex((one) => one === '--lang' || one.startsWith('--lang='));
  const given = at < 0 ? undefined : argv[at]?.includes('=') === true ? argv[at].slice('--lang='.length) : argv[at + 1];
  return given !== undefined && isLanguage(given) ? given : languageOf(undefined, process.env);
}
