import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keys of subjects, wrapped, and the slow hashes of receipt codes. The application may insert, read and delete rows;
 * it may not change one, so a key is replaced only by one that is written beside it first.
 */
export class SubjectKeys1790000000601 implements MigrationInterface {
  readonly name = 'SubjectKeys1790000000601';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE subjects.receipts');
    await runner.query('DROP TABLE subjects.keys');
  }
}

// Rows are vacuumed at once, so that a deleted one does not stay in the table's file until the server gets to it.
const statements = [
  `CREATE TABLE subjects.keys (
     subject uuid NOT NULL,
     master text NOT NULL,
     wrapped bytea NOT NULL,
     CONSTRAINT keys_pk PRIMARY KEY (subject, master)
   ) WITH (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0)`,
  `CREATE INDEX keys_by_master ON subjects.keys (master, subject)`,
  `CREATE TABLE subjects.receipts (
     record uuid NOT NULL,
     subject uuid NOT NULL,
     salt bytea NOT NULL,
     hash bytea NOT NULL,
     CONSTRAINT receipts_pk PRIMARY KEY (record)
   ) WITH (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0)`,
  `CREATE INDEX receipts_by_subject ON subjects.receipts (subject)`,
  `REVOKE ALL ON SCHEMA subjects FROM PUBLIC`,
  `GRANT USAGE ON SCHEMA subjects TO covenant_app`,
  `GRANT SELECT, INSERT, DELETE ON subjects.keys, subjects.receipts TO covenant_app`,
];
