import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `log.key_entries` names the entries that are about the log's own keys, so that nobody has to read the whole log to
 * know who signs it. It is noted before the entry itself is written; a line without its entry says nothing. What the
 * entries say stays in the store, as with all others.
 */
export class LogKeyEntries1790000000304 implements MigrationInterface {
  readonly name = 'LogKeyEntries1790000000304';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION log.note_keys; DROP TABLE log.key_entries');
  }
}

const statements = [
  `CREATE TABLE log.key_entries (
     number bigint NOT NULL CHECK (number >= 0),
     event_id uuid NOT NULL,
     PRIMARY KEY (number, event_id)
   )`,
  `CREATE FUNCTION log.note_keys(p_fence bigint, p_numbers bigint[], p_ids uuid[]) RETURNS void
   LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
   AS $$
   DECLARE
     held log.state;
   BEGIN
     SELECT * INTO held FROM log.state FOR UPDATE;
     IF held.fence <> p_fence THEN
       RAISE EXCEPTION USING ERRCODE = 'LG001',
         MESSAGE = format('fence %s is over: another notary took the log with fence %s', p_fence, held.fence);
     END IF;
     INSERT INTO log.key_entries (number, event_id)
     SELECT * FROM unnest(p_numbers, p_ids)
     ON CONFLICT DO NOTHING;
   END $$`,
  `REVOKE ALL ON FUNCTION log.note_keys FROM PUBLIC`,
  `GRANT SELECT ON log.key_entries TO covenant_app`,
  `GRANT EXECUTE ON FUNCTION log.note_keys TO covenant_app`,
];
