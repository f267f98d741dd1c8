import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Appends that are clean go the short way: one statement that checks, numbers and inserts, all of a batch or nothing.
 * What that statement does not take is left to the function as it was, which is now `append_with_care`: it tells the
 * appends of the batch apart and gives each its outcome. Takes and gives what it did before, and keeps its identity,
 * so that a session that prepared a call of it goes on.
 *
 * The ids of a batch of several are checked by their unique index. A repetition does not get that far, because its
 * stream has moved past the revision that it expects; what does is an id that stands in another stream.
 */
export class Append1790000000101 implements MigrationInterface {
  readonly name = 'Append1790000000101';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(renamed('append', 'append_with_care'));
    await runner.query('REVOKE ALL ON FUNCTION ledger.append_with_care FROM PUBLIC');
    await runner.query(append);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(renamed('append_with_care', 'append'));
    await runner.query('DROP FUNCTION ledger.append_with_care');
  }
}

/** Makes, or replaces, one function by the text of another. */
const renamed = (from: string, to: string): string => `
  DO $$ BEGIN
    EXECUTE replace(pg_get_functiondef('ledger.${from}'::regproc), 'FUNCTION ledger.${from}(', 'FUNCTION ledger.${to}(');
  END $$`;

// As before: plans are made once a session, perhaps for an empty table, so nothing may scan it or build a hash of it.
// The advisory lock stands in an expression because PL/pgSQL evaluates one by itself, without a statement of its own;
// so does the notification.
const append = `
  CREATE OR REPLACE FUNCTION ledger.append(
    streams text, revisions text, codes text, ids text, owners text, types text, data text, metadata text,
    OUT base bigint, OUT set_aside text
  )
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  AS $$
  DECLARE
    done text;
    clean boolean := false;
    inserted bigint;
    all_streams   text[];
    all_revisions int[];
    all_codes     int[];
    all_ids       uuid[];
    all_types     text[];
    all_data      text[];
    all_metadata  text[];
  BEGIN
    done := pg_advisory_xact_lock(1279607879, 0);
    IF owners = '0' THEN
      INSERT INTO ledger.events (position, id, revision, stream, type, data, metadata)
      SELECT coalesce((SELECT e.position FROM ledger.events e ORDER BY e.position DESC LIMIT 1), -1) + 1,
             ids::uuid, revisions::int, streams, types, data, metadata
       WHERE revisions::int - 1 = coalesce(
               (SELECT e.revision FROM ledger.events e WHERE e.stream = streams ORDER BY e.revision DESC LIMIT 1), -1)
         AND NOT EXISTS (SELECT FROM ledger.events e WHERE e.id = ids::uuid)
      RETURNING position - 1 INTO base;
      clean := FOUND;
      inserted := 1;
    ELSE
      all_streams   := string_to_array(streams, E'\\x1f');
      all_revisions := string_to_array(revisions, ',');
      all_codes     := string_to_array(codes, ',');
      all_ids       := string_to_array(ids, ',');
      all_types     := string_to_array(types, E'\\x1f');
      all_data      := string_to_array(data, E'\\x1f');
      all_metadata  := string_to_array(metadata, E'\\x1f');
      base := coalesce((SELECT e.position FROM ledger.events e ORDER BY e.position DESC LIMIT 1), -1);
      BEGIN
        INSERT INTO ledger.events (position, id, revision, stream, type, data, metadata)
        SELECT base + generate_series(1, cardinality(all_ids)), unnest(all_ids), unnest(all_revisions),
               unnest(all_streams), unnest(all_types), unnest(all_data), unnest(all_metadata)
         WHERE NOT EXISTS (
                 SELECT FROM unnest(all_streams, all_revisions, all_codes) AS a (stream, revision, code)
                  WHERE a.code = 1
                     OR (a.code = 0 AND a.revision - 1 <> coalesce(
                          (SELECT e.revision FROM ledger.events e
                            WHERE e.stream = a.stream ORDER BY e.revision DESC LIMIT 1), -1)));
        GET DIAGNOSTICS inserted = ROW_COUNT;
        clean := inserted = cardinality(all_ids);
      EXCEPTION WHEN unique_violation THEN
        clean := false;
      END;
    END IF;

    IF NOT clean THEN
      SELECT care.base, care.set_aside INTO base, set_aside
        FROM ledger.append_with_care(streams, revisions, codes, ids, owners, types, data, metadata) AS care;
    ELSIF inserted > 0 THEN
      done := pg_notify('ledger_events', (base + inserted)::text);
    END IF;
  END $$`;
