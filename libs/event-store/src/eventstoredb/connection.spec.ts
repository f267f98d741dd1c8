import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { FakeLog, selfSigned, type FakeEventStoreDb } from '../../../../test/support/eventstoredb/index.js';
import { newEvent, newStream } from '../contract/harness.contract.js';
import { StoreUnavailable } from '../errors.js';
import { connectionOf, UnusableConnection } from './connection.js';
import { afterwards, loggedIds, openStore, startFake } from './fixture.contract.js';
import { openEventStoreDb } from './open.js';
import { withDefaults, type EventStoreDbOptions } from './options.js';

const read = (url: string, options: Partial<EventStoreDbOptions> = {}) => connectionOf(withDefaults({ url, ...options }));

describe('an address', () => {
  it.each([
    ['esdb://one', { endpoint: { address: 'one', port: 2113 } }],
    ['kurrentdb://one', { endpoint: { address: 'one', port: 2113 } }],
    ['esdb://127.0.0.1:1234/?tls=false', { endpoint: { address: '127.0.0.1', port: 1234 } }],
    ['esdb+discover://cluster.example:2114', { discover: { address: 'cluster.example', port: 2114 } }],
    [
      'esdb+discover://a:1,b:2,c',
      { endpoints: [{ address: 'a', port: 1 }, { address: 'b', port: 2 }, { address: 'c', port: 2113 }] },
    ],
    ['esdb://a:1,b:2', { endpoints: [{ address: 'a', port: 1 }, { address: 'b', port: 2 }] }],
    ['esdb://a?keepAliveInterval=20000&GossipTimeout=3', { keepAliveInterval: 20_000, gossipTimeout: 3 }],
    ['esdb://a', { nodePreference: 'leader', throwOnAppendFailure: true, connectionName: 'covenant-events' }],
  ])('%s is understood', (url, expected) => {
    expect(read(url).settings).toMatchObject(expected);
  });

  it('speaks TLS unless it says otherwise', () => {
    expect(read('esdb://a').channel).toEqual({ insecure: false });
    expect(read('esdb://a?tls=false').channel).toEqual({ insecure: true });
  });

  it('takes name and password from itself, percent-encoded, or from the configuration before that', () => {
    expect(read('esdb://ad%40min:p%3Aw@a').credentials).toEqual({ username: 'ad@min', password: 'p:w' });
    expect(read('esdb://x:y@a', { username: 'u', password: 'p' }).credentials).toEqual({ username: 'u', password: 'p' });
    expect(read('esdb://a').credentials).toBeUndefined();
  });

  it.each([
    ['http://a', 'esdb://host:port'],
    ['esdb://', 'esdb://host:port'],
    ['esdb://a b', 'no host:port'],
    ['esdb://a:123456', 'no host:port'],
    ['esdb://a?colour=red', 'unknown option "colour"'],
    ['esdb://a?throwOnAppendFailure=false', 'can only be true'],
    ['esdb://a?nodePreference=follower', 'can only be leader'],
    ['esdb://a?tlsVerifyCert=false', 'can only be true'],
    ['esdb://a?tls=perhaps', 'tls is true or false'],
    ['esdb://a?keepAliveInterval=5000', 'at least 10000'],
    ['esdb://secret-name@a', 'go together'],
    ['esdb://secret-name:secret%ZZword@a', 'percent-encoded'],
    ['esdb://a?tlsCAFile=/no/such/file', 'cannot be read'],
    ['esdb://a?tls=false&tlsCAFile=/no/such/file', 'tls=false'],
    ['esdb://a?tls=false&userCertFile=/no/such&userKeyFile=/no/such', 'tls=false'],
    ['esdb://a?userCertFile=/no/such/file', 'go together'],
    ['esdb://a?userCertFile=/no/such/file&userKeyFile=/no/such/key', 'cannot be read'],
  ])('%s is refused with the reason, and nothing secret in it', (url, reason) => {
    expect(() => read(url)).toThrow(UnusableConnection);
    expect(() => read(url)).toThrow(reason);
    expect(() => read(url)).not.toThrow(/secret/);
  });
});

