// What stands around a ledger in the distributed profile: notary, relay and projector as processes of the build, a topic
// of their own on the run's broker, and an issuer of tokens.
import { type IssuerServer, LocalIssuer, serveIssuer } from '@covenant/access';
import { BuiltProcess } from './built-process.js';
import type { TestDatabase } from './database.js';
import { testBroker } from './kafka/broker.js';
import { deleteTopics, newTopic } from './kafka/topics.js';

export const isDistributed = process.env['TEST_PROFILE'] === 'distributed';

export interface Surrounded {
  /** Settings of the ledger; the others have the same ones and an account of the database each. */
  readonly environment: Readonly<Record<string, string>>;
  readonly issuer: IssuerServer;
  stop(): Promise<void>;
}

export interface Surround {
  readonly database: TestDatabase;
  readonly dataDir: string;
  readonly environment: Readonly<Record<string, string>> | undefined;
  /** Another ledger on the same database has the processes already. */
  readonly beside: Surrounded | undefined;
}

export async function surround({ database, dataDir, environment = {}, beside }: Surround): Promise<Surrounded> {
  const issuer = await serveIssuer(await LocalIssuer.open(dataDir, 'trial'), '127.0.0.1', 0);
  const topic = beside?.environment['KAFKA_TOPIC'] ?? newTopic();
  const settings = {
    PROFILE: 'distributed',
    DATABASE_URL: database.urlOf('ledger'),
    OIDC_ISSUER: issuer.issuer,
    KAFKA_BROKERS: testBroker().plain,
    KAFKA_TOPIC: topic,
    KAFKA_PARTITIONS: '3',
    KAFKA_REPLICATION: '1',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    ...environment,
  };
  const children = beside === undefined ? (['notary', 'relay', 'projector'] as const).map((name) => new BuiltProcess(name, { ...settings, DATABASE_URL: database.urlOf(name) })) : [];
  return {
    environment: settings,
    issuer,
    stop: async () => {
      const ended = await Promise.allSettled(children.map((child) => child.stop()));
      await issuer.close();
      if (beside === undefined) await deleteTopics(topic);
      const failures = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []));
      if (failures.length > 0) throw new AggregateError(failures, failures.map(({ message }) => message).join('\n'));
    },
  };
}
