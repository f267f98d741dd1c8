// What was released stays as it is: a database that ran a migration never runs it again, so a change to one would
// give new databases other tables than old ones have. A change is a new migration.
import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { rooms } from '../support/rooms.js';
import { checksums } from './migrations.js';

/** SHA-256 of the statements of a migration's `up`, in order, run for its own schema. */
async function checksum(schema: string, migration: (typeof rooms)[number]['migrations'][number]): Promise<string> {
  const hash = createHash('sha256');
  const runner = {
    connection: { options: { schema } },
    query: (sql: string) => {
      hash.update(`${sql}\u0000`);
      return Promise.resolve([]);
    },
  };
  await new migration().up(runner as unknown as QueryRunner);
  return hash.digest('hex');
}

describe('the migrations', () => {
  it('are those that were released, statement for statement', async () => {
    const found: Record<string, string> = {};
    for (const { schema, migrations } of rooms) {
      for (const migration of migrations) found[`${schema}/${migration.name}`] = await checksum(schema, migration);
    }
    expect(found).toEqual(checksums);
  });

  it('come in the order of their times, each room’s', () => {
    for (const { schema, migrations } of rooms) {
      const times = migrations.map(({ name }) => name.slice(-13));
      expect([schema, ...times]).toEqual([schema, ...times.toSorted()]);
      expect(new Set(times).size).toBe(times.length);
    }
  });
});
