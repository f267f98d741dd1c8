import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `log.publications` keeps each checkpoint that the world saw, once a size, with all its signatures: proofs in an
 * earlier tree and bundles need the witnesses' too, and those cannot be made again. Of two notes of one size the
 * one with the quorum stays, then the one with more signatures, then the first.
 *
 * `log.publish` has the same refusals as before and fills it.
 */
export class LogPublications1790000000302 implements MigrationInterface {
  readonly name = 'LogPublications1790000000302';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    return Promise.reject(new Error('the witnesses’ signatures cannot be made again'));
  }
}

/** Lines of signatures, each of which begins with an em dash. */
const lines = (note: string): string => `(octet_length(${note}) - octet_length(replace(${note}, E'\\n\\u2014 ', '')))`;

const statements = [
  `CREATE TABLE log.publications (
     size bigint PRIMARY KEY,
     root bytea NOT NULL,
     note text NOT NULL CHECK (split_part(note, E'\\n', 2) = size::text AND split_part(note, E'\\n', 3) = encode(root, 'base64')),
     quorum boolean NOT NULL,
     published_at timestamptz NOT NULL DEFAULT now(),
     FOREIGN KEY (size, root) REFERENCES log.checkpoints (size, root)
   )`,
  `CREATE INDEX publications_quorum ON log.publications (size) WHERE quorum`,
  // Signatures do not compress: keep PostgreSQL from trying.
  `ALTER TABLE log.publications ALTER COLUMN note SET STORAGE EXTERNAL`,
  `DROP FUNCTION log.publish(bigint, bigint, bytea, text)`,
  `CREATE FUNCTION log.publish(p_fence bigint, p_size bigint, p_root bytea, p_note text, p_quorum boolean) RETURNS void
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
     INSERT INTO log.publications AS kept (size, root, note, quorum) VALUES (p_size, p_root, p_note, p_quorum)
     ON CONFLICT (size) DO UPDATE SET note = excluded.note, quorum = excluded.quorum
     WHERE (excluded.quorum, ${lines('excluded.note')}) > (kept.quorum, ${lines('kept.note')});
   END $$`,
  `REVOKE ALL ON FUNCTION log.publish FROM PUBLIC`,
  `GRANT SELECT ON log.publications TO covenant_app`,
  `GRANT EXECUTE ON FUNCTION log.publish TO covenant_app`,
];
