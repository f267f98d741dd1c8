import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, type Environment, readSettings } from './read-settings.js';

const here: Environment = { PROFILE: 'distributed', OIDC_ISSUER: 'https://issuer.example', DATABASE_URL: 'postgres://a:b@127.0.0.1/c' };
const refused = (environment: Environment): readonly string[] => {
  try {
    readSettings({ ...here, ...environment });
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.wrong.map(({ name, detail }) => `${name} ${detail}`);
    throw error;
  }
};

const plain: readonly Environment[] = [
  { DATABASE_URL: 'postgres://a:b@db/c' },
  { DATABASE_URL: 'postgres://a:b@db/c?sslmode=no-verify' },
  { DATABASE_URL: 'postgres://a:b@db/c?sslmode=disable&ssl=true' },
  { DATABASE_URL: 'postgres://a:b@db/c?uselibpqcompat=true&sslmode=require' },
  { DATABASE_URL: 'postgres://a:b@127.0.0.1/c?host=db' },
  { DATABASE_URL: 'postgres://a:b@127.0.0.1.example/c' },
  { DATABASE_OWNER_URL: 'postgresql://a:b@10.0.0.1/c' },
  { EVENTSTORE_URL: 'esdb://store:2113?tls=false' },
  { EVENTSTORE_URL: 'esdb+discover://u:p@127.0.0.1:2113,store/?keepAliveInterval=20000&TLS=false' },
  { KAFKA_BROKERS: '127.0.0.1:9092,kafka:9092' },
];
const safe: readonly Environment[] = [
  {},
  { DATABASE_URL: 'postgres://a:b@localhost:5432/c' },
  { DATABASE_URL: 'postgres://a:b@[::1]:5432/c' },
  { DATABASE_URL: 'postgres://a:b@db/c?host=/run/postgresql' },
  { DATABASE_URL: 'postgres://a:b@db/c?sslmode=verify-full&sslrootcert=ca.pem' },
  { DATABASE_URL: 'postgres://a:b@db/c?ssl=true' },
  { EVENTSTORE_URL: 'esdb://store:2113' },
  { EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false' },
  { KAFKA_BROKERS: 'localhost:9092,127.0.0.1:9093' },
  { KAFKA_BROKERS: 'kafka:9092', KAFKA_TLS: 'yes' },
  { KAFKA_BROKERS: 'kafka:9092', KAFKA_TLS_CA_FILE: 'ca.pem' },
];

describe('an engine on another machine', () => {
  it.each(plain)('is not spoken to in the clear: %j', (environment) => {
    const names = Object.keys(environment);
    expect(refused(environment)).toEqual(names.map((name) => expect.stringMatching(new RegExp(`^${name} must .*PLAIN_INSIDE=allowed`)) as unknown));
    expect(refused({ ...environment, PLAIN_INSIDE: 'allowed' })).toEqual([]);
  });

  it.each(safe)('is spoken to: %j', (environment) => expect(refused(environment)).toEqual([]));

  it('is told of with all that is wrong, without a password', () => {
    const told = refused({ DATABASE_URL: 'postgres://a:secret@db/c', KAFKA_BROKERS: 'kafka:9092', PORT: '70000' });
    expect(told).toHaveLength(3);
    expect(told.join()).not.toContain('secret');
  });

  it('is none of the embedded profile’s', () => {
    expect(refused({ PROFILE: 'embedded', DATABASE_URL: 'postgres://a:b@db/c', KAFKA_BROKERS: 'kafka:9092' })).toEqual([]);
  });
});
