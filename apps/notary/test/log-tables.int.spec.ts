import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leafHash, TreeBuilder, utf8 } from '@covenant/transparency';
import { type LogGrowth, type LogSession, takeLog } from '../src/tables/log-session.js';
import { asAdmin, newWorld, type World } from '../../../test/support/log/world.js';

let world: World;
let session: LogSession;
const builder = new TreeBuilder();

const note = (size: number, root: Uint8Array): string => `log.example.org/city\n${size}\n${Buffer.from(root).toString('base64')}\n\n— x y\n`;

/** A growth that fits, as the only difference from it each test makes one mistake. */
function growth(count: number, tree = builder): LogGrowth {
  const from = tree.size;
  const entries = Array.from({ length: count }, (_, i) => ({ id: randomUUID(), position: BigInt(from + i) }));
  const tiles = tree.append(entries.map(({ id }) => leafHash(utf8(id))));
  return { from, entries, tiles, tree: { size: tree.size, root: tree.root(), note: note(tree.size, tree.root()) } };
}

beforeAll(async () => {
  world = await newWorld();
  session = await takeLog(world.pool, { signal: new AbortController().signal, onStandby: () => undefined });
  await session.commit(growth(0));
  await session.commit(growth(300));
  const { root } = growth(0).tree;
  await session.publish({ size: 300, root, note: note(300, root) }, true);
});
afterAll(async () => {
  session.close();
  await world.close();
});

/** Throws if the log changed. */
const unchanged = async (attempt: Promise<void>, code: string): Promise<void> => {
  const picture = (): Promise<unknown> =>
    asAdmin(world, `SELECT (SELECT array_agg(t::text ORDER BY level, index) FROM log.tiles t) AS tiles, (SELECT count(*) FROM log.entries) AS entries,
      (SELECT array_agg(c::text ORDER BY size) FROM log.checkpoints c) AS checkpoints, (SELECT s::text FROM log.state s) AS state, (SELECT p::text FROM log.published p) AS published`);
  const before = await picture();
  await expect(attempt).rejects.toMatchObject({ code });
  expect(await picture()).toEqual(before);
};

/** What a growth of so many would be, without letting the test's own tree grow. */
const imagined = (count: number): LogGrowth => growth(count, new TreeBuilder(undefined, builder.edge()));

describe('the log’s tables refuse', () => {
  it('a growth that does not start where the log ends', async () => {
    const next = imagined(5);
    await unchanged(session.commit({ ...next, from: 299 }), 'LG002');
    await unchanged(session.commit({ ...next, from: 301 }), 'LG002');
    await unchanged(session.commit({ ...next, entries: next.entries.slice(1) }), 'LG002');
  });

  it('positions that do not rise, within a growth or after the log’s last', async () => {
    const next = imagined(5);
    const moved = (positions: bigint[]): LogGrowth => ({
      ...next,
      entries: next.entries.map((entry, i) => ({ ...entry, position: positions[i] ?? 0n })),
    });
    await unchanged(session.commit(moved([299n, 301n, 302n, 303n, 304n])), 'LG003');
    await unchanged(session.commit(moved([300n, 301n, 301n, 303n, 304n])), 'LG003');
  });

  it('an event twice', async () => {
    const [known] = await asAdmin<{ event_id: string }>(world, 'SELECT event_id FROM log.entries WHERE number = 7');
    const next = imagined(1);
    await unchanged(session.commit({ ...next, entries: [{ id: known?.event_id ?? '', position: 300n }] }), '23505');
  });

  it('a tile that changes a hash it has, or loses one, or comes again as it is', async () => {
    const next = imagined(5);
    const with0 = (change: (hashes: Uint8Array) => Uint8Array): LogGrowth => ({
      ...next,
      tiles: next.tiles.map((tile) => (tile.level === 0 ? { ...tile, hashes: change(tile.hashes.slice()) } : tile)),
    });
    await unchanged(session.commit(with0((hashes) => hashes.fill(1, 0, 1))), 'LG004');
    await unchanged(session.commit(with0((hashes) => hashes.slice(0, 43 * 32))), 'LG004');
    await unchanged(session.commit(with0((hashes) => hashes.slice(0, 44 * 32))), 'LG004');
    await unchanged(session.commit(with0((hashes) => hashes.slice(0, 44 * 32 + 5))), '23514');
  });

  it('a second root for a size, and a note that names another tree', async () => {
    const { root } = imagined(0).tree;
    const other = new Uint8Array(32).fill(7);
    await unchanged(session.commit({ from: 300, entries: [], tiles: [], tree: { size: 300, root: other, note: note(300, other) } }), 'LG005');
    const next = imagined(1);
    await unchanged(session.commit({ ...next, tree: { ...next.tree, note: note(301, root) } }), '23514');
    await unchanged(session.commit({ ...next, tree: { ...next.tree, note: note(300, next.tree.root) } }), '23514');
    await unchanged(session.publish({ size: 300, root, note: note(300, other) }, true), '23514');
  });

  it('to publish what was not signed, or a smaller tree than before', async () => {
    const { root } = imagined(0).tree;
    const empty = new TreeBuilder().root();
    await unchanged(session.publish({ size: 301, root, note: note(301, root) }, true), 'LG006');
    await unchanged(session.publish({ size: 0, root: empty, note: note(0, empty) }, true), 'LG006');
  });

  it('anything of an older fence', async () => {
    const old = await takeFence();
    await expect(old('SELECT log.publish($1, 300, $2, $3, true)')).rejects.toMatchObject({ code: 'LG001' });
  });

  /** A statement under the fence before the one that the session holds. */
  async function takeFence(): Promise<(sql: string) => Promise<unknown>> {
    const { root, note: text } = imagined(0).tree;
    const fence = BigInt(session.state.fence) - 1n;
    return Promise.resolve((sql) => world.pool.query(sql, [String(fence), Buffer.from(root), text]));
  }

  it.each([
    'INSERT INTO log.checkpoints (size, root, note, fence) SELECT 1, root, note, 0 FROM log.checkpoints LIMIT 1',
    'UPDATE log.checkpoints SET note = note',
    'DELETE FROM log.checkpoints',
    'TRUNCATE log.checkpoints',
    "INSERT INTO log.tiles VALUES (9, 9, decode(repeat('00', 32), 'hex'))",
    'UPDATE log.tiles SET hashes = hashes',
    'DELETE FROM log.tiles',
    'DELETE FROM log.entries',
    'UPDATE log.entries SET number = number',
    'UPDATE log.state SET fence = 0',
    'UPDATE log.published SET size = size',
    'DELETE FROM log.published',
    'UPDATE log.publications SET note = note',
    'DELETE FROM log.publications',
    'DROP TABLE log.entries',
    'CREATE TABLE log.mine (x int)',
    'CREATE OR REPLACE FUNCTION log.take_fence() RETURNS log.state LANGUAGE sql AS $$ SELECT * FROM log.state $$',
    'ALTER TABLE log.tiles DISABLE TRIGGER ALL',
  ])('the application’s role: %s', async (sql) => {
    await expect(world.pool.query(sql)).rejects.toMatchObject({ code: '42501' });
  });
});
