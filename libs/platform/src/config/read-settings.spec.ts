import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, exampleEnvironment, readSettings, type Environment } from './read-settings.js';

const wrongNames = (environment: Environment): string[] => {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.wrong.map(({ name }) => name).sort();
    throw error;
  }
};

describe('the configuration', () => {
  it('has a default for everything that the embedded profile needs', () => {
    expect(readSettings({})).toMatchObject({ profile: 'embedded', host: '127.0.0.1', port: 3_000, dataDir: '.covenant' });
  });

  it('counts an empty variable as not set, and trims', () => {
    expect(readSettings({ PORT: ' ', HOST: ' 0.0.0.0 ' })).toMatchObject({ port: 3_000, host: '0.0.0.0' });
  });

  it('names everything that is wrong at once', () => {
    const wrong = { PORT: '99999', PROFILE: 'cloud', LOG_LEVEL: 'loud', LOG_ORIGIN: 'has blanks', KAFKA_BROKERS: 'nowhere', DATABASE_POOL: 'many' };
    expect(wrongNames(wrong)).toEqual(Object.keys(wrong).sort());
  });

  it('says what the distributed profile needs', () => {
    expect(wrongNames({ PROFILE: 'distributed' })).toEqual(['DATABASE_URL', 'OIDC_ISSUER']);
    const given = { PROFILE: 'distributed', DATABASE_URL: 'postgres://host/db', OIDC_ISSUER: 'https://issuer.example.org', KAFKA_BROKERS: 'a:9092, b:9092', PLAIN_INSIDE: 'allowed' };
    expect(readSettings(given)).toMatchObject({ profile: 'distributed', kafkaBrokers: ['a:9092', 'b:9092'] });
  });

  it('is frozen once it is read', () => {
    expect(Object.isFrozen(readSettings({}))).toBe(true);
  });

  it('says what would have been right, in words without the names of our own fields', () => {
    expect(() => readSettings({ PORT: '70000' })).toThrow('PORT must not be greater than 65535');
    expect(() => readSettings({ OIDC_ISSUER: 'nowhere' })).toThrow('OIDC_ISSUER must be an http(s) address');
  });

  it('stands in .env.example, every variable with its default', () => {
    const file = readFileSync(new URL('../../../../.env.example', import.meta.url), 'utf8');
    expect(file).toBe(exampleEnvironment());
  });
});
