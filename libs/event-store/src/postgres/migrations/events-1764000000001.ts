import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The events, and the one statement that appends.
 *
 * `ledger.append` is the only way in. It takes a batch of appends, an entry per event in each list, lists separated
 * by U+001F (which no JSON text and no checked name contains) or by commas. `codes` says of each event: 0 the first
 * of an append that is alone on its stream in this batch and shares no id; 1 the first of any other append;
 * 2 not the first. `revisions` are those that the events get if their append finds what it expects.
 *
 * The advisory lock is the order: whoever holds it sees every event before, and gives the positions after them; it
 * is released behind the commit that makes them visible. Statements after the lock see what the previous holder
 * committed, because the function is volatile and the transaction is READ COMMITTED; under a stricter level a stale
 * view would run into one of the three unique indexes and write nothing.
 *
 * Appends that are clean go in by one INSERT, at `base + 1` and on, in the order given. The others are taken one
 * after the other behind them, and `set_aside` says in JSON what became of each.
 */
export class Events1764000000001 implements MigrationInterface {
  readonly name = 'Events1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(appendOnly);
    await runner.query(append);
    await runner.query(grants);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ledger.append;
      DROP TABLE ledger.events;
      DROP FUNCTION ledger.refuse_change;
    `);
  }
}

// Data and metadata are JSON text, kept byte for byte. The type is `text`: only `ledger.append` writes, the store
// has made the text itself from a value, and checking it again was a fifth of the server's work.
const tables = `
  CREATE TABLE ledger.events (
    position bigint  NOT NULL CONSTRAINT events_position PRIMARY KEY,
    id       uuid    NOT NULL CONSTRAINT events_id UNIQUE,
    revision integer NOT NULL,
    stream   text    COLLATE "C" NOT NULL,
    type     text    COLLATE "C" NOT NULL,
    data     text    NOT NULL,
    metadata text    NOT NULL,
    CONSTRAINT events_stream_revision UNIQUE (stream, revision)
  );
`;

// The application's role lacks the right anyhow; this stops an owner's slip of the hand as well.
const appendOnly = `
  CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'events are never changed or removed' USING ERRCODE = 'insufficient_privilege';
  END $$;

  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.events
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
`;

// Plans are made once a session: planning anew each time was a third of a small append. They are made while the
// table may be empty and must still be right at a million events, so nothing may scan it or build a hash of it.
const append = `
  CREATE FUNCTION ledger.append(
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
    all_streams   text[] := string_to_array(streams, E'\\x1f');
    all_revisions int[]  := string_to_array(revisions, ',');
    all_codes     int[]  := string_to_array(codes, ',');
    all_ids       uuid[] := string_to_array(ids, ',');
    all_owners    int[]  := string_to_array(owners, ',');
    all_types     text[] := string_to_array(types, E'\\x1f');
    all_data      text[] := string_to_array(data, E'\\x1f');
    all_metadata  text[] := string_to_array(metadata, E'\\x1f');
    newest     bigint;
    aside    int[];
    asides   json[] := '{}';
    inserted bigint;
    one      record;
    known    record;
    actual   int;
    expected int;
    outcome  json;
  BEGIN
    PERFORM pg_advisory_xact_lock(1279607879, 0);
    newest := coalesce((SELECT e.position FROM ledger.events e ORDER BY e.position DESC LIMIT 1), -1);
    base := newest;

    SELECT coalesce(array_agg(a.owner), '{}') INTO aside
      FROM unnest(all_streams, all_revisions, all_codes, all_owners) AS a (stream, revision, code, owner)
     WHERE a.code = 1
        OR (a.code = 0 AND a.revision - 1 <> coalesce(
             (SELECT e.revision FROM ledger.events e WHERE e.stream = a.stream ORDER BY e.revision DESC LIMIT 1), -1));
    IF EXISTS (SELECT FROM ledger.events e WHERE e.id = ANY (all_ids)) THEN
      aside := aside || ARRAY(
        SELECT a.owner FROM unnest(all_ids, all_owners) AS a (id, owner)
         WHERE EXISTS (SELECT FROM ledger.events e WHERE e.id = a.id));
    END IF;

    IF aside = '{}' THEN
      INSERT INTO ledger.events (position, id, revision, stream, type, data, metadata)
      SELECT newest + a.k, a.id, a.revision, a.stream, a.type, a.data, a.metadata
        FROM unnest(all_ids, all_revisions, all_streams, all_types, all_data, all_metadata)
             WITH ORDINALITY AS a (id, revision, stream, type, data, metadata, k);
    ELSE
      INSERT INTO ledger.events (position, id, revision, stream, type, data, metadata)
      SELECT newest + row_number() OVER (ORDER BY a.k), a.id, a.revision, a.stream, a.type, a.data, a.metadata
        FROM unnest(all_ids, all_revisions, all_streams, all_types, all_data, all_metadata, all_owners)
             WITH ORDINALITY AS a (id, revision, stream, type, data, metadata, owner, k)
       WHERE a.owner <> ALL (aside);
    END IF;
    GET DIAGNOSTICS inserted = ROW_COUNT;
    newest := newest + inserted;

    IF aside <> '{}' THEN
      FOR one IN
        SELECT a.owner, min(a.stream) AS stream, min(a.revision) AS revision, array_agg(a.id ORDER BY a.k) AS ids,
               array_agg(a.type ORDER BY a.k) AS types, array_agg(a.data ORDER BY a.k) AS data,
               array_agg(a.metadata ORDER BY a.k) AS metadata
          FROM unnest(all_ids, all_revisions, all_streams, all_types, all_data, all_metadata, all_owners)
               WITH ORDINALITY AS a (id, revision, stream, type, data, metadata, owner, k)
         WHERE a.owner = ANY (aside)
         GROUP BY a.owner ORDER BY a.owner
      LOOP
        SELECT count(*) AS number, bool_and(e.stream = one.stream) AS here, count(DISTINCT e.revision - a.k) AS runs,
               array_agg(e.position::text ORDER BY a.k) AS positions, min(e.revision) AS revision,
               (array_agg(e.id ORDER BY a.k))[1] AS id
          INTO known
          FROM unnest(one.ids) WITH ORDINALITY AS a (id, k),
               LATERAL (SELECT * FROM ledger.events f WHERE f.id = a.id) AS e;
        IF known.number = cardinality(one.ids) AND known.here AND known.runs = 1 THEN
          outcome := json_build_object('owner', one.owner, 'outcome', 'repeated',
                                       'revision', known.revision, 'positions', known.positions);
        ELSIF known.number > 0 THEN
          outcome := json_build_object('owner', one.owner, 'outcome', 'id-conflict', 'id', known.id);
        ELSE
          expected := one.revision - 1;
          SELECT e.revision INTO actual FROM ledger.events e
           WHERE e.stream = one.stream ORDER BY e.revision DESC LIMIT 1;
          IF coalesce(actual, -1) = expected THEN
            INSERT INTO ledger.events (position, id, revision, stream, type, data, metadata)
            SELECT newest + a.k, a.id, expected + a.k, one.stream, a.type, a.data, a.metadata
              FROM unnest(one.ids, one.types, one.data, one.metadata)
                   WITH ORDINALITY AS a (id, type, data, metadata, k);
            outcome := json_build_object('owner', one.owner, 'outcome', 'appended',
                                         'revision', one.revision, 'position', (newest + 1)::text);
            newest := newest + cardinality(one.ids);
          ELSE
            outcome := json_build_object('owner', one.owner, 'outcome', 'wrong-revision', 'actual', actual);
          END IF;
        END IF;
        asides := asides || outcome;
      END LOOP;
      set_aside := array_to_json(asides)::text;
    END IF;

    IF newest > base THEN
      PERFORM pg_notify('ledger_events', newest::text);
    END IF;
  END $$;
`;

const grants = `
  REVOKE ALL ON SCHEMA ledger FROM PUBLIC;
  REVOKE ALL ON ALL TABLES IN SCHEMA ledger FROM PUBLIC;
  REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
  GRANT USAGE ON SCHEMA ledger TO covenant_app;
  GRANT SELECT ON ledger.events TO covenant_app;
  GRANT EXECUTE ON FUNCTION ledger.append TO covenant_app;
`;
