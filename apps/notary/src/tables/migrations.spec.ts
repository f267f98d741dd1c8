import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { logSchema } from './migrations.js';

/** What was released is what cities have run. A change of the tables is a new migration, with a line of its own here. */
const frozen: Readonly<Record<string, string>> = {
  LogTables1790000000301: '59dde86baf5d2874d05fba8a2268822c9e7c4c392a832460c61acf006c26be18',
};

const digestOf = async (migration: (typeof logSchema.migrations)[number]): Promise<string> => {
  const sql: string[] = [];
  const query = (text: string): Promise<void> => {
    sql.push(text);
    return Promise.resolve();
  };
  await new migration().up({ query } as unknown as QueryRunner);
  return createHash('sha256').update(sql.join(';\n')).digest('hex');
};

describe('the log’s migrations', () => {
  it('are the ones that were released', async () => {
    const digests = await Promise.all(logSchema.migrations.map(async (migration) => [migration.name, await digestOf(migration)]));
    expect(Object.fromEntries(digests)).toEqual(frozen);
  });
});
