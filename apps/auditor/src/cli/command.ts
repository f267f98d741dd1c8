import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Report } from '../report/report.js';
import type { Language } from '../report/language.js';
import type { Said } from '../report/statements.js';
import { reasonOf } from './errors.js';
import { UsageError } from './exit.js';
import type { StartProgress } from './progress.js';

type OptionsConfig = NonNullable<ParseArgsConfig['options']>;

/** What a command finds around it. */
export interface Surroundings {
  readonly progress: StartProgress;
  /** The language that was asked for. */
  readonly language: Language;
  /** Tells a person something on the way; standard error, so that it never mixes with the result. */
  readonly note: (line: string) => void;
  /** The same in the language that was asked for. */
  readonly tell: (said: Said) => void;
  /** For a command that would run for ever: aborted by the first Ctrl-C, which then ends nothing else. */
  readonly untilStopped: () => AbortSignal;
}

export interface Arguments {
  readonly positionals: readonly string[];
  text(option: string): string | undefined;
  flag(option: string): boolean;
}

/** One command of the auditor; the table in `commands.ts` lists them all, and `help.*.ts` has the words. */
export interface Command {
  readonly name: string;
  /** The arguments after the name, as the help shows them. */
  readonly usage: string;
  readonly positionals: number;
  /** Options with a value (by their placeholder) and without, beside `--json`, `--lang` and `--help`. */
  readonly options: { readonly [option: string]: { readonly value?: string } };
  run(args: Arguments, surroundings: Surroundings): Promise<Report>;
}

/** @throws UsageError */
export function readArguments(command: Command, argv: readonly string[]): Arguments {
  const options: OptionsConfig = { json: { type: 'boolean' }, lang: { type: 'string' }, help: { type: 'boolean', short: 'h' } };
  for (const [name, { value }] of Object.entries(command.options)) options[name] = { type: value === undefined ? 'boolean' : 'string' };
  const { values, positionals } = parse(argv, options);
  const args: Arguments = {
    positionals,
    text: (option) => (typeof values[option] === 'string' ? values[option] : undefined),
    flag: (option) => values[option] === true,
  };
  if (!args.flag('help') && positionals.length !== command.positionals) {
    throw new UsageError(`${command.name} takes ${command.positionals} arguments: ${command.usage}`);
  }
  return args;
}

function parse(argv: readonly string[], options: OptionsConfig): { values: Record<string, unknown>; positionals: string[] } {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(reasonOf(error));
  }
}
