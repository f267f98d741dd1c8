import { codeOf, reasonOf } from './errors.js';
import { Unchecked } from './exit.js';
import type { HelpWords, TroubleWords } from './help-words.js';

type Kind = Exclude<keyof TroubleWords, 'unexpected' | 'nothingOfTheLog'>;

const kinds: Readonly<Record<Kind, readonly string[]>> = {
  full: ['ENOSPC', 'EDQUOT', 'EFBIG'],
  forbidden: ['EACCES', 'EPERM', 'EROFS'],
  exhausted: ['EMFILE', 'ENFILE', 'ENOMEM', 'ERR_WORKER_OUT_OF_MEMORY'],
  broken: ['EIO', 'EBUSY', 'ESTALE'],
  wrongPath: ['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG'],
};

/** One sentence for an error that says nothing about the log: what refused, where that is known, and the reason given. */
export function troubleIn(error: unknown, { trouble }: Pick<HelpWords, 'trouble'>): string {
  const kind = kindOf(codeOf(error) ?? (error instanceof Unchecked ? codeOf(error.cause) : undefined));
  if (error instanceof Unchecked && kind === undefined) return error.message;
  const reason = error instanceof Unchecked ? error.message : reasonOf(error);
  return `${trouble[kind ?? 'unexpected']} (${reason}). ${trouble.nothingOfTheLog}`;
}

const kindOf = (code: string | undefined): Kind | undefined =>
  (Object.keys(kinds) as Kind[]).find((name) => code !== undefined && kinds[name].includes(code));
