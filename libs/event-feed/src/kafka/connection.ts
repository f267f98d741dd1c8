import { readFile } from 'node:fs/promises';
import { passwordIn, type Settings } from '@covenant/platform';
import { Kafka, logLevel, type KafkaConfig, type logCreator, type SASLOptions } from 'kafkajs';

/** Where the brokers are and how they are spoken to. Certificates and keys are PEM. */
export interface KafkaConnection {
  /** `host:port` */
  readonly brokers: readonly string[];
  /** Shown in the brokers' logs and quotas. Default `covenant`. */
  readonly clientId?: string;
  /** Absent: in the clear. Empty: TLS with the authorities that the system trusts. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl?: SASLOptions;
  /** Milliseconds until a request that was not answered counts as lost. Default 10,000. */
  readonly requestTimeout?: number;
}

/** Where the Kafka parts say what a person may want to know. */
export interface KafkaLog {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** The connection that the settings name. Reads the files that they name; undefined when they name no broker. */
export async function kafkaConnectionOf(settings: Settings): Promise<KafkaConnection | undefined> {
  const { kafkaBrokers, kafkaTls, kafkaTlsCaFile, kafkaTlsCertFile, kafkaTlsKeyFile } = settings;
  const { kafkaSaslMechanism: mechanism, kafkaSaslUsername, kafkaSaslPassword, kafkaSaslPasswordFile } = settings;
  if (kafkaBrokers === undefined) return undefined;
  const encrypted = kafkaTls === 'yes' || kafkaTlsCaFile !== undefined || kafkaTlsCertFile !== undefined;
  const tls = { ...(await texts({ ca: kafkaTlsCaFile, cert: kafkaTlsCertFile, key: kafkaTlsKeyFile })) };
  const named = mechanism === undefined ? undefined : saslOf(mechanism, kafkaSaslUsername ?? '', kafkaSaslPassword, kafkaSaslPasswordFile);
  return {
    brokers: kafkaBrokers,
    ...(encrypted ? { tls } : {}),
    ...(named === undefined ? {} : { sasl: named }),
  };
}

type Mechanism = NonNullable<Settings['kafkaSaslMechanism']>;

/** kafkajs asks for the password when it names itself to a broker, each time that it connects. A file is read at once too: whether it is there is told at the start. */
function saslOf(mechanism: Mechanism, username: string, password: string | undefined, file: string | undefined): SASLOptions {
  if (password !== undefined || file === undefined) return { mechanism, username, password: password ?? '' };
  passwordIn(file);
  return {
    mechanism,
    username,
    get password() {
      return passwordIn(file);
    },
  };
}

async function texts<Name extends string>(
  files: Readonly<Record<Name, string | undefined>>,
): Promise<Partial<Record<Name, string>>> {
  const read: Partial<Record<Name, string>> = {};
  for (const name of Object.keys(files) as Name[]) {
    const file = files[name];
    if (file !== undefined) read[name] = await readFile(file, 'utf8');
  }
  return read;
}

/**
 * A client of kafkajs with every limit said, none left to its defaults: those differ when `NODE_ENV` is `test`, and
 * some are endless. Retries inside the client are few; who uses it begins anew with a new producer or consumer.
 */
export function kafkaClient(connection: KafkaConnection, log: KafkaLog): Kafka {
  const config: KafkaConfig = {
    brokers: [...connection.brokers],
    clientId: connection.clientId ?? 'covenant',
    connectionTimeout: 5_000,
    authenticationTimeout: 5_000,
    requestTimeout: connection.requestTimeout ?? 10_000,
    enforceRequestTimeout: true,
    retry: clientRetries,
    logLevel: logLevel.INFO,
    logCreator: told(log),
    ...(connection.tls === undefined ? {} : { ssl: connection.tls }),
    ...(connection.sasl === undefined ? {} : { sasl: connection.sasl }),
  };
  return new Kafka(config);
}

export const clientRetries = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4, factor: 0.2, multiplier: 2 };

/** What kafkajs calls an error is, nearly always, something that it then tries again: a warning of ours at most. */
const told =
  (log: KafkaLog): logCreator =>
  () =>
  ({ level, namespace, log: { message, ...rest } }) => {
    const error: unknown = rest['error'];
    const line = `kafka ${namespace}: ${message}${typeof error === 'string' && error !== message ? ` (${error})` : ''}`;
    if (level === logLevel.ERROR || (level === logLevel.WARN && !expected.test(message))) log.warn(line);
    else log.debug(line);
  };

/** Said of every producer of ours, on purpose: see `Sender`. And of every rebalance, which is nothing wrong. */
const expected = /^(Limiting retries for the idempotent producer|The group is rebalancing)/;
