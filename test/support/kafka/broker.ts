// The one Kafka broker that the `.kafka.spec.ts` suites share, a real one; see scripts/kafka.mjs. Suites learn of it
// through the environment, which Jest's workers inherit, and make topics of their own on it (`topics.ts`).
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type RunningKafka, startKafka, whyNoKafka } from '../../../scripts/kafka.mjs';
import { selfSigned } from '../eventstoredb/certificate.js';

export const brokerVariable = 'COVENANT_TEST_KAFKA';

/** `host:port` of each way in. */
export interface TestBroker {
  readonly plain: string;
  /** SCRAM in the clear, SCRAM in TLS, TLS alone. */
  readonly sasl: string;
  readonly saslTls: string;
  readonly tls: string;
  /** A way in that tells clients another port than its own: put a proxy there. */
  readonly behindProxy: { readonly real: number; readonly told: number };
  /** The broker's certificate, which is its own authority, in PEM. */
  readonly ca: string;
  readonly user: { readonly username: string; readonly password: string };
  /** Where its log is. */
  readonly dir: string;
}

interface Held {
  readonly running: RunningKafka;
  readonly dir: string;
}

/** Held on the global object, because set-up and teardown may load this module twice. */
const held = globalThis as typeof globalThis & { covenantBroker?: Held };

export async function startBroker(): Promise<void> {
  if (held.covenantBroker) return;
  const reason = whyNoKafka();
  if (reason !== undefined) throw new Error(`The Kafka suites cannot run: ${reason}.`);
  const dir = await mkdtemp(join(tmpdir(), 'covenant-kafka-'));
  const user = { username: 'covenant', password: 'a password for tests only' };
  const { certificate, key } = selfSigned();
  await writeFile(join(dir, 'broker.pem'), key + certificate);
  const [plain, sasl, saslTls, tls, real, told] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const running = await startKafka({
    dir: join(dir, 'broker'),
    port: plain,
    listeners: {
      SASL: { protocol: 'SASL_PLAINTEXT', port: sasl },
      SASLTLS: { protocol: 'SASL_SSL', port: saslTls },
      TLS: { protocol: 'SSL', port: tls },
      PROXIED: { protocol: 'PLAINTEXT', port: real, advertised: told },
    },
    format: ['256', '512'].flatMap((size) => [
      '--add-scram',
      `SCRAM-SHA-${size}=[name=${user.username},password="${user.password}"]`,
    ]),
    properties: {
      'sasl.enabled.mechanisms': 'SCRAM-SHA-256,SCRAM-SHA-512',
      ...Object.fromEntries(
        ['sasl', 'sasltls'].flatMap((listener) =>
          ['scram-sha-256', 'scram-sha-512'].map((mechanism) => [
            `listener.name.${listener}.${mechanism}.sasl.jaas.config`,
            'org.apache.kafka.common.security.scram.ScramLoginModule required;',
          ]),
        ),
      ),
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': join(dir, 'broker.pem'),
      'ssl.endpoint.identification.algorithm': '',
    },
  });
  held.covenantBroker = { running, dir };
  const broker: TestBroker = {
    plain: `127.0.0.1:${plain}`,
    sasl: `127.0.0.1:${sasl}`,
    saslTls: `127.0.0.1:${saslTls}`,
    tls: `127.0.0.1:${tls}`,
    behindProxy: { real, told },
    ca: certificate,
    user,
    dir,
  };
  process.env[brokerVariable] = JSON.stringify(broker);
}

export async function stopBroker(): Promise<void> {
  const broker = held.covenantBroker;
  if (!broker) return;
  delete held.covenantBroker;
  await broker.running.kill();
  await rm(broker.dir, { recursive: true, force: true });
}

/** For suites. */
export function testBroker(): TestBroker {
  const text = process.env[brokerVariable];
  if (text === undefined) throw new Error('No test broker: name this file .kafka.spec.ts.');
  return JSON.parse(text) as TestBroker;
}
