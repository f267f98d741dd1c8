import type { Position } from '@covenant/event-store';
import { edgeTiles, HASH_BYTES, type SubtreeRoot, TILE_WIDTH, type TileId, type TileReader, type TreeEdge } from '@covenant/transparency';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import { nodeHasher } from '../hasher.js';
import { KnownSubtrees } from './known-subtrees.js';
import type { SignedTree } from './log-session.js';

export interface PublishedTree extends SignedTree {
  /** When a tree of this size was first published. */
  readonly publishedAt: Date;
  /** When the notary last said that this is still the newest tree. */
  readonly renewedAt: Date;
}

/** A line of the entry index. */
export interface IndexedEntry {
  readonly number: number;
  readonly eventId: string;
  readonly position: Position;
}

/** Where an event stands, and the published tree at the same moment. */
export interface Located {
  /** Position of the log's newest entry at that moment; `START` for an empty log. */
  readonly position: Position;
  /** Undefined when the log has no such event; it may be in the store and on its way. */
  readonly entry: number | undefined;
  /** Undefined before the first publication. */
  readonly published: SignedTree | undefined;
}

interface TreeRow extends Record<string, unknown> {
  size: string;
  root: Buffer;
  note: string;
}

interface IndexRow extends Record<string, unknown> {
  number: string;
  event_id: string;
  position: string;
}

interface LocatedRow extends Record<string, unknown> {
  position: string;
  entry: string | null;
  size: string | null;
  root: Buffer;
  note: string;
  hashes: Buffer | null;
}

const indexed = (row: IndexRow): IndexedEntry => ({
  number: Number(row.number),
  eventId: row.event_id,
  position: BigInt(row.position),
});

const tree = (row: TreeRow): SignedTree => ({ size: Number(row.size), root: new Uint8Array(row.root), note: row.note });

/** Tiles kept in memory: 8 KiB each at the most. */
const CACHED_TILES = 2048;

/**
 * Reads the log's tables, in any process, beside the notary that writes them. What is read is committed, and what
 * is committed stays: tiles only grow, so a cached one is at worst narrower than asked for, and then read again.
 */
export class LogReader {
  readonly #tiles = new LRUCache<string, Uint8Array>({ max: CACHED_TILES });
  readonly #subtrees = new KnownSubtrees(nodeHasher());
  #wanted: Wanted | undefined;

  constructor(private readonly pool: Pool) {}

  async published(): Promise<PublishedTree | undefined> {
    const { rows } = await this.pool.query<TreeRow & { published_at: Date; renewed_at: Date }>({
      name: 'log-published',
      text: 'SELECT size, root, note, published_at, renewed_at FROM log.published',
    });
    const [row] = rows;
    return row && { ...tree(row), publishedAt: row.published_at, renewedAt: row.renewed_at };
  }

  /** The checkpoint that was signed at this size, or at the largest. */
  async checkpoint(size?: number): Promise<SignedTree | undefined> {
    const { rows } = await this.pool.query<TreeRow>({
      name: 'log-checkpoint',
      text: `SELECT size, root, note FROM log.checkpoints
             WHERE $1::bigint IS NULL OR size = $1 ORDER BY size DESC LIMIT 1`,
      values: [size ?? null],
    });
    return rows[0] && tree(rows[0]);
  }

  /** The checkpoint of this size as it was published, with every signature; undefined where it was not. */
  async publication(size: number): Promise<SignedTree | undefined> {
    const { rows } = await this.pool.query<TreeRow>({
      name: 'log-publication',
      text: 'SELECT size, root, note FROM log.publications WHERE size = $1',
      values: [size],
    });
    return rows[0] && tree(rows[0]);
  }

  /**
   * The smallest published tree of at least so many entries, or the largest published when no number is given; one
   * with the quorum of witnesses if any has it.
   */
  async publicationOver(entries?: number): Promise<SignedTree | undefined> {
    const { rows } = await this.pool.query<TreeRow>({
      name: 'log-publication-over',
      text: `SELECT size, root, note FROM log.publications WHERE $1::bigint IS NULL OR size >= $1
             ORDER BY quorum DESC, CASE WHEN $1::bigint IS NULL THEN -size ELSE size END LIMIT 1`,
      values: [entries ?? null],
    });
    return rows[0] && tree(rows[0]);
  }

