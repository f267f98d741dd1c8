// Each setting has a place in deploy/: in the chart's templates, or named in its values as one of `settings` and `env`.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..');
const chart = join(root, 'deploy', 'chart');
const text = (...path: readonly string[]): string => readFileSync(join(...path), 'utf8');

const settings = [...text(root, '.env.example').matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=/gm)].map(([, name = '']) => name);

/** What an operator of the chart or of the compose file does not set, and why. */
const exceptions: Readonly<Record<string, string>> = {
  EVENTSTORE_USERNAME: 'stands in the address, which is a secret of its own',
  EVENTSTORE_PASSWORD: 'stands in the address, which is a secret of its own',
  EVENTSTORE_PASSWORD_FILE: 'stands in the address, which is a secret of its own',
  KAFKA_SASL_PASSWORD: 'a file has it, which the secret is mounted as',
  LOG_KEY_COMMAND: 'the image holds no such program: an image made from it brings one, and names it in `env`',
  LOG_ML_DSA_KEY_COMMAND: 'as LOG_KEY_COMMAND',
  LOG_NEXT_KEY_COMMAND: 'as LOG_KEY_COMMAND',
  LOG_NEXT_ML_DSA_KEY_COMMAND: 'as LOG_KEY_COMMAND',
  SUBJECTS_KEY_COMMAND: 'as LOG_KEY_COMMAND',
};

/** Whole names only: LOG_KEY_FILE is no LOG_NEXT_KEY_FILE. */
const namedIn = (where: string) => (name: string): boolean => new RegExp(`(?<![A-Z0-9_])${name}(?![A-Z0-9_])`).test(where);

describe('the chart', () => {
  const offered = [text(chart, 'values.yaml'), ...readdirSync(join(chart, 'templates')).map((file) => text(chart, 'templates', file))].join('\n');

  it('offers every setting, or it is said why not', () => {
    expect(settings.length).toBeGreaterThan(40);
    expect(settings.filter((name) => !namedIn(offered)(name) && exceptions[name] === undefined)).toEqual([]);
  });

  it('has no exception for a setting that it offers, or that is none', () => {
    expect(Object.keys(exceptions).filter((name) => namedIn(offered)(name) || !settings.includes(name))).toEqual([]);
  });
});

describe('the compose file', () => {
  it('takes every setting from a file that need not be there', () => {
    expect(text(root, 'deploy', 'compose', 'compose.yaml')).toContain('env_file: [{ path: settings.env, required: false }]');
  });
});
