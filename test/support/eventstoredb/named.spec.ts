import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { NamedServer } from './named.js';
import { afterwards, loggedIds, openStore, startFake } from '../../../libs/event-store/src/eventstoredb/fixture.contract.js';
import { newEvent, newStream } from '../../../libs/event-store/src/contract/harness.contract.js';
import { FakeEventStoreDb, FakeLog } from './index.js';
import { namedServer } from './named.js';
import type { NamedEnvironment } from './somebody.js';
import { selfSigned } from './certificate.js';
import { answersCall } from './frames.js';

const reach = async (environment: NamedEnvironment): Promise<NamedServer> => {
  const named = await namedServer(environment);
  afterwards(() => named.close());
  return named;
};

const through = async (fake: FakeEventStoreDb, named: NamedServer): Promise<void> => {
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

describe('bytes of a server', () => {
  const frame = (type: number, length: number): Buffer => Buffer.from([0, 0, length, type, 0, 0, 0, 0, 1, ...new Uint8Array(length)]);
  const [data, headers, settings, ping, window] = [frame(0, 5), frame(1, 20), frame(4, 0), frame(6, 8), frame(8, 4)];

  it.each([
    ['data', data, true],
    ['headers behind an acknowledgement', Buffer.concat([settings, headers]), true],
    ['acknowledgements and room for more', Buffer.concat([settings, ping, window]), false],
    ['what does not begin with a frame', Buffer.from('HTTP/1.1 400'), true],
  ])('%s: an answer or not', (_case, bytes, answer) => {
    expect(answersCall(bytes)).toBe(answer);
  });
});

describe('a server named for the contract suite', () => {
  it('is reached through a proxy that breaks its lines', async () => {
    const fake = await startFake();
    await through(fake, await reach({ EVENTSTORE_URL: fake.url }));
  });

  it('is not written to when a ledger has written there, and may hold what other programs wrote', async () => {
    const fake = await startFake();
    const stored = (metadata: object) => {
      const bytes = (value: object) => new TextEncoder().encode(JSON.stringify(value));
      return [{ id: randomUUID(), type: 'Something', contentType: 'application/json', data: bytes({}), metadata: bytes(metadata) }];
    };
    fake.log.append('orders-1', 'no-stream', stored({ of: 'another program' }));
    await through(fake, await reach({ EVENTSTORE_URL: fake.url }));

    fake.log.append('commitment-1', 'no-stream', stored({ cityId: 'x', recordedAt: '2026-01-01T00:00:00.000Z' }));
    const before = fake.log.all.length;
    await expect(reach({ EVENTSTORE_URL: fake.url })).rejects.toThrow('holds a ledger');
    expect(fake.log.all.length).toBe(before);
    await through(fake, await reach({ EVENTSTORE_URL: fake.url, EVENTSTORE_LEDGER_MAY_BE_SPOILT: 'yes' }));
  });

  it('is so with TLS, credentials and several nodes, at its leader, also when that is another after a restart', async () => {
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
    const named = await reach({
      EVENTSTORE_URL: `esdb+discover://ledger:word@localhost:${follower.port},localhost:${leader.port}`,
      EVENTSTORE_TLS_CA_FILE: authority,
      EVENTSTORE_RESTART: 'exit 0',
    });
    await through(leader, named);

    await leader.kill();
    leader.leads = false;
    const restarted = named.crash();
    // Nobody leads for a while, as after a real restart.
    await follower.arrived('gossip', follower.count('gossip') + 2);
    follower.leads = true;
    await restarted;
    await through(follower, named);
  });
});
