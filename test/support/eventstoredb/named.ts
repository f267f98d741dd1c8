// An EventStoreDB that somebody names (EVENTSTORE_URL), made ready for the contract suite: every line to its leader goes
// through a proxy that can break it, TLS taken off before the proxy and put on again behind it.
import { exec } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, connect, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { promisify } from 'node:util';
import { credentials, status } from '@grpc/grpc-js';
import gossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import { connectionOf } from '../../../libs/event-store/src/eventstoredb/connection.js';
import { withDefaults, type EventStoreDbOptions } from '../../../libs/event-store/src/eventstoredb/options.js';
import { faultProxy, type FaultProxy } from '../proxy.js';
import { selfSigned } from './certificate.js';

export interface NamedServer {
  /** How a store reaches the server through the proxy. */
  readonly options: EventStoreDbOptions;
  readonly proxy: FaultProxy;
  /** Runs `restart`; without one it can only break the lines, and says so. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

/** EVENTSTORE_URL, EVENTSTORE_USERNAME, EVENTSTORE_PASSWORD, EVENTSTORE_TLS_CA_FILE and EVENTSTORE_RESTART. */
export type NamedEnvironment = Readonly<Record<string, string | undefined>>;

export async function namedServer(environment: NamedEnvironment): Promise<NamedServer> {
  const { EVENTSTORE_URL: url = '', EVENTSTORE_TLS_CA_FILE: tlsCaFile, EVENTSTORE_RESTART: restart } = environment;
  const username = environment.EVENTSTORE_USERNAME;
  const password = environment.EVENTSTORE_PASSWORD;
  const connection = connectionOf(withDefaults({ url, username, password, tlsCaFile }));
  const ca = tlsCaFile === undefined ? undefined : await readFile(tlsCaFile);
  const insecure = connection.channel.insecure === true;
  const leader = await leaderOf(connection, connection.channel.rootCertificate);
  const closers: (() => Promise<unknown>)[] = [];
  const listening = async (server: Server): Promise<number> => {
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => void sockets.add(socket.once('close', () => sockets.delete(socket))));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    });
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };

  const secure = (): Socket =>
    connectTls({ host: leader.address, port: leader.port, servername: leader.address, ca, ALPNProtocols: ['h2'] });
  const target = insecure ? leader.port : await listening(createServer((socket) => joined(socket, secure())));
  const proxy = await faultProxy(insecure ? leader.address : '127.0.0.1', target);
  closers.push(() => proxy.close());
  let port = proxy.port;
  let authority: string | undefined;
  if (!insecure) {
    const { certificate, key } = selfSigned();
    const folder = await mkdtemp(join(tmpdir(), 'covenant-named-'));
    closers.push(() => rm(folder, { recursive: true }));
    authority = join(folder, 'authority.pem');
    await writeFile(authority, certificate);
    const front = createTlsServer({ cert: certificate, key, ALPNProtocols: ['h2'] }, (socket) =>
      joined(socket, connect(proxy.port, '127.0.0.1')),
    );
    port = await listening(front);
  }
  return {
    options: {
      url: `esdb://${insecure ? '127.0.0.1' : 'localhost'}:${port}?tls=${!insecure}`,
      ...connection.credentials,
      ...(authority === undefined ? {} : { tlsCaFile: authority }),
    },
    proxy,
    async crash() {
      if (restart !== undefined) await promisify(exec)(restart);
      else {
        process.stderr.write('The named server is not killed, only cut off: EVENTSTORE_RESTART names no command.\n');
        proxy.cut();
      }
    },
    async close() {
      for (const close of closers.reverse()) await close();
    },
  };
}

function joined(one: Socket, other: Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    // Small frames that wait for each other's acknowledgement would cost 40 ms each.
    from.setNoDelay(true);
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
  }
}

type Endpoint = { readonly address: string; readonly port: number };

/** The node itself where one is named, else whom the first that answers takes for the leader. */
async function leaderOf({ settings }: ReturnType<typeof connectionOf>, ca: Buffer | undefined): Promise<Endpoint> {
  if ('endpoint' in settings && typeof settings.endpoint === 'object') return settings.endpoint;
  const seeds = 'endpoints' in settings ? settings.endpoints : 'discover' in settings ? [settings.discover] : [];
  for (const { address, port } of seeds) {
    const info = await membersFrom(`${address}:${port}`, ca);
    for (const member of info?.getMembersList() ?? []) {
      const endpoint = member.getHttpEndPoint();
      if (member.getIsAlive() && member.getState() === gossip.MemberInfo.VNodeState.LEADER && endpoint) {
        return { address: endpoint.getAddress(), port: endpoint.getPort() };
      }
    }
  }
  throw new Error('no node of the cluster names a leader');
}

function membersFrom(address: string, ca: Buffer | undefined): Promise<ClusterInfo | undefined> {
  const channel = ca === undefined ? credentials.createInsecure() : credentials.createSsl(ca);
  const client = new gossipService.GossipClient(address, channel);
  return new Promise((resolve) => {
    client.read(new shared.Empty(), (error, info) => {
      client.close();
      resolve(error?.code === status.OK || error === null ? info : undefined);
    });
  });
}
