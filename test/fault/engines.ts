// PostgreSQL and Kafka of their own, which may be killed, and the lines to them.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { appRole, type EmbeddedServer, ownerRole, startEmbedded } from '@covenant/platform';
import { freePort, type RunningKafka, startKafka } from '../../scripts/kafka.mjs';
import { type FakeNetwork, fakeNetwork } from '../support/kafka/network.js';
import { Line } from './line.js';
import type { StoreEngine } from './store.js';

export interface Lines {
  readonly postgres: Line;
  readonly kafka: Line;
  /** Where the store is an engine of its own. */
  readonly eventstore?: Line;
  /** Of who sends: behind the line to Kafka, where answers to what is sent may be lost. */
  readonly network?: FakeNetwork;
}

const database = 'covenant';
/** A broker that was killed is let in again when its last life counts as over; Kafka's own 9 s would be most of a round. */
const properties = { 'broker.session.timeout.ms': '1500', 'broker.heartbeat.interval.ms': '300' };
const schemaMain = join(import.meta.dirname, '..', '..', 'dist', 'apps', 'ledger', 'src', 'schema', 'main.js');

export class Engines {
  private constructor(
    private readonly postgres: EmbeddedServer,
    private readonly startBroker: () => Promise<RunningKafka>,
    private broker: RunningKafka,
    readonly lines: ReadonlyMap<string, Lines>,
    readonly store: StoreEngine | undefined,
  ) {}

  /** A line to each engine for each of `labels`. */
  static async start(dir: string, labels: readonly string[], senders: ReadonlySet<string>, store: StoreEngine | undefined): Promise<Engines> {
    const postgres = await startEmbedded({ folder: dir, restarts: 1_000 });
    const plain = await freePort();
    const lines = new Map<string, Lines>();
    const listeners: Record<string, { protocol: 'PLAINTEXT'; port: number; advertised: number }> = {};
    for (const label of labels) {
      const real = await freePort();
      const between = await freePort();
      const network = senders.has(label) ? { network: await fakeNetwork(between, real) } : {};
      const kafka = await Line.to(senders.has(label) ? between : real);
      const eventstore = store === undefined ? {} : { eventstore: await Line.to(store.port) };
      lines.set(label, { postgres: await Line.to(postgres.port), kafka, ...eventstore, ...network });
      listeners[label.replace('-', '').toUpperCase()] = { protocol: 'PLAINTEXT', port: real, advertised: kafka.port };
    }
    const startBroker = (): Promise<RunningKafka> => startKafka({ dir: join(dir, 'kafka'), port: plain, listeners, properties, jvm: ['-XX:TieredStopAtLevel=1'] });
    const engines = new Engines(postgres, startBroker, await startBroker(), lines, store);
    await engines.makeSchema();
    return engines;
  }

  /** Past all lines, for whoever looks whether everything is right. */
  get databaseUrl(): string {
    return this.urlOf(appRole, this.postgres.secrets.app, this.postgres.port);
  }

  get brokers(): string {
    return `127.0.0.1:${this.broker.port}`;
  }

  databaseUrlFor(label: string): string {
    return this.urlOf(appRole, this.postgres.secrets.app, this.linesOf(label).postgres.port);
  }

  brokersFor(label: string): string {
    return `127.0.0.1:${this.linesOf(label).kafka.port}`;
  }

  /** What a process is told of the store; nothing where it is PostgreSQL. */
  storeFor(label: string): Readonly<Record<string, string>> {
    const { eventstore } = this.linesOf(label);
    return this.store === undefined || eventstore === undefined ? {} : this.store.settingsFor(eventstore.port);
  }

  linesOf(label: string): Lines {
    const lines = this.lines.get(label);
    if (lines === undefined) throw new Error(`${label} has no lines`);
    return lines;
  }

  /** `kill -9`; resolves when the next one runs. */
  async killPostgres(): Promise<void> {
    const pid = this.postgres.pid();
    process.kill(pid, 'SIGKILL');
    await this.postgres.restarted(pid);
  }

  async killBroker(): Promise<void> {
    await this.broker.kill();
    this.broker = await this.startBroker();
  }

  async stop(): Promise<void> {
    for (const { postgres, kafka, eventstore, network } of this.lines.values()) await Promise.all([postgres.end(), kafka.end(), eventstore?.end(), network?.close()]);
    await this.store?.close();
    await this.broker.kill();
    await this.postgres.stop();
  }

  private urlOf(user: string, password: string, port: number): string {
    return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  }

  private async makeSchema(): Promise<void> {
    const { postgres } = this;
    const { PATH = '', HOME = '' } = process.env;
    const settings = {
      PROFILE: 'distributed',
      DATABASE_URL: this.databaseUrl,
      DATABASE_OWNER_URL: this.urlOf(ownerRole, postgres.secrets.owner, postgres.port),
      DATABASE_ADMIN_URL: postgres.adminUrl(),
      OIDC_ISSUER: 'http://127.0.0.1:9',
    };
    await promisify(execFile)(process.execPath, [schemaMain], { env: { PATH, HOME, ...settings } });
  }
}
