import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The log's tables. What keeps the log from ever forking stands here, in the database, and not in the notary's
 * goodwill: the application's role can read, and can call three functions; it can write no table itself.
 *
 * - `log.state` is one row. Its lock orders the writers, its fence number shuts out all but the newest of them.
 * - `log.tiles` holds each Merkle tile at the width it has reached. A tile only grows, and what was in it stays:
 *   every narrower partial tile of an older checkpoint is a prefix of the row.
 * - `log.entries` gives each event its number, densely from 0, in the store's order.
 * - `log.checkpoints` has one root a size, for ever. A note names the size and the root of its own row, or is refused.
 * - `log.published` is one row: the checkpoint that the world sees. It never goes back to a smaller tree.
 *
 * Errors raised, by SQLSTATE: LG001 another notary holds the log · LG002 the write does not continue the log ·
 * LG003 positions do not rise · LG004 a tile would change or shrink · LG005 a second root for one size ·
 * LG006 a smaller tree would be published, or one never signed.
 */
export class LogTables1790000000301 implements MigrationInterface {
  readonly name = 'LogTables1790000000301';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['published', 'checkpoints', 'entries', 'tiles']) await runner.query(`DROP TABLE log.${table}`);
    await runner.query('DROP FUNCTION log.publish; DROP FUNCTION log.commit; DROP FUNCTION log.take_fence; DROP TABLE log.state');
  }
}

const NOTE_NAMES_ITS_TREE = `split_part(note, E'\\n', 2) = size::text AND split_part(note, E'\\n', 3) = encode(root, 'base64')`;

const tables = [
  `CREATE TABLE log.state (
     one boolean PRIMARY KEY DEFAULT true CHECK (one),
     fence bigint NOT NULL,
     size bigint NOT NULL CHECK (size >= 0),
     position numeric(39,0) NOT NULL
   ) WITH (fillfactor = 10)`,
  `INSERT INTO log.state (fence, size, position) VALUES (0, 0, -1)`,
  `CREATE TABLE log.tiles (
     level smallint NOT NULL CHECK (level BETWEEN 0 AND 63),
     index bigint NOT NULL CHECK (index >= 0),
     hashes bytea NOT NULL CHECK (octet_length(hashes) BETWEEN 32 AND 8192 AND octet_length(hashes) % 32 = 0),
     PRIMARY KEY (level, index)
   )`,
  // Hashes do not compress: keep PostgreSQL from trying.
  `ALTER TABLE log.tiles ALTER COLUMN hashes SET STORAGE EXTERNAL`,
  `CREATE TABLE log.entries (
     number bigint PRIMARY KEY CHECK (number >= 0),
     event_id uuid NOT NULL UNIQUE,
     position numeric(39,0) NOT NULL
   )`,
  `CREATE TABLE log.checkpoints (
     size bigint PRIMARY KEY CHECK (size >= 0),
     root bytea NOT NULL CHECK (octet_length(root) = 32),
     note text NOT NULL CHECK (${NOTE_NAMES_ITS_TREE}),
     fence bigint NOT NULL,
     signed_at timestamptz NOT NULL DEFAULT now(),
     UNIQUE (size, root)
   )`,
  `CREATE TABLE log.published (
     one boolean PRIMARY KEY DEFAULT true CHECK (one),
     size bigint NOT NULL,
     root bytea NOT NULL,
     note text NOT NULL CHECK (${NOTE_NAMES_ITS_TREE}),
     published_at timestamptz NOT NULL,
     renewed_at timestamptz NOT NULL,
     FOREIGN KEY (size, root) REFERENCES log.checkpoints (size, root)
   ) WITH (fillfactor = 10)`,
];

const holdState = `
  SELECT * INTO held FROM log.state FOR UPDATE;
  IF held.fence <> p_fence THEN
    RAISE EXCEPTION USING ERRCODE = 'LG001',
      MESSAGE = format('fence %s is over: another notary took the log with fence %s', p_fence, held.fence);
  END IF;`;