describe('TLS and credentials', () => {
  const user = { username: 'ledger', password: 'pass:word' };
  const files = async (): Promise<{ readonly tls: ReturnType<typeof selfSigned>; readonly tlsCaFile: string }> => {
    const folder = await mkdtemp(join(tmpdir(), 'covenant-tls-'));
    afterwards(() => rm(folder, { recursive: true }));
    const tls = selfSigned();
    const tlsCaFile = join(folder, 'authority.pem');
    await writeFile(tlsCaFile, tls.certificate);
    return { tls, tlsCaFile };
  };

  it('go with the store that other rooms open', async () => {
    const { tls, tlsCaFile } = await files();
    const fake = await startFake({ tls, user });
    const store = await openEventStoreDb({ url: fake.url, ...user, tlsCaFile });
    afterwards(() => store.close());
    await store.append(newStream(), 'no-stream', [newEvent()]);
    expect(fake.count('append')).toBe(1);
  });

  it.each(['plain', 'batch'] as const)('(%s) go with every call, from the configuration', async (appends) => {
    const { tls, tlsCaFile } = await files();
    const fake = await startFake({ tls, user });
    const store = await openStore(fake, { ...user, tlsCaFile, appends });
    const event = newEvent();
    await store.append(newStream(), 'no-stream', [event]);
    expect(await store.readAll(-1n, 10)).toHaveLength(1);
    expect(loggedIds(fake)).toEqual([event.id]);
  });

  it('wrong or missing ones are told at once, without naming them', async () => {
    const { tls, tlsCaFile } = await files();
    const fake = await startFake({ tls, user });
    const wrong = openStore(fake, { username: 'ledger', password: 'secret', tlsCaFile });
    await expect(wrong).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(wrong).rejects.not.toThrow(/secret/);
    await expect(openStore(fake, { tlsCaFile })).rejects.toBeInstanceOf(StoreUnavailable);
    expect(fake.count('read')).toBe(2);
  });

  it('may change while the store is open, in a file that has them', async () => {
    const { tls, tlsCaFile } = await files();
    const passwordFile = `${tlsCaFile}.password`;
    await writeFile(passwordFile, 'first\n');
    const changing = { username: 'ledger', password: 'first' };
    const fake = await startFake({ tls, user: changing });
    const store = await openStore(fake, { username: 'ledger', passwordFile, tlsCaFile });
    const [before, after] = [newEvent(), newEvent()];
    await store.append(newStream(), 'no-stream', [before]);
    changing.password = 'second';
    await expect(store.append(newStream(), 'no-stream', [newEvent()])).rejects.toBeInstanceOf(StoreUnavailable);
    await writeFile(passwordFile, 'second\n');
    await store.append(newStream(), 'no-stream', [after]);
    expect(loggedIds(fake)).toEqual([before.id, after.id]);
    await expect(openStore(fake, { username: 'ledger', passwordFile: '/no/such/file', tlsCaFile })).rejects.toThrow('/no/such/file cannot be read');
  });

  it('a server whose certificate no known authority signed is not spoken to', async () => {
    const { tls } = await files();
    const { tlsCaFile } = await files();
    const fake = await startFake({ tls, user });
    await expect(openStore(fake, { ...user, tlsCaFile, unavailableAfter: 100 })).rejects.toBeInstanceOf(StoreUnavailable);
    expect(fake.calls).toEqual([]);
  });

  it('may be a certificate of the user, which the server asks for', async () => {
    const { tls, tlsCaFile } = await files();
    const { tls: own, tlsCaFile: tlsCertFile } = await files();
    const fake = await startFake({ tls: { ...tls, clients: own.certificate } });
    const tlsKeyFile = `${tlsCertFile}.key`;
    await writeFile(tlsKeyFile, own.key);
    const store = await openStore(fake, { tlsCaFile, tlsCertFile, tlsKeyFile });
    await store.append(newStream(), 'no-stream', [newEvent()]);
    expect(fake.count('append')).toBe(1);
    await expect(openStore(fake, { tlsCaFile, unavailableAfter: 100 })).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('go through discovery: three nodes with TLS, named together, the leader found', async () => {
    const { tls, tlsCaFile } = await files();
    const log = new FakeLog();
    const nodes: FakeEventStoreDb[] = [];
    for (let node = 0; node < 3; node += 1) nodes.push(await startFake({ log, tls, user }));
    nodes.forEach((node, index) => {
      node.members = nodes;
      node.leads = index === 2;
    });
    const hosts = nodes.map(({ port }) => `localhost:${port}`).join();
    const store = await openStore(`esdb+discover://${hosts}`, { ...user, tlsCaFile });
    await store.append(newStream(), 'no-stream', [newEvent()]);
    expect(nodes.map((node) => node.count('append'))).toEqual([0, 0, 1]);
  });

  it.each([
    ['one name of the cluster', (ports: readonly number[]) => `localhost:${ports[0]}`],
    ['the names of its nodes', (ports: readonly number[]) => ports.map((port) => `localhost:${port}`).join()],
  ])('(a certificate of the user) go through discovery by %s, and to the next leader when one dies', async (_what, hostsOf) => {
    const { tls, tlsCaFile } = await files();
    const { tls: own, tlsCaFile: tlsCertFile } = await files();
    const tlsKeyFile = `${tlsCertFile}.key`;
    await writeFile(tlsKeyFile, own.key);
    const log = new FakeLog();
    const nodes: FakeEventStoreDb[] = [];
    for (let node = 0; node < 3; node += 1) nodes.push(await startFake({ log, tls: { ...tls, clients: own.certificate } }));
    const [first, second, third] = nodes as [FakeEventStoreDb, FakeEventStoreDb, FakeEventStoreDb];
    const leads = (leader: FakeEventStoreDb): void => nodes.forEach((node) => (node.leads = node === leader));
    for (const node of nodes) node.members = nodes;
    leads(second);
    const url = `esdb+discover://${hostsOf(nodes.map(({ port }) => port))}`;
    const patient = { callTimeout: 5_000, unavailableAfter: 30_000, unknownAfter: 60_000 };
    const store = await openStore(url, { ...patient, tlsCaFile, tlsCertFile, tlsKeyFile });
    const events = [newEvent(), newEvent()] as const;
    await store.append(newStream(), 'no-stream', [events[0]]);
    expect(second.count('append')).toBe(1);
    leads(third);
    await second.kill();
    await store.append(newStream(), 'no-stream', [events[1]]);
    expect(loggedIds(third)).toEqual(events.map(({ id }) => id));
    expect(first.count('append') + second.count('append')).toBe(1);
    const stranger = openStore(url, { tlsCaFile, unavailableAfter: 100 });
    await expect(stranger).rejects.toBeInstanceOf(StoreUnavailable);
  });
});
