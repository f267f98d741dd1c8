import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { afterwards, loggedIds, openStore, startFake } from '../../../libs/event-store/src/eventstoredb/fixture.contract.js';
import { newEvent, newStream } from '../../../libs/event-store/src/contract/harness.contract.js';
import { FakeEventStoreDb, FakeLog } from './index.js';
import { namedServer, type NamedEnvironment } from './named.js';
import { selfSigned } from './certificate.js';

const through = async (fake: FakeEventStoreDb, environment: NamedEnvironment): Promise<void> => {
  const named = await namedServer(environment);
  afterwards(() => named.close());
  const { url, ...options } = named.options;
  const store = await openStore(url, options);
  for (const fault of ['loseRequest', 'loseReply'] as const) {
    const [stream, event] = [newStream(), newEvent()];
    const before = fake.count('append');
    named.proxy[fault](stream);
    await store.append(stream, 'no-stream', [event]);
    expect(loggedIds(fake).filter((id) => id === event.id)).toHaveLength(1);
    expect(fake.count('append')).toBe(before + (fault === 'loseReply' ? 2 : 1));
  }
};

describe('a server named for the contract suite', () => {
  it('is reached through a proxy that breaks its lines', async () => {
    const fake = await startFake();
    await through(fake, { EVENTSTORE_URL: fake.url });
  });

  it('is so with TLS, credentials and three nodes, at its leader', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'covenant-tls-'));
    afterwards(() => rm(folder, { recursive: true }));
    const tls = selfSigned();
    const authority = join(folder, 'authority.pem');
    await writeFile(authority, tls.certificate);
    const log = new FakeLog();
    const user = { username: 'ledger', password: 'word' };
    const nodes = [await startFake({ log, tls, user }), await startFake({ log, tls, user })];
    nodes.forEach((node, index) => {
      node.members = nodes;
      node.leads = index === 1;
    });
    const [follower, leader] = nodes;
    if (!follower || !leader) throw new Error('two nodes');
    await through(leader, {
      EVENTSTORE_URL: `esdb+discover://ledger:word@localhost:${follower.port},localhost:${leader.port}`,
      EVENTSTORE_TLS_CA_FILE: authority,
    });
  });
});
