import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bareDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { NewerDatabase } from './errors.js';
import { runMigrations } from './migrate.js';
import { withClient } from './roles.js';

class First1700000000001 implements MigrationInterface {
  readonly name = 'First1700000000001';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE room.things (name text)');
  }
  async down(): Promise<void> {}
}

class Second1700000000002 implements MigrationInterface {
  readonly name = 'Second1700000000002';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE room.things ADD COLUMN size integer');
  }
  async down(): Promise<void> {}
}

class Broken1700000000003 implements MigrationInterface {
  readonly name = 'Broken1700000000003';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE room.things ADD COLUMN half integer');
    await runner.query('ALTER TABLE room.nothing ADD COLUMN other integer');
  }
  async down(): Promise<void> {}
}

describe('migrations', () => {
  let database: TestDatabase;
  beforeEach(async () => void (database = await bareDatabase()));
  afterEach(() => database.drop());

  const migrate = (...migrations: readonly (new () => MigrationInterface)[]): Promise<readonly string[]> =>
    runMigrations({ url: database.ownerUrl, schema: 'room', migrations });
  const columns = (): Promise<readonly string[]> =>
    withClient(database.adminUrl, async (client) => {
      const sql = `SELECT column_name AS name FROM information_schema.columns
                    WHERE table_schema = 'room' AND table_name = 'things' ORDER BY ordinal_position`;
      return (await client.query<{ name: string }>(sql)).rows.map(({ name }) => name);
    });

  it('runs each once, and only the new ones later', async () => {
    expect(await migrate(First1700000000001)).toEqual(['First1700000000001']);
    expect(await migrate(First1700000000001, Second1700000000002)).toEqual(['Second1700000000002']);
    expect(await migrate(First1700000000001, Second1700000000002)).toEqual([]);
    expect(await columns()).toEqual(['name', 'size']);
  });

  it('run by several processes at once, are run by one', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => migrate(First1700000000001, Second1700000000002)));
    expect(runs.flat().sort()).toEqual(['First1700000000001', 'Second1700000000002']);
  });

  it('refuses a database that a newer version made, and names what it does not know', async () => {
    await migrate(First1700000000001, Second1700000000002);
    const refusal = migrate(First1700000000001);
    await expect(refusal).rejects.toBeInstanceOf(NewerDatabase);
    await expect(refusal).rejects.toMatchObject({ schema: 'room', unknown: ['Second1700000000002'] });
  });

  it('leaves nothing of a migration that fails', async () => {
    await expect(migrate(First1700000000001, Broken1700000000003)).rejects.toThrow(/room\.nothing/);
    expect(await columns()).toEqual(['name']);
  });
});
