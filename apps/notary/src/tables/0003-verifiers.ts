import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `log.verifiers` has the public keys of the notary, for the processes that serve the log and hold no key: its policy
 * names them. Nothing is trusted because it stands here; whoever checks the log has the policy from elsewhere.
 */
export class LogVerifiers1790000000303 implements MigrationInterface {
  readonly name = 'LogVerifiers1790000000303';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE log.verifiers');
  }
}

const statements = [
  `CREATE TABLE log.verifiers (
     vkey text PRIMARY KEY,
     since timestamptz NOT NULL DEFAULT now(),
     in_use boolean NOT NULL
   )`,
  `GRANT SELECT, INSERT, UPDATE ON log.verifiers TO covenant_app`,
];
