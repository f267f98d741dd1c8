import { expect } from '@jest/globals';
import { entryBytes, leafHash, parseCheckpoint, TreeBuilder, type TileUpdate } from '@covenant/transparency';
import { nodeHasher } from '../../../apps/notary/src/hasher.js';
import { asAdmin, type World } from './world.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * The oracle over everything a log may be: whatever happened to it, its tables are what the store's events give, each
 * size was signed with the one root it can have, and what is published is the newest or an earlier one of those.
 * Gives the number of entries.
 */
export async function expectWholeLog(world: Pick<World, 'store' | 'database'>): Promise<number> {
  const [state] = await asAdmin<{ size: string; position: string }>(world, 'SELECT size, position FROM log.state');
  const size = Number(state?.size);
  const events = (await world.store.readAll(-1n, 1_000_000)).slice(0, size);
  expect(events.length).toBe(size);

  const index = await asAdmin<{ number: string; event_id: string; position: string }>(world, 'SELECT number, event_id, position FROM log.entries ORDER BY number');
  expect(index).toEqual(events.map((event, i) => ({ number: String(i), event_id: event.id, position: String(event.position) })));

  const checkpoints = await asAdmin<{ size: string; root: Buffer; note: string }>(world, 'SELECT size, root, note FROM log.checkpoints ORDER BY size');
  const hasher = nodeHasher();
  const builder = new TreeBuilder(hasher);
  const tiles = new Map<string, TileUpdate>();
  let at = 0;
  for (const checkpoint of checkpoints) {
    const leaves = events.slice(at, Number(checkpoint.size)).map((event) => leafHash(entryBytes(event), hasher));
    at = Number(checkpoint.size);
    for (const tile of builder.append(leaves)) tiles.set(`${tile.level}/${tile.index}`, tile);
    expect([checkpoint.size, hex(checkpoint.root)]).toEqual([checkpoint.size, hex(builder.root())]);
    const said = parseCheckpoint(checkpoint.note.slice(0, checkpoint.note.indexOf('\n\n') + 1));
    expect([said.size, hex(said.root)]).toEqual([Number(checkpoint.size), hex(checkpoint.root)]);
  }
  expect(at).toBe(size);

  const stored = await asAdmin<{ id: string; hashes: Buffer }>(world, `SELECT level || '/' || index AS id, hashes FROM log.tiles`);
  expect(Object.fromEntries(stored.map((tile) => [tile.id, hex(tile.hashes)]))).toEqual(
    Object.fromEntries([...tiles].map(([id, tile]) => [id, hex(tile.hashes)])),
  );
  return size;
}
