// What stands around a ledger in the distributed profile: notary, relay and projector as processes of the build, a topic
// of their own on the run's broker, and an issuer of tokens.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type IssuerServer, LocalIssuer, serveIssuer } from '@covenant/access';
import { testBroker } from './kafka/broker.js';
import { deleteTopics, newTopic } from './kafka/topics.js';

export const isDistributed = process.env['TEST_PROFILE'] === 'distributed';

const repository = join(import.meta.dirname, '..', '..');

export interface Surrounded {
  /** Settings of every process, the ledger's too. */
  readonly environment: Readonly<Record<string, string>>;
  readonly issuer: IssuerServer;
  stop(): Promise<void>;
}

export interface Surround {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly environment: Readonly<Record<string, string>> | undefined;
  /** Another ledger on the same database has the processes already. */
  readonly beside: Surrounded | undefined;
}

export async function surround({ databaseUrl, dataDir, environment = {}, beside }: Surround): Promise<Surrounded> {
  const issuer = await serveIssuer(await LocalIssuer.open(dataDir), '127.0.0.1', 0);
  const topic = beside?.environment['KAFKA_TOPIC'] ?? newTopic();
  const settings = {
    PROFILE: 'distributed',
    DATABASE_URL: databaseUrl,
    OIDC_ISSUER: issuer.issuer,
    KAFKA_BROKERS: testBroker().plain,
    KAFKA_TOPIC: topic,
    KAFKA_PARTITIONS: '3',
    KAFKA_REPLICATION: '1',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    ...environment,
  };
  const children = beside === undefined ? ['notary', 'relay', 'projector'].map((name) => new Child(name, settings)) : [];
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

class Child {
  private said = '';
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown[]>;

  constructor(
    private readonly name: string,
    settings: Readonly<Record<string, string>>,
  ) {
    const main = join(repository, 'dist', 'apps', name, 'src', 'main.js');
    if (!existsSync(main)) throw new Error('There is no build: run `npm run build`, or the suites by `npm run test:distributed`.');
    const { PATH = '', HOME = '' } = process.env;
    this.child = spawn(process.execPath, [main], { env: { PATH, HOME, ...settings, PORT: '0' }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    this.ended = once(this.child, 'close');
  }

  /** @throws when it had ended before, or does not end in order */
  async stop(): Promise<void> {
    const early = this.child.exitCode !== null || this.child.signalCode !== null;
    this.child.kill('SIGTERM');
    const [status] = await this.ended;
    if (early || status !== 0) throw new Error(`the ${this.name} ended ${early ? 'by itself ' : ''}with ${String(status)}: ${this.said}`);
  }
}
