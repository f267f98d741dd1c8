// `npm run dead-letters -- list|replay|settle`: what an operator does with records that could not be taken in.
import { deadLettersCommand } from './command.js';

const warn = (line: string): void => console.error(line);
const quiet = (): void => undefined;

deadLettersCommand(process.argv.slice(2), process.env, (line) => console.log(line), { debug: quiet, info: quiet, warn: quiet, error: warn })
  .then((status) => {
    process.exitCode = status;
  })
  .catch((error: unknown) => {
    warn(error instanceof Error ? error.message : String(error));
    process.exitCode = 2;
  });
