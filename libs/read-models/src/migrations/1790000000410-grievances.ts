import type { MigrationInterface, QueryRunner } from 'typeorm';
import { record } from './1790000000401-read-models.js';

/** Grievances and erasures. What is sealed of them is in no column. */
export class Grievances1790000000410 implements MigrationInterface {
  readonly name = 'Grievances1790000000410';

  async up(runner: QueryRunner): Promise<void> {
    const schema = schemaOf(runner);
    for (const table of tables) {
      for (const statement of record(schema, table)) await runner.query(statement);
      await runner.query(`GRANT SELECT, INSERT, UPDATE ON ${schema}.${table} TO covenant_app`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    const schema = schemaOf(runner);
    for (const table of tables) await runner.query(`DROP TABLE ${schema}.${table}`);
  }
}

const tables = ['grievances', 'subjects'];

function schemaOf(runner: QueryRunner): string {
  const { schema } = runner.connection.options as { schema?: string };
  if (schema === undefined) throw new Error('the read models need to be told their schema');
  return schema;
}
