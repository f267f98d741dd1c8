import type { MigrationInterface, QueryRunner } from 'typeorm';
import { record } from './1790000000401-read-models.js';

/** The council of each city: one more table of records, of the same shape. */
export class Councils1790000000412 implements MigrationInterface {
  readonly name = 'Councils1790000000412';

  async up(runner: QueryRunner): Promise<void> {
    const { schema } = runner.connection.options as { schema?: string };
    if (schema === undefined) throw new Error('the read models need to be told their schema');
    for (const statement of record(schema, 'councils')) await runner.query(statement);
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON ${schema}.councils TO covenant_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const { schema } = runner.connection.options as { schema?: string };
    if (schema === undefined) throw new Error('the read models need to be told their schema');
    await runner.query(`DROP TABLE ${schema}.councils`);
  }
}
