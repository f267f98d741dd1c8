/** A timestamped signature of a checkpoint (C2SP tlog-cosignature): big-endian uint64 seconds, then the signature. */
export const TIME_BYTES = 8;

export const ED25519_SIGNATURE_BYTES = 64;
export const ML_DSA_44_SIGNATURE_BYTES = 2420;

/** When a cosignature was made, in seconds since 1970; undefined where there is none, or one beyond 2^53. */
export function cosignedAt(signature: Uint8Array): number | undefined {
  if (signature.length <= TIME_BYTES) return undefined;
  const time = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
  return time <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(time) : undefined;
}
