import {
  AuthenticTiles,
  decodeBundle,
  formatProofFile,
  inclusionProof,
  MalformedError,
  parseEntry,
  signedAt,
  TILE_WIDTH,
  tileWidth,
  type TrustedCheckpoint,
} from '@covenant/transparency';
import type { LogFiles } from '../mirror/log-files.js';
import { nodeHasher } from '../node-crypto.js';

/** An entry that says to have been recorded well before a signed tree that does not have it. */
export interface LateEntry {
  readonly entry: number;
  readonly recorded: string;
  /** Seconds from its time to that of the tree without it. */
  readonly seconds: number;
  readonly bytes: Uint8Array;
  /** A `.tlog-proof` in the tree that has it. */
  readonly proof: Uint8Array;
}

/**
 * The first new entry that is late. `before` was signed without it: by the word of its signatures at their time, else
 * at the time when it was seen, in milliseconds since 1970.
 * @throws UnprovenError, Unchecked
 */
export async function lateEntry(
  before: TrustedCheckpoint & { readonly seenAt: number },
  now: { readonly tree: TrustedCheckpoint; readonly note: Uint8Array },
  { tiles, files }: { readonly tiles: AuthenticTiles; readonly files: LogFiles },
  seconds: number,
): Promise<LateEntry | undefined> {
  const at = (signedAt(before) ?? before.seenAt / 1000) * 1000;
  const { size } = now.tree;
  for (let index = Math.floor(before.size / TILE_WIDTH); index * TILE_WIDTH < size; index++) {
    const width = tileWidth(size, 0, index);
    const bundle = await files.bundle(index, width, await tiles.tile(0, index));
    for (const [i, bytes] of decodeBundle(bundle, width).entries()) {
      const entry = index * TILE_WIDTH + i;
      const recorded = entry < before.size ? undefined : recordedAt(bytes);
      if (recorded === undefined || at - Date.parse(recorded) <= seconds * 1000) continue;
      const path = await inclusionProof(entry, size, tiles.read, nodeHasher);
      const proof = formatProofFile({ index: entry, path, checkpoint: now.note });
      return { entry, recorded, seconds: Math.floor((at - Date.parse(recorded)) / 1000), bytes, proof };
    }
  }
  return undefined;
}

/** Undefined for an entry that is no fact, which `verify` tells of. */
function recordedAt(bytes: Uint8Array): string | undefined {
  try {
    return parseEntry(bytes).recordedAt;
  } catch (error) {
    if (error instanceof MalformedError) return undefined;
    throw error;
  }
}
