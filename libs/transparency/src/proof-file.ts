import { concat, fromBase64, fromDecimal, fromUtf8, isCount, toBase64, utf8 } from './bytes.js';
import type { OpenedCheckpoint } from './checkpoint.js';
import { MalformedError, UnprovenError } from './errors.js';
import { HASH_BYTES, portableHasher, type TreeHasher } from './hash.js';
import { verifyInclusion } from './merkle.js';

/** A `.tlog-proof` (C2SP tlog-proof): all that is needed, beside a trusted key, to know that a log has an entry. */
export interface ProofFile {
  /** Opaque and covered by nothing: never to be trusted. */
  readonly extra?: Uint8Array;
  readonly index: number;
  /** From the leaf's sibling up. */
  readonly path: readonly Uint8Array[];
  /** The signed note, byte for byte as the log published it. */
  readonly checkpoint: Uint8Array;
}

export const PROOF_FILE_HEADER = 'c2sp.org/tlog-proof@v1';

/** A tree of 2^63 leaves has no longer path. */
const MAX_PATH = 63;

function malformed(detail: string): MalformedError {
  return new MalformedError('proof', detail);
}

export function formatProofFile({ extra, index, path, checkpoint }: ProofFile): Uint8Array {
  if (!isCount(index)) throw malformed(`${index} is not an index`);
  const lines = [
    PROOF_FILE_HEADER,
    ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...path.map(toBase64),
    '',
  ];
  return concat(utf8(`${lines.join('\n')}\n`), checkpoint);
}

/** Takes the file apart; says nothing about whether it holds. @throws MalformedError */
export function parseProofFile(bytes: Uint8Array): ProofFile {
  const text = fromUtf8(bytes);
  if (text === undefined) throw malformed('not UTF-8');
  const blank = text.indexOf('\n\n');
  if (blank < 0) throw malformed('no blank line before the checkpoint');
  const [header, ...lines] = text.slice(0, blank).split('\n');
  if (header !== PROOF_FILE_HEADER) throw malformed(`does not begin with “${PROOF_FILE_HEADER}”`);

  const extraLine = lines[0]?.startsWith('extra ') === true ? lines.shift()?.slice('extra '.length) : undefined;
  const extra = extraLine === undefined ? undefined : fromBase64(extraLine);
  if (extraLine !== undefined && extra === undefined) throw malformed('its extra data is not base 64');

  const indexLine = lines.shift();
  const index = indexLine?.startsWith('index ') === true ? fromDecimal(indexLine.slice('index '.length)) : undefined;
  if (index === undefined) throw malformed('has no index line');

  if (lines.length > MAX_PATH) throw malformed(`has more than ${MAX_PATH} hashes`);
  const path = lines.map((line) => {
    const hash = fromBase64(line);
    if (hash?.length !== HASH_BYTES) throw malformed('a line of its path is not a SHA-256 hash');
    return hash;
  });
  const checkpoint = utf8(text.slice(blank + 2));
  return { ...(extra === undefined ? {} : { extra }), index, path, checkpoint };
}

/**
 * Does the log have this entry? `open` checks the checkpoint's signatures: `openCheckpoint` with the known keys, or
 * a trust policy. Then the path must lead from the entry to the signed root.
 * @throws MalformedError, UnprovenError
 */
export function verifyProofFile<C extends OpenedCheckpoint>(
  proof: ProofFile,
  entry: Uint8Array,
  open: (checkpoint: Uint8Array) => C,
  hasher: TreeHasher = portableHasher,
): C {
  const checkpoint = open(proof.checkpoint);
  const { size, root } = checkpoint;
  if (!verifyInclusion({ index: proof.index, size, leaf: hasher.leaf(entry), root, path: proof.path }, hasher)) {
    const where = `entry ${proof.index} of the tree of ${size} that ${checkpoint.origin} signed`;
    throw new UnprovenError('inclusion', `this is not ${where}`);
  }
  return checkpoint;
}
