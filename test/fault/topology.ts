// The distributed profile as it is run: ledger, two relays, projectors, notaries and clocks, each a process of the
// build with lines of its own to the engines.
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type IssuerServer, LocalIssuer, serveIssuer } from '@covenant/access';
import type { HealthReport } from '@covenant/platform';
import { Engines } from './engines.js';
import { Member } from './member.js';
import type { StoreEngine } from './store.js';

export const topic = 'covenant.events.v1';
const labels = ['ledger', 'relay-1', 'relay-2', 'projector-1', 'projector-2', 'notary-1', 'notary-2', 'clock-1', 'clock-2'];
const senders = new Set(['relay-1', 'relay-2']);
const kindOf = (label: string): string => label.replace(/-\d$/, '');

/** Which part of a process' readiness says whether it leads, and in which word. */
const leading = { relay: { part: 'relay', word: 'leading' }, notary: { part: 'public-log', word: 'following' } } as const;
export type Led = keyof typeof leading;

export class Topology {
  readonly members: readonly Member[];

  private constructor(
    readonly engines: Engines,
    readonly issuer: LocalIssuer,
    private readonly issuing: IssuerServer,
    private readonly dir: string,
  ) {
    this.members = labels.map((label) => {
      const settings = {
        PROFILE: 'distributed',
        DATABASE_URL: engines.databaseUrlFor(label),
        KAFKA_BROKERS: engines.brokersFor(label),
        KAFKA_PARTITIONS: '4',
        KAFKA_REPLICATION: '1',
        OIDC_ISSUER: issuing.issuer,
        ...engines.storeFor(label),
        CLOCK_INTERVAL: '1',
        DATA_DIR: join(dir, label),
        LOG_LEVEL: 'info',
      };
      return new Member({ label, name: kindOf(label), settings, args: label === 'ledger' ? ['--empty'] : [] });
    });
  }

  /** Resolves when the engines run and every process was started; they need a while until they are ready. */
  static async start(dir: string, store?: StoreEngine): Promise<Topology> {
    const engines = await Engines.start(dir, labels, senders, store);
    const issuer = await LocalIssuer.open(dir, 'trial');
    const topology = new Topology(engines, issuer, await serveIssuer(issuer, '127.0.0.1', 0), dir);
    topology.member('notary-1').start();
    await topology.shareKeys();
    for (const one of topology.members) if (one.label !== 'notary-1') one.start();
    return topology;
  }

  get issuerUrl(): string {
    return this.issuing.issuer;
  }

  member(label: string): Member {
    const found = this.members.find((one) => one.label === label);
    if (found === undefined) throw new Error(`there is no ${label}`);
    return found;
  }

  /** Those of a kind that say they lead, now; `but` is not asked, for one that sleeps is waited for. */
  async leaders(kind: Led, but?: Member): Promise<readonly Member[]> {
    const { part, word } = leading[kind];
    const asked = this.of(kind).filter((one) => one !== but);
    const states = await Promise.all(asked.map(async (one) => ({ one, report: await one.readiness() })));
    return states.filter(({ report }) => stateOf(report, part) === word).map(({ one }) => one);
  }

  of(kind: string): readonly Member[] {
    return this.members.filter(({ name }) => name === kind);
  }

  /** Ends all of it, those in order that can. */
  async stop(): Promise<void> {
    const ended = await Promise.allSettled(this.members.map((one) => one.stop()));
    await this.engines.stop();
    await this.issuing.close();
    const failures = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []));
    if (failures.length > 0) throw new AggregateError(failures, failures.map(({ message }) => message).join('\n'));
  }

  /** Ends all of it at once. */
  async kill(): Promise<void> {
    await Promise.all(this.members.map((one) => one.end()));
    await this.engines.stop();
    await this.issuing.close();
  }

  /** The log's keys are the log: the second notary signs with those that the first one made. */
  private async shareKeys(): Promise<void> {
    const deadline = performance.now() + 180_000;
    const [from, to] = [join(this.dir, 'notary-1'), join(this.dir, 'notary-2')];
    while ((await this.leaders('notary')).length === 0) {
      if (performance.now() > deadline) throw new Error(`the first notary did not start: ${this.member('notary-1').said}`);
      await pause(50);
    }
    await mkdir(to, { recursive: true });
    for (const name of await readdir(from)) if (/^log.*\.key$/.test(name)) await copyFile(join(from, name), join(to, name));
  }
}

export const stateOf = (report: HealthReport | undefined, part: string): unknown => report?.parts[part]?.detail['state'];
