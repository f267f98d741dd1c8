import { credentials, Metadata, status, type ChannelCredentials } from '@grpc/grpc-js';
import gossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { Connection } from '../../../libs/event-store/src/eventstoredb/connection.js';

export type Endpoint = { readonly address: string; readonly port: number };

/** The node itself where one is named, else whom the first that answers takes for the leader. */
export async function leaderOf({ settings, channel }: Connection): Promise<Endpoint> {
  if ('endpoint' in settings && typeof settings.endpoint === 'object') return settings.endpoint;
  const seeds = 'endpoints' in settings ? settings.endpoints : 'discover' in settings ? [settings.discover] : [];
  const { insecure, rootCertificate, userKeyFile, userCertFile } = channel;
  const asWhom = insecure ? credentials.createInsecure() : credentials.createSsl(rootCertificate, userKeyFile, userCertFile);
  for (const { address, port } of seeds) {
    const info = await membersFrom(`${address}:${port}`, asWhom);
    for (const member of info?.getMembersList() ?? []) {
      const endpoint = member.getHttpEndPoint();
      if (member.getIsAlive() && member.getState() === gossip.MemberInfo.VNodeState.LEADER && endpoint) {
        return { address: endpoint.getAddress(), port: endpoint.getPort() };
      }
    }
  }
  throw new Error('no node of the cluster names a leader');
}

function membersFrom(address: string, channel: ChannelCredentials): Promise<ClusterInfo | undefined> {
  const client = new gossipService.GossipClient(address, channel);
  return new Promise((resolve) => {
    client.read(new shared.Empty(), new Metadata(), { deadline: Date.now() + 5_000 }, (error, info) => {
      client.close();
      resolve(error?.code === status.OK || error === null ? info : undefined);
    });
  });
}
