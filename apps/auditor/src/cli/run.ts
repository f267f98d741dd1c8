import { isLanguage, languageOf, type Language } from '../report/language.js';
import { inWords, json, plain } from '../report/report.js';
import type { Said } from '../report/statements.js';
import { visible } from '../report/visible.js';
import { readArguments } from './command.js';
import { commands } from './commands.js';
import { exitCodes, UsageError } from './exit.js';
import { help, helpWords, overview } from './help.js';
import { progressOn, type Output } from './progress.js';
import { troubleIn } from './trouble.js';

const NAME = 'covenant-auditor';

/** Runs one command line. Gives the exit status; everything a person reads is written on the way. */
export async function run(
  argv: readonly string[],
  out: Output,
  err: Output,
  untilStopped: () => AbortSignal = () => new AbortController().signal,
): Promise<number> {
  const [name, ...rest] = commandFirst(argv);
  const command = commands.find((known) => known.name === name);
  const words = helpWords[languageIn(rest)];
  try {
    if (name === undefined && rest.includes('--version')) {
      const { version } = await import('./version.js');
      out.write(`${NAME} ${version}\n`);
      return exitCodes.held;
    }
    const asked = name === 'help' || rest.includes('--help') || rest.includes('-h');
    if (name === 'help' || (name === undefined && (asked || rest.length === 0))) {
      out.write(overview(languageIn(rest)));
      return asked ? exitCodes.held : exitCodes.usage;
    }
    if (command === undefined) throw new UsageError(`there is no command ${name ?? rest.join(' ')}; there are ${commands.map((c) => c.name).join(', ')}`);
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
    // Whatever else it is: a status of 1 would accuse the log of what happened here.
    err.write(`${NAME}: ${words.unchecked} ${visible(troubleIn(error, words))}\n`);
    return exitCodes.unchecked;
  }
}

/** What every command takes may stand before its name too. */
function commandFirst(argv: readonly string[]): readonly [name: string | undefined, ...rest: string[]] {
  let at = 0;
  while (argv[at]?.startsWith('-') === true) at += argv[at] === '--lang' ? 2 : 1;
  return [argv[at], ...argv.slice(0, at), ...argv.slice(at + 1)];
}

/** Before a command line is understood, and where it is not: the language is needed to say so. */
function languageIn(argv: readonly string[]): Language {
  const at = argv.findIndex((one) => one === '--lang' || one.startsWith('--lang='));
  const given = at < 0 ? undefined : argv[at]?.includes('=') === true ? argv[at].slice('--lang='.length) : argv[at + 1];
  return given !== undefined && isLanguage(given) ? given : languageOf(undefined, process.env);
}
