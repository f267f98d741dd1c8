import { describe, expect, it } from '@jest/globals';
import { PostgresEventStore, START } from '@covenant/event-store';
import { withClient } from '@covenant/platform';
import { bareDatabase, freshDatabase } from '../../../test/support/database.js';
import { prepareDatabase } from '../src/schema/schema.js';

describe('making a database ready', () => {
  it('makes roles, database and tables of a bare server, twice at once and once more', async () => {
    const database = await bareDatabase();
    const { name, ownerUrl, appUrl, adminUrl } = database;
    const server = new URL(adminUrl);
    server.pathname = '/postgres';
    await withClient(server.href, (client) => client.query(`DROP DATABASE ${name}`));
    const environment = { DATABASE_ADMIN_URL: server.href, DATABASE_OWNER_URL: ownerUrl, DATABASE_URL: appUrl, DATABASE_RELAY_URL: database.urlOf('relay') };
    await prepareDatabase(environment);
    await Promise.all([prepareDatabase({ DATABASE_OWNER_URL: ownerUrl }), prepareDatabase({ DATABASE_OWNER_URL: ownerUrl })]);
    for (const url of [appUrl, database.urlOf('relay')]) {
      const store = await PostgresEventStore.open({ url });
      expect(await store.head()).toBe(START);
      await store.close();
    }
    await database.drop();
  });

  it('names what is wrong and changes nothing', async () => {
    const database = await freshDatabase();
    const { ownerUrl, appUrl } = database;
    const wrong = (environment: Readonly<Record<string, string>>) => expect(prepareDatabase(environment)).rejects;
    await wrong({}).toThrow('DATABASE_OWNER_URL must be a postgres:// address');
    await wrong({ DATABASE_OWNER_URL: appUrl }).toThrow('DATABASE_OWNER_URL must name the role covenant_owner');
    const elsewhere = Object.assign(new URL(ownerUrl), { hostname: 'db.example' }).href;
    await wrong({ DATABASE_OWNER_URL: elsewhere }).toThrow('DATABASE_OWNER_URL must have TLS');
    await wrong({ DATABASE_OWNER_URL: ownerUrl, DATABASE_ADMIN_URL: elsewhere }).toThrow('DATABASE_ADMIN_URL must have TLS');
    const bare = new URL(ownerUrl);
    bare.password = '';
    await wrong({ DATABASE_OWNER_URL: bare.href }).toThrow('DATABASE_OWNER_URL must hold a password');
    await wrong({ DATABASE_OWNER_URL: ownerUrl, DATABASE_ADMIN_URL: ownerUrl }).toThrow('DATABASE_URL must be');
    const wrongRelay = { DATABASE_OWNER_URL: ownerUrl, DATABASE_ADMIN_URL: ownerUrl, DATABASE_URL: appUrl, DATABASE_RELAY_URL: appUrl };
    await wrong(wrongRelay).toThrow('DATABASE_RELAY_URL must name the role covenant_relay');
    await database.drop();
  });
});
