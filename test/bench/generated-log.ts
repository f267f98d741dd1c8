// A log of any size, written straight into its tables: the tree is a true one over leaf hashes that are random, so every
// proof of it holds; the entries behind the leaves are nowhere. For what depends on nothing but the size.
import { randomFillSync } from 'node:crypto';
import { HASH_BYTES, TILE_WIDTH, TreeBuilder, type TileUpdate } from '@covenant/transparency';
import pg from 'pg';
import { hashTile } from '../../apps/auditor/src/verify/hash-bundle.js';
import { signTree } from '../../apps/notary/src/engine/sign.js';
import { nodeHasher } from '../../apps/notary/src/hasher.js';
import type { KeyRing } from '../../apps/notary/src/keys/key-ring.js';

/** Tiles that one statement writes: 2 MiB of hashes. */
const TILES_AT_ONCE = 256;
const ENTRIES_AT_ONCE = 1_000_000;

/** The id of the event with this number in a generated log. */
export const generatedId = (number: number): string => `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

/** Fills the empty log of a database, and publishes it. As the server's administrator: nobody else may. */
export async function generateLog(adminUrl: string, ring: KeyRing, leaves: number, say: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('SET synchronous_commit = off');
    const builder = await writeTiles(client, leaves, say);
    await writeEntries(client, leaves, say);
    const { root, note } = await signTree(leaves, builder.root(), ring);
    const tree = [leaves, Buffer.from(root), note];
    await client.query('INSERT INTO log.checkpoints (size, root, note, fence) VALUES ($1, $2, $3, 0)', tree);
    await client.query('INSERT INTO log.published (size, root, note, published_at, renewed_at) VALUES ($1, $2, $3, now(), now())', tree);
    await client.query('INSERT INTO log.publications (size, root, note, quorum) VALUES ($1, $2, $3, true)', tree);
    await client.query('UPDATE log.state SET size = $1, position = $2', [leaves, leaves - 1]);
    await client.query('VACUUM ANALYZE log.tiles, log.entries');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}

async function writeTiles(client: pg.Client, leaves: number, say: (line: string) => void): Promise<TreeBuilder> {
  const hasher = nodeHasher();
  const builder = new TreeBuilder(hasher);
  const above: TileUpdate[] = [];
  const root = Buffer.alloc(HASH_BYTES);
  const whole = Math.floor(leaves / TILE_WIDTH);
  for (let first = 0; first < whole; first += TILES_AT_ONCE) {
    const tiles = Array.from({ length: Math.min(TILES_AT_ONCE, whole - first) }, () => randomFillSync(Buffer.alloc(TILE_WIDTH * HASH_BYTES)));
    for (const tile of tiles) {
      hashTile(tile, root);
      above.push(...builder.appendTile(root));
    }
    await insertTiles(client, tiles.map((hashes, i) => ({ level: 0, index: first + i, width: TILE_WIDTH, hashes })));
    if (first % (64 * TILES_AT_ONCE) === 0) say(`  ${(first * TILE_WIDTH).toLocaleString('en')} leaves …`);
  }
  builder.append(Array.from({ length: leaves % TILE_WIDTH }, () => randomFillSync(Buffer.alloc(HASH_BYTES))));
  await insertTiles(client, [...above, ...builder.edge().tiles]);
  return builder;
}

async function insertTiles(client: pg.Client, tiles: readonly TileUpdate[]): Promise<void> {
  await client.query('INSERT INTO log.tiles (level, index, hashes) SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])', [
    tiles.map(({ level }) => level),
    tiles.map(({ index }) => index),
    tiles.map(({ hashes }) => Buffer.from(hashes.buffer, hashes.byteOffset, hashes.byteLength)),
  ]);
}

async function writeEntries(client: pg.Client, leaves: number, say: (line: string) => void): Promise<void> {
  for (let from = 0; from < leaves; from += ENTRIES_AT_ONCE) {
    const to = Math.min(from + ENTRIES_AT_ONCE, leaves);
    await client.query(
      `INSERT INTO log.entries (number, event_id, position)
       SELECT n, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, n FROM generate_series($1::bigint, $2::bigint - 1) AS n`,
      [from, to],
    );
    say(`  ${to.toLocaleString('en')} of ${leaves.toLocaleString('en')} lines of the index …`);
  }
}
