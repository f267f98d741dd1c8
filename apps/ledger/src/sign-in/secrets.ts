import { randomBytes, randomInt } from 'node:crypto';
import { keptSecret } from '@covenant/access';

/** Secrets of the embedded issuer, each made on the first start and kept in the data folder, for its owner's eyes only. */
export interface IssuerSecrets {
  /** With it anybody at the sign-in form may be any sample account. */
  readonly password: string;
  /** With it a program may have a token of any role. */
  readonly tools: string;
  /** Signs the issuer's cookies. */
  readonly cookies: string;
}

/** Letters and digits that nobody mistakes for one another when typing them from a terminal. */
const legible = 'abcdefghjkmnpqrstuvwxyz23456789';

/** 12 of 31 signs: 59 bits, and guesses are limited. */
const readable = (): string =>
  Array.from({ length: 3 }, () => Array.from({ length: 4 }, () => legible[randomInt(legible.length)]).join('')).join('-');

const random = (): string => randomBytes(32).toString('base64url');

/** @throws the file system's error when the folder cannot be written */
export const openIssuerSecrets = async (dataDir: string): Promise<IssuerSecrets> => ({
  password: await keptSecret(dataDir, 'sample-password', readable),
  tools: await keptSecret(dataDir, 'tools-secret', random),
  cookies: await keptSecret(dataDir, 'cookie-secret', random),
});