const functions = [
  `CREATE FUNCTION log.take_fence() RETURNS log.state
   LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
   AS $$ UPDATE log.state SET fence = fence + 1 RETURNING * $$`,

  `CREATE FUNCTION log.commit(
     p_fence bigint, p_from bigint, p_to bigint, p_ids uuid[], p_positions numeric[],
     p_levels smallint[], p_indexes bigint[], p_hashes bytea[], p_root bytea, p_note text
   ) RETURNS void
   LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
   AS $$
   DECLARE
     held log.state;
     written bigint;
     signed bytea;
   BEGIN
     ${holdState}
     IF held.size <> p_from OR p_to < p_from OR p_to - p_from <> cardinality(p_ids)
        OR cardinality(p_positions) <> cardinality(p_ids) THEN
       RAISE EXCEPTION USING ERRCODE = 'LG002',
         MESSAGE = format('the log has %s entries; the write goes from %s to %s with %s',
                          held.size, p_from, p_to, cardinality(p_ids));
     END IF;
     IF EXISTS (
       SELECT FROM (
         SELECT p, lag(p, 1, held.position) OVER (ORDER BY n) AS before
         FROM unnest(p_positions) WITH ORDINALITY AS given(p, n)
       ) AS pairs WHERE p <= before
     ) THEN
       RAISE EXCEPTION USING ERRCODE = 'LG003', MESSAGE = format('positions do not rise after %s', held.position);
     END IF;

     INSERT INTO log.entries (number, event_id, position)
     SELECT p_from + n - 1, id, p FROM unnest(p_ids, p_positions) WITH ORDINALITY AS given(id, p, n);

     INSERT INTO log.tiles AS tile (level, index, hashes)
     SELECT * FROM unnest(p_levels, p_indexes, p_hashes)
     ON CONFLICT (level, index) DO UPDATE SET hashes = excluded.hashes
     WHERE octet_length(excluded.hashes) > octet_length(tile.hashes)
       AND substring(excluded.hashes FROM 1 FOR octet_length(tile.hashes)) = tile.hashes;
     GET DIAGNOSTICS written = ROW_COUNT;
     IF written <> cardinality(p_levels) THEN
       RAISE EXCEPTION USING ERRCODE = 'LG004', MESSAGE = 'a tile would lose or change a hash that it has';
     END IF;

     INSERT INTO log.checkpoints (size, root, note, fence) VALUES (p_to, p_root, p_note, p_fence)
     ON CONFLICT (size) DO NOTHING;
     SELECT root INTO signed FROM log.checkpoints WHERE size = p_to;
     IF signed <> p_root THEN
       RAISE EXCEPTION USING ERRCODE = 'LG005', MESSAGE = format('size %s was signed with another root', p_to);
     END IF;

     IF p_to > p_from THEN
       UPDATE log.state SET size = p_to, position = p_positions[cardinality(p_positions)];
     END IF;
   END $$`,

  `CREATE FUNCTION log.publish(p_fence bigint, p_size bigint, p_root bytea, p_note text) RETURNS void
   LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
   AS $$
   DECLARE
     held log.state;
   BEGIN
     ${holdState}
     IF NOT EXISTS (SELECT FROM log.checkpoints WHERE size = p_size AND root = p_root) THEN
       RAISE EXCEPTION USING ERRCODE = 'LG006', MESSAGE = format('no checkpoint of size %s and this root was signed', p_size);
     END IF;
     INSERT INTO log.published AS old (size, root, note, published_at, renewed_at)
     VALUES (p_size, p_root, p_note, now(), now())
     ON CONFLICT (one) DO UPDATE SET
       size = excluded.size, root = excluded.root, note = excluded.note, renewed_at = now(),
       published_at = CASE WHEN excluded.size > old.size THEN now() ELSE old.published_at END
     WHERE excluded.size >= old.size;
     IF NOT FOUND THEN
       RAISE EXCEPTION USING ERRCODE = 'LG006', MESSAGE = format('a larger tree than %s is published already', p_size);
     END IF;
   END $$`,
];

const grants = [
  `REVOKE ALL ON FUNCTION log.take_fence(), log.commit, log.publish FROM PUBLIC`,
  `GRANT USAGE ON SCHEMA log TO covenant_app`,
  `GRANT SELECT ON log.state, log.tiles, log.entries, log.checkpoints, log.published TO covenant_app`,
  `GRANT EXECUTE ON FUNCTION log.take_fence(), log.commit, log.publish TO covenant_app`,
];

const statements = [...tables, ...functions, ...grants];
