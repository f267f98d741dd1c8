// How the brokers are spoken to is configuration: each way in of the real broker, from the settings to a record.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ConfigurationError, readSettings } from '@covenant/platform';
import { testBroker } from '../../../../test/support/kafka/broker.js';
import { newTopic, Said } from '../../../../test/support/kafka/topics.js';
import { kafkaClient, kafkaConnectionOf } from './connection.js';
import { look } from './look.js';
import { Sender } from './sender.js';
import { ensureTopic, withAdmin } from './topic.js';

jest.setTimeout(300_000);

describe('a broker that wants', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'covenant-kafka-client-'));
    await writeFile(join(dir, 'ca.pem'), testBroker().ca);
    await writeFile(join(dir, 'password'), `${testBroker().user.password}\n`);
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  const kafkaOf = async (environment: Record<string, string>) => {
    const connection = await kafkaConnectionOf(readSettings(environment));
    if (connection === undefined) throw new Error('the settings name no broker');
    return kafkaClient({ ...connection, requestTimeout: 3_000 }, new Said());
  };
  const goesThrough = async (environment: Record<string, string>): Promise<readonly string[]> => {
    const kafka = await kafkaOf(environment);
    const topic = newTopic();
    await withAdmin(kafka, (admin) => ensureTopic(admin, { name: topic, partitions: 1, replication: 1, retention: -1 }));
    const sender = new Sender({ kafka });
    await sender.send(topic, [{ partition: 0, value: 'there and back' }], new AbortController().signal);
    await sender.close();
    const read: string[] = [];
    await look({ kafka, topic, ranges: new Map([[0, { from: 0n, to: 1n }]]), onRecord: (_partition, { value }) => read.push(String(value)) });
    await withAdmin(kafka, (admin) => admin.deleteTopics({ topics: [topic] }));
    return read;
  };
  const scram = (size: number) => ({
    KAFKA_SASL_MECHANISM: `scram-sha-${size}`,
    KAFKA_SASL_USERNAME: testBroker().user.username,
  });
  const ca = () => ({ KAFKA_TLS_CA_FILE: join(dir, 'ca.pem') });
  const passwordFile = () => ({ KAFKA_SASL_PASSWORD_FILE: join(dir, 'password') });

  it('nothing', async () => {
    expect(await goesThrough({ KAFKA_BROKERS: testBroker().plain })).toEqual(['there and back']);
  });

  it.each([[256], [512]])('a name and a password (SCRAM-SHA-%i)', async (size) => {
    const environment = { KAFKA_BROKERS: testBroker().sasl, ...scram(size) };
    expect(await goesThrough({ ...environment, KAFKA_SASL_PASSWORD: testBroker().user.password })).toEqual(['there and back']);
    expect(await goesThrough({ ...environment, ...passwordFile() })).toEqual(['there and back']);
  });

  it('TLS, from an authority that a file names', async () => {
    expect(await goesThrough({ KAFKA_BROKERS: testBroker().tls, ...ca() })).toEqual(['there and back']);
  });

  it('both', async () => {
    expect(await goesThrough({ KAFKA_BROKERS: testBroker().saslTls, ...ca(), ...scram(512), ...passwordFile() })).toEqual(['there and back']);
  });

  it('a password that changes, which the same client reads for each connection', async () => {
    const file = join(dir, 'changing');
    await writeFile(file, 'the old one');
    const kafka = await kafkaOf({ KAFKA_BROKERS: testBroker().sasl, ...scram(512), KAFKA_SASL_PASSWORD_FILE: file });
    await expect(withAdmin(kafka, (admin) => admin.listTopics())).rejects.toThrow(/[Aa]uthentication failed/);
    await writeFile(file, `${testBroker().user.password}\n`);
    expect(Array.isArray(await withAdmin(kafka, (admin) => admin.listTopics()))).toBe(true);
    await writeFile(file, 'a later one');
    await expect(withAdmin(kafka, (admin) => admin.listTopics())).rejects.toThrow(/[Aa]uthentication failed/);
  });

  it.each<[string, () => Record<string, string>, RegExp]>([
    ['a wrong password', () => ({ KAFKA_BROKERS: testBroker().sasl, ...scram(512), KAFKA_SASL_PASSWORD: 'wrong' }), /[Aa]uthentication failed/],
    ['an authority that nobody named', () => ({ KAFKA_BROKERS: testBroker().tls, KAFKA_TLS: 'yes' }), /self-signed certificate/],
  ])('more than it is given: %s', async (_what, environment, sentence) => {
    const kafka = await kafkaOf(environment());
    await expect(withAdmin(kafka, (admin) => admin.listTopics())).rejects.toThrow(sentence);
  });
});

describe('settings that do not go together', () => {
  const wrong = (environment: Record<string, string>): readonly string[] => {
    try {
      readSettings(environment);
    } catch (error) {
      if (error instanceof ConfigurationError) return error.wrong.map(({ name }) => name);
      throw error;
    }
    return [];
  };

  it.each<[Record<string, string>, readonly string[]]>([
    [{ KAFKA_SASL_MECHANISM: 'scram-sha-512' }, ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD']],
    [{ KAFKA_SASL_MECHANISM: 'gssapi', KAFKA_SASL_USERNAME: 'a', KAFKA_SASL_PASSWORD: 'b' }, ['KAFKA_SASL_MECHANISM']],
    [{ KAFKA_TLS_CERT_FILE: 'a.pem' }, ['KAFKA_TLS_KEY_FILE']],
    [{ KAFKA_TLS_KEY_FILE: 'a.pem' }, ['KAFKA_TLS_CERT_FILE']],
    [{ KAFKA_TLS: 'perhaps' }, ['KAFKA_TLS']],
    [{ KAFKA_PARTITIONS: '0', KAFKA_REPLICATION: '0' }, ['KAFKA_PARTITIONS', 'KAFKA_REPLICATION']],
  ])('are refused by name: %j', (environment, names) => {
    expect(wrong(environment)).toEqual(names);
  });

  it('name no broker when there is none', async () => {
    expect(await kafkaConnectionOf(readSettings({}))).toBeUndefined();
  });
});
