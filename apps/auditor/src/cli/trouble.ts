import { codeOf, reasonOf } from './errors.js';
import { Unchecked } from './exit.js';
import type { HelpWords } from './help-words.js';

/** What the machine refused, in words that say what to do; the system's own code stands behind them. */
export type TroubleWords = Readonly<Record<keyof typeof kinds, string>> & {
  /** Nothing that this program expected. */
  readonly unexpected: string;
  /** What it means for the log. */
  readonly nothingOfTheLog: string;
};

const kinds = {
  full: ['ENOSPC', 'EDQUOT', 'EFBIG'],
  forbidden: ['EACCES', 'EPERM', 'EROFS'],
  exhausted: ['EMFILE', 'ENFILE', 'ENOMEM', 'ERR_WORKER_OUT_OF_MEMORY'],
  broken: ['EIO', 'EBUSY', 'ESTALE'],
  wrongPath: ['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG'],
} as const;

/** One sentence for an error that says nothing about the log: what refused, where that is known, and the reason given. */
export function troubleIn(error: unknown, { trouble }: Pick<HelpWords, 'trouble'>): string {
  const kind = kindOf(codeOf(error) ?? (error instanceof Unchecked ? codeOf(error.cause) : undefined));
  if (error instanceof Unchecked && kind === undefined) return error.message;
  const reason = error instanceof Unchecked ? error.message : reasonOf(error);
  return `${trouble[kind ?? 'unexpected']} (${reason}). ${trouble.nothingOfTheLog}`;
}

const kindOf = (code: string | undefined): keyof typeof kinds | undefined =>
  (Object.keys(kinds) as (keyof typeof kinds)[]).find((name) => code !== undefined && (kinds[name] as readonly string[]).includes(code));
