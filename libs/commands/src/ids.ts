import { hash, randomUUID } from 'node:crypto';

/**
 * A name-based UUID in version 8 (RFC 9562 §5.8): the first 128 bits of a SHA-256 over the parts, each with its
 * length before it, so that no two lists of parts read alike.
 */
const nameBased = (purpose: string, parts: readonly string[]): string => {
  const named = parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join('');
  const hex = hash('sha256', `covenant/${purpose}\n${named}`);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** A UUID in version 7 (RFC 9562 §5.7): the time in milliseconds, then chance. */
const timed = (): string => {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
};

/** Where the ids of one command come from. With a key, the same request always gets the same ones. */
export interface Ids {
  record(): string;
  event(index: number): string;
}

export const freshIds: Ids = { record: timed, event: timed };

export const keyedIds = (subject: string, key: string): Ids => ({
  record: () => nameBased('record', [subject, key]),
  event: (index) => nameBased('event', [subject, key, String(index)]),
});

/**
 * A city's id follows from its slug. Two enrolments of one slug therefore meet in one stream, and the store lets
 * exactly one of them begin it, whoever sends them and from wherever.
 */
export const cityIdOf = (slug: string): string => nameBased('city', [slug]);
