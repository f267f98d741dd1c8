import { canonicalJson, decodeBundle, MalformedError, parseKeyEntries, sameBytes, TILE_WIDTH, tileWidth, UnprovenError, utf8, type AuthenticTiles, type KeyEntry } from '@covenant/transparency';
import type { LogServer } from '../mirror/http.js';
import type { LogFiles } from '../mirror/log-files.js';

/** Many changes of keys, each of some ten kilobytes. */
const KEYS_LIMIT = 4_000_000;

/** What a server says that its log's entries about keys are; none where it does not say. */
export async function keysOfServer(server: LogServer): Promise<readonly KeyEntry[]> {
  const bytes = await server.get('keys', KEYS_LIMIT);
  if (bytes === undefined) return [];
  try {
    return parseKeyEntries(bytes);
  } catch (error) {
    if (error instanceof MalformedError) return []; // of another making: then the keys that are trusted have to do
    throw error;
  }
}

/** Are they entries of this tree? @throws UnprovenError where one is not; Unchecked */
export async function confirmEntries(entries: readonly KeyEntry[], tiles: AuthenticTiles, files: LogFiles): Promise<void> {
  for (const { number, entry } of entries) {
    if (number >= tiles.size) continue; // recorded since that tree was signed
    const index = Math.floor(number / TILE_WIDTH);
    const width = tileWidth(tiles.size, 0, index);
    const bundle = await files.bundle(index, width, await tiles.tile(0, index));
    const found = decodeBundle(bundle, width)[number % TILE_WIDTH];
    if (found === undefined || !sameBytes(found, utf8(canonicalJson(entry)))) {
      throw new UnprovenError('announcement', `what the server says of entry ${number}, about the log’s keys, is not in the log`);
    }
  }
}
