export { AuthenticTiles } from './authentic-tiles.js';
export type { TileSource } from './authentic-tiles.js';
export { concat, fromBase64, fromDecimal, fromUtf8, sameBytes, toBase64, toHex, utf8 } from './bytes.js';
export { decodeBundle, encodeBundle, entryEnds } from './bundle.js';
export { canonicalJson, isCanonical, MAX_JSON_DEPTH } from './canonical-json.js';
export { formatCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint, signedAt } from './checkpoint.js';
export type { Checkpoint, OpenedCheckpoint } from './checkpoint.js';
export { ed25519Cosigner, mlDsa44Signer, remoteMlDsa44Signer } from './cosignature.js';
export type { Clock } from './cosignature.js';
export { entryBytes, entryOf, EntryTooLarge, MAX_ENTRY_BYTES, parseEntry, wrongMember } from './entry.js';
export type { LogEntry, LogEvent } from './entry.js';
export { EntryScanner } from './entry-scanner.js';
export { MalformedError, UnprovenError } from './errors.js';
export type { UnprovenCode } from './errors.js';
export { emptyRoot, HASH_BYTES, leafHash, nodeHash, portableHasher, portableSha256, treeHasher } from './hash.js';
export type { Sha256, TreeHasher } from './hash.js';
export { parseJson } from './json-text.js';
export type { JsonValue } from './json-text.js';
export { announceKey, announcementText, openAnnouncement, rawSigner } from './key-announcement.js';
export type { AnnouncedKey, KeyChange, RawSigner } from './key-announcement.js';
export { followKeys, formatKeyEntries, parseKeyEntries } from './key-entries.js';
export type { FollowedKeys, KeyEntry } from './key-entries.js';
export { isAboutKeys, KeyHistory } from './key-history.js';
export type { KeyEvent, KeyFact, KeyPeriod } from './key-history.js';
export {
  ed25519Signer,
  ed25519Verifier,
  formatVerifierKey,
  keyId,
  kindNames,
  parseVerifierKey,
  portableEd25519Verify,
  shortKey,
  signatureTypes,
} from './keys.js';
export type { Ed25519Verify, SignatureType, VerifierKey } from './keys.js';
export { formatShownKeys, shownKeys } from './shown-keys.js';
export type { ShownKey, ShownKeys } from './shown-keys.js';
export { rootOfInclusion, stepsOfInclusion, verifyConsistency, verifyInclusion } from './merkle.js';
export type { ConsistencyClaim, InclusionClaim, InclusionStep } from './merkle.js';
export { formatNote, formatSignature, isKeyName, openNote, parseNote, parseSignatures, signNote } from './note.js';
export type { Note, NoteSignature, NoteSigner, NoteVerifier, OpenedNote, SignedBy } from './note.js';
export { formatPolicy, NO_QUORUM, parsePolicy, policyOfKey } from './policy.js';
export type { Policy, PolicyGroup, PolicyLog, PolicyWitness } from './policy.js';
export { formatProofFile, parseProofFile, PROOF_FILE_HEADER, verifyProofFile } from './proof-file.js';
export type { ProofFile } from './proof-file.js';
export { consistencyProof, inclusionProof, rootFromTiles } from './prover.js';
export type { SubtreeRoot, TileReader } from './prover.js';
export { edgeTiles, entriesPath, hashesOnLevel, parseTilePath, TILE_WIDTH, tilePath, tileWidth } from './tile.js';
export type { ParsedTilePath, TileId } from './tile.js';
export { TreeBuilder } from './tree-builder.js';
export type { TileUpdate, TreeEdge } from './tree-builder.js';
export { cosignedAt } from './signature-time.js';
export { quorumHolds, trustPolicy, witnessesOn } from './trust.js';
export type { Trust, TrustedCheckpoint } from './trust.js';
export { noteVerifier } from './verifiers.js';
export type { VerifierOptions } from './verifiers.js';
