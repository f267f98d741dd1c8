import type { MigrationInterface, QueryRunner } from 'typeorm';
import { record } from './1790000000401-read-models.js';

/** What was done to the deployment itself: one more table of records, of the same shape. */
export class Upkeeps1790000000411 implements MigrationInterface {
  readonly name = 'Upkeeps1790000000411';

  async up(runner: QueryRunner): Promise<void> {
    const { schema } = runner.connection.options as { schema?: string };
    if (schema === undefined) throw new Error('the read models need to be told their schema');
    for (const statement of record(schema, 'upkeeps')) await runner.query(statement);
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON ${schema}.upkeeps TO covenant_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const { schema } = runner.connection.options as { schema?: string };
    if (schema === undefined) throw new Error('the read models need to be told their schema');
    await runner.query(`DROP TABLE ${schema}.upkeeps`);
  }
}
