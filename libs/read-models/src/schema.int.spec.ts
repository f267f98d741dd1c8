import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { readModelEntities, readModelSource } from './source.js';

jest.setTimeout(60_000);

describe('the read models’ tables', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  it('are what the entities say: TypeORM finds nothing to change', async () => {
    const source = await new DataSource({
      type: 'postgres',
      url: database.ownerUrl,
      schema: 'read_v1',
      entities: readModelEntities,
      installExtensions: false,
    }).initialize();
    try {
      const { upQueries } = await source.driver.createSchemaBuilder().log();
      expect(upQueries.map(({ query }) => query)).toEqual([]);
    } finally {
      await source.destroy();
    }
  });

  it('let the application write rows, and neither remove them nor change a table', async () => {
    const source = await readModelSource({ url: database.appUrl, name: 'test', onError: () => undefined }).initialize();
    try {
      expect(await source.query('SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'off' }]);
      await source.query(`INSERT INTO read_v1.city_clocks VALUES ($1, now(), 0)`, [randomUUID()]);
      await expect(source.query('DELETE FROM read_v1.city_clocks')).rejects.toThrow('permission denied for table city_clocks');
      await expect(source.query('TRUNCATE read_v1.entries')).rejects.toThrow('permission denied for table entries');
      await expect(source.query('DROP TABLE read_v1.entries')).rejects.toThrow('must be owner of table entries');
      await expect(source.query('CREATE TABLE read_v1.more (n int)')).rejects.toThrow('permission denied for schema read_v1');
    } finally {
      await source.destroy();
    }
  });
});
