import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { eventStoreSchema } from './migrations/index.js';

/** What was released is what cities have run. A change is a new migration, with a line of its own here. */
const frozen: Readonly<Record<string, string>> = {
  Append1790000000101: 'd2515b2183d21d8f3e8e569029678446a21f62eb39b6ac027be4fb6a839a8cb0',
  Events1764000000001: 'df8b02d1276d48f45d30a967a387dc6245e2d55034f6a108a9f7501e3bb374bf',
};

const digestOf = async (migration: (typeof eventStoreSchema.migrations)[number]): Promise<string> => {
  const sql: string[] = [];
  const query = (text: string): Promise<void> => {
    sql.push(text);
    return Promise.resolve();
  };
  await new migration().up({ query } as unknown as QueryRunner);
  return createHash('sha256').update(sql.join(';\n')).digest('hex');
};

describe('the event store’s migrations', () => {
  it('are the ones that were released', async () => {
    const digests = eventStoreSchema.migrations.map(async (migration) => [migration.name, await digestOf(migration)]);
    expect(Object.fromEntries(await Promise.all(digests))).toEqual(frozen);
  });
});
