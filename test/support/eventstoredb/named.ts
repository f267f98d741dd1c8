// An EventStoreDB that somebody names (EVENTSTORE_URL), made ready for the contract suite: every line to its leader goes
// through a proxy that can break it, TLS taken off before the proxy and put on again behind it.
import { exec } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, isIP, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { promisify } from 'node:util';
import { connectionOf } from '../../../libs/event-store/src/eventstoredb/connection.js';
import { withDefaults, type EventStoreDbOptions } from '../../../libs/event-store/src/eventstoredb/options.js';
import { EventStoreDbStore } from '../../../libs/event-store/src/eventstoredb/store.js';
import { faultProxy, type FaultProxy } from '../proxy.js';
import { selfSigned } from './certificate.js';
import { leaderOf, type Endpoint } from './cluster.js';
import { answersCall } from './frames.js';
import { joined, Listeners } from './lines.js';
import { type NamedEnvironment, refuseLedger } from './somebody.js';

export interface NamedServer {
  /** How a store reaches the server through the proxy. */
  readonly options: EventStoreDbOptions;
  readonly proxy: FaultProxy;
  /** Runs `restart` and waits until the server, or the cluster's leader, answers; without one it can only break the lines, and says so. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

/** How long a killed server may take until it leads again. */
const comeBackWithin = 180_000;

/** @throws Error when the server holds the events of a ledger, which must not get the suite's among them */
export async function namedServer(environment: NamedEnvironment): Promise<NamedServer> {
  const given = await optionsOf(environment);
  const connection = connectionOf(withDefaults(given));
  const { insecure = false, rootCertificate: ca, userCertFile: cert, userKeyFile: key } = connection.channel;
  const { EVENTSTORE_RESTART: restart } = environment;
  let leader: Endpoint = await leaderOf(connection);
  const listeners = new Listeners();

  const toLeader = (): Socket => {
    const { address: host, port } = leader;
    if (insecure) return connect(port, host);
    // A name of TLS is never an address; without one the certificate is held against the host all the same.
    const name = isIP(host) === 0 ? { servername: host } : {};
    return connectTls({ host, port, ...name, ca, cert, key, ALPNProtocols: ['h2'] });
  };
  const proxy = await faultProxy('127.0.0.1', await listeners.listen((socket) => joined(socket, toLeader())), answersCall);
  const front = insecure ? undefined : await tlsBefore(proxy.port, listeners);
  const options: EventStoreDbOptions = {
    url: `esdb://${insecure ? '127.0.0.1' : 'localhost'}:${front?.port ?? proxy.port}?tls=${!insecure}`,
    ...connection.credentials,
    ...(front === undefined ? {} : { tlsCaFile: front.authority }),
  };
  const close = async (): Promise<void> => {
    await proxy.close();
    await listeners.close();
    if (front !== undefined) await rm(front.folder, { recursive: true });
  };
  try {
    await refuseLedger(connection, environment);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    options,
    proxy,
    async crash() {
      if (restart === undefined) {
        process.stderr.write('The named server is not killed, only cut off: EVENTSTORE_RESTART names no command.\n');
        return proxy.cut();
      }
      await promisify(exec)(restart);
      await untilBack(async () => {
        leader = await leaderOf(connection);
        proxy.cut();
        await (await EventStoreDbStore.open({ ...options, unavailableAfter: 1_000 })).close();
      });
    },
    close,
  };
}

async function optionsOf(environment: NamedEnvironment): Promise<EventStoreDbOptions> {
  const file = environment.EVENTSTORE_PASSWORD_FILE;
  const password = environment.EVENTSTORE_PASSWORD ?? (file === undefined ? undefined : (await readFile(file, 'utf8')).trimEnd());
  const { EVENTSTORE_USERNAME: username, EVENTSTORE_TLS_CA_FILE: tlsCaFile } = environment;
  const { EVENTSTORE_TLS_CERT_FILE: tlsCertFile, EVENTSTORE_TLS_KEY_FILE: tlsKeyFile } = environment;
  return { url: environment.EVENTSTORE_URL ?? '', username, password, tlsCaFile, tlsCertFile, tlsKeyFile };
}

/** TLS with an authority of our own in front of the proxy. */
async function tlsBefore(port: number, listeners: Listeners): Promise<{ readonly port: number; readonly authority: string; readonly folder: string }> {
  const { certificate, key } = selfSigned();
  const folder = await mkdtemp(join(tmpdir(), 'covenant-named-'));
  const authority = join(folder, 'authority.pem');
  await writeFile(authority, certificate);
  const server = createTlsServer({ cert: certificate, key, ALPNProtocols: ['h2'] }, (socket) =>
    joined(socket, connect(port, '127.0.0.1')),
  );
  return { port: await listeners.listen(server), authority, folder };
}

/** @throws what stood in the way last, when time is up */
async function untilBack(work: () => Promise<void>): Promise<void> {
  const end = performance.now() + comeBackWithin;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > end) throw error;
      await pause(250);
    }
  }
}
