import { codeOf } from './errors.js';
import { exitCodes } from './exit.js';
import { helpWords } from './help.js';
import { languageOf } from '../report/language.js';
import { troubleIn } from './trouble.js';

/**
 * What no command sees fail: a result that cannot be written (a disk that is full, a reader that went away), and what is
 * thrown where nobody waits for it. Node itself would end with a status of 1, which says that the log did not hold.
 * Gives the status that this comes to so far.
 */
export function lastResort(process: NodeJS.Process): () => number | undefined {
  let status: number | undefined;
  const words = helpWords[languageOf(undefined, process.env)];
  const tell = (error: unknown): void => {
    status = exitCodes.unchecked;
    process.exitCode = status;
    if (codeOf(error) !== 'EPIPE') process.stderr.write(`covenant-auditor: ${words.unchecked} ${troubleIn(error, words)}\n`);
  };
  process.stdout.on('error', tell);
  process.stderr.on('error', () => (status = process.exitCode = exitCodes.unchecked));
  process.on('uncaughtException', (error) => {
    tell(error);
    process.exit(exitCodes.unchecked);
  });
  return () => status;
}
