import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Grant } from '../postgres/grants.js';

/**
 * Where each process says that it is there. One row an instance, written every few seconds and taken away at an orderly
 * end, so that an instance whose row has grown old has died. Nothing is decided on these rows: leads are held by locks.
 */
class Heartbeats1790000000501 implements MigrationInterface {
  readonly name = 'Heartbeats1790000000501';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE processes.heartbeats');
  }
}

const statements = [
  `CREATE TABLE processes.heartbeats (
     instance uuid PRIMARY KEY,
     process text NOT NULL,
     started_at timestamptz NOT NULL DEFAULT now(),
     seen_at timestamptz NOT NULL DEFAULT now(),
     report jsonb NOT NULL
   )`,
  // A row is rewritten every few seconds: room in its page keeps the table from growing.
  `ALTER TABLE processes.heartbeats SET (fillfactor = 20)`,
  `GRANT USAGE ON SCHEMA processes TO covenant_app`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON processes.heartbeats TO covenant_app`,
];

const beats: readonly Grant[] = [['SELECT, INSERT, UPDATE, DELETE', 'heartbeats']];

/** The schema `processes`. What was released stays as it is; a change is a new migration. */
export const processSchema = {
  schema: 'processes',
  migrations: [Heartbeats1790000000501],
  grants: { ledger: beats, relay: beats, projector: beats, notary: beats, clock: beats },
} as const;
