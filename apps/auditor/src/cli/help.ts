import type { Language } from '../report/language.js';
import type { Command } from './command.js';
import { commands } from './commands.js';
import { helpInEnglish } from './help.en.js';
import { helpInFrench } from './help.fr.js';
import { helpInSpanish } from './help.es.js';
import type { HelpWords } from './help-words.js';

export const helpWords: Readonly<Record<Language, HelpWords>> = { en: helpInEnglish, es: helpInSpanish, fr: helpInFrench };

/** The options of every command. */
export const commonOptions: Command['options'] = { json: {}, lang: { value: 'en|es|fr' } };

/** Every command with what it is for. */
export function overview(language: Language): string {
  const { intro, exits, summaries } = helpWords[language];
  const width = Math.max(...commands.map((command) => `${command.name} ${command.usage}`.length));
  const lines = commands.map((command) => `  ${`${command.name} ${command.usage}`.padEnd(width)}  ${summaries[command.name] ?? ''}`);
  return `${intro}\n\n${lines.join('\n')}\n\n${exits}\n`;
}

/** One command with its options. */
export function help(program: string, command: Command, language: Language): string {
  const { exits, summaries, options } = helpWords[language];
  const lines = Object.entries({ ...command.options, ...commonOptions }).map(([name, { value }]) => {
    const shown = value === undefined ? `--${name}` : `--${name} ${value}`;
    return `  ${shown.padEnd(16)}  ${options[name] ?? ''}`;
  });
  return `${program} ${command.name} ${command.usage}\n\n${summaries[command.name] ?? ''}\n\n${lines.join('\n')}\n\n${exits}\n`;
}