  /**
   * Also brings the tile with the event's leaf, the one tile of a proof that is seldom remembered: so a proof costs
   * one query, however large the log.
   */
  async locate(eventId: string): Promise<Located> {
    const { rows } = await this.pool.query<LocatedRow>({
      name: 'log-locate',
      text: `SELECT state.position, entry.number AS entry, published.size, published.root, published.note, tile.hashes
             FROM log.state
             LEFT JOIN log.published USING (one)
             LEFT JOIN log.entries AS entry ON entry.event_id = $1
             LEFT JOIN log.tiles AS tile ON tile.level = 0 AND tile.index = entry.number / ${TILE_WIDTH}`,
      values: [eventId],
    });
    const [row] = rows;
    if (row === undefined) throw new Error('log.state has no row');
    const entry = row.entry === null ? undefined : Number(row.entry);
    if (entry !== undefined && row.hashes !== null) {
      this.#tiles.set(key({ level: 0, index: Math.floor(entry / TILE_WIDTH) }), row.hashes);
    }
    return {
      position: BigInt(row.position),
      entry,
      published: row.size === null ? undefined : tree({ ...row, size: row.size }),
    };
  }

  /** The entries `[from, to)` that the log has, in order. */
  async index(from: number, to: number): Promise<readonly IndexedEntry[]> {
    const { rows } = await this.pool.query<IndexRow>({
      name: 'log-index',
      text: 'SELECT number, event_id, position FROM log.entries WHERE number >= $1 AND number < $2 ORDER BY number',
      values: [from, to],
    });
    return rows.map(indexed);
  }

  /** The entries below `size` that are about the log's own keys, in order. */
  async aboutKeys(size: number): Promise<readonly IndexedEntry[]> {
    const { rows } = await this.pool.query<IndexRow>({
      name: 'log-keys',
      text: `SELECT number, event_id, position FROM log.key_entries JOIN log.entries USING (number, event_id)
             WHERE number < $1 ORDER BY number`,
      values: [size],
    });
    return rows.map(indexed);
  }

  /** The first entry behind a position. Reads the whole index: for finding out what went wrong. */
  async firstAfter(position: Position): Promise<IndexedEntry | undefined> {
    const { rows } = await this.pool.query<IndexRow>(
      'SELECT number, event_id, position FROM log.entries WHERE position > $1 ORDER BY number LIMIT 1',
      [String(position)],
    );
    return rows[0] && indexed(rows[0]);
  }

  /** The partial tiles of the tree of this size, to let it grow from there. */
  async edge(size: number): Promise<TreeEdge> {
    const tiles = await Promise.all(
      edgeTiles(size).map(async (id) => ({ ...id, hashes: (await this.tile(id)).slice(0, id.width * HASH_BYTES) })),
    );
    return { size, tiles };
  }

  /** Forgets the tiles read so far, and what was computed from them, so that the next are read from the table. */
  forget(): void {
    this.#tiles.clear();
    this.#subtrees.forget();
  }

  /** For proofs out of this reader's tiles. */
  get subtreeRoot(): SubtreeRoot {
    return this.#subtrees.root;
  }

  /** The tile at the width asked for or wider; shorter only where the log has no more. Empty where it has none. */
  readonly tile: TileReader = async (id) => {
    const cached = this.#tiles.get(key(id));
    if (cached !== undefined && cached.length >= id.width * HASH_BYTES) return cached;
    this.#wanted ??= this.#gather();
    this.#wanted.tiles.push(id);
    return (await this.#wanted.read).get(key(id)) ?? new Uint8Array(0);
  };

  /** All tiles asked for in the same turn of the event loop are read with one query. */
  #gather(): Wanted {
    const tiles: TileId[] = [];
    const read = Promise.resolve().then(() => {
      this.#wanted = undefined;
      return this.#readTiles(tiles);
    });
    return { tiles, read };
  }

  async #readTiles(tiles: readonly TileId[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const { rows } = await this.pool.query<{ level: number; index: string; hashes: Buffer }>({
      name: 'log-tiles',
      text: `SELECT level, index, hashes FROM log.tiles
             WHERE (level, index) IN (SELECT * FROM unnest($1::smallint[], $2::bigint[]))`,
      values: [tiles.map((tile) => tile.level), tiles.map((tile) => tile.index)],
    });
    const found = new Map<string, Uint8Array>();
    for (const row of rows) {
      const id = key({ level: row.level, index: Number(row.index) });
      found.set(id, row.hashes);
      this.#tiles.set(id, row.hashes);
    }
    return found;
  }
}

interface Wanted {
  readonly tiles: TileId[];
  readonly read: Promise<ReadonlyMap<string, Uint8Array>>;
}

const key = ({ level, index }: Pick<TileId, 'level' | 'index'>): string => `${level}/${index}`;
