import { validateSync } from 'class-validator';
import { withPasswordFile } from '../secrets/password-file.js';
import { plainLines } from './plain-inside.js';
import { settingsOf } from './setting.js';
import { Settings } from './settings.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration is wrong. `wrong` names every variable at once, each with what would have been right. */
export class ConfigurationError extends Error {
  constructor(readonly wrong: readonly { readonly name: string; readonly detail: string }[]) {
    super(`wrong configuration: ${wrong.map(({ name, detail }) => `${name} ${detail}`).join('; ')}`);
    this.name = 'ConfigurationError';
  }
}

/**
 * Reads the whole configuration once. An empty variable counts as not set.
 * @throws ConfigurationError naming everything that is wrong
 */
export const readSettings = (environment: Environment): Settings => {
  const entries = settingsOf(Settings);
  const values: Record<string, unknown> = {};
  for (const { property, name, read, fallback } of entries) {
    const given = environment[name]?.trim();
    const value = given === undefined || given === '' ? fallback : given;
    if (value !== undefined) values[property] = read(value);
  }
  const settings = Object.assign(new Settings(), values);
  const wrong = validateSync(settings).map((error) => ({
    name: entries.find(({ property }) => property === error.property)?.name ?? error.property,
    detail: Object.values(error.constraints ?? {})
      .map((sentence) => sentence.replace(new RegExp(`^(each value in )?${error.property} `), ''))
      .join(' and '),
  }));
  wrong.push(...plainLines(settings).filter(({ name }) => !wrong.some((one) => one.name === name)));
  if (wrong.length > 0) throw new ConfigurationError(wrong);
  const { databaseUrl: url, databasePasswordFile: file } = settings;
  return Object.freeze(url === undefined || file === undefined ? settings : Object.assign(settings, { databaseUrl: withPasswordFile(url, file) }));
};

/** The text of `.env.example`: every variable with its default and one line of explanation. */
export const exampleEnvironment = (): string =>
  settingsOf(Settings)
    .map(({ name, fallback, about }) => `# ${about}\n${fallback === undefined ? `# ${name}=` : `${name}=${fallback}`}\n`)
    .join('\n');
