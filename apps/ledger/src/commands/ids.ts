import { createHash } from 'node:crypto';
import { v7 } from 'uuid';

/**
 * A name-based UUID in version 8 (RFC 9562 §5.8): the first 128 bits of a SHA-256 over the parts, each with its
 * length before it, so that no two lists of parts read alike.
 */
const nameBased = (purpose: string, parts: readonly string[]): string => {
  const hash = createHash('sha256').update(`covenant/${purpose}\n`);
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:${part}`);
  const bytes = hash.digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/** Where the ids of one command come from. With a key, the same request always gets the same ones. */
export interface Ids {
  record(): string;
  event(index: number): string;
}

export const freshIds: Ids = { record: () => v7(), event: () => v7() };

export const keyedIds = (subject: string, key: string): Ids => ({
  record: () => nameBased('record', [subject, key]),
  event: (index) => nameBased('event', [subject, key, String(index)]),
});

/**
 * A city's id follows from its slug. Two enrolments of one slug therefore meet in one stream, and the store lets
 * exactly one of them begin it, whoever sends them and from wherever.
 */
export const cityIdOf = (slug: string): string => nameBased('city', [slug]);
