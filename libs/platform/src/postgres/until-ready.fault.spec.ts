import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { bareDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { recovering } from '../../../../test/support/recovering.js';
import { withClient } from './roles.js';
import { untilReady } from './until-ready.js';

jest.setTimeout(120_000);

describe('a start that meets PostgreSQL', () => {
  let database: TestDatabase;
  const said: string[] = [];
  const log = { warn: (line: string) => void said.push(line), info: (line: string) => void said.push(line) };
  beforeEach(async () => {
    said.length = 0;
    database = await bareDatabase();
  });
  afterEach(() => database.drop());

  it('in recovery waits for it, and says so once', async () => {
    const server = await recovering(database.appUrl, 3);
    await untilReady(server.url, log);
    expect(said).toEqual(['PostgreSQL is not ready yet (the database system is in recovery mode); waiting for it', 'PostgreSQL is ready']);
    expect(await withClient(server.url, async (client) => (await client.query<{ one: number }>('SELECT 1 AS one')).rows)).toEqual([{ one: 1 }]);
    await server.close();
  });

  it('ready, or not at all, goes on at once', async () => {
    await untilReady(database.appUrl, log);
    await untilReady('postgres://nobody@127.0.0.1:9/none', log);
    expect(said).toEqual([]);
  });
});
