import type { MigrationInterface, QueryRunner } from 'typeorm';
import { record } from './1790000000401-read-models.js';

/** The changes of the log's keys: one more table of records, of the same shape. */
export class LogKeys1790000000409 implements MigrationInterface {
  readonly name = 'LogKeys1790000000409';

  async up(runner: QueryRunner): Promise<void> {
    const { schema } = runner.connection.options as { schema?: string };
    if (schema === undefined) throw new Error('the read models need to be told their schema');
    for (const statement of record(schema, 'log_keys')) await runner.query(statement);
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON ${schema}.log_keys TO covenant_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const { schema } = runner.connection.options as { schema?: string };
    if (schema === undefined) throw new Error('the read models need to be told their schema');
    await runner.query(`DROP TABLE ${schema}.log_keys`);
  }
}
