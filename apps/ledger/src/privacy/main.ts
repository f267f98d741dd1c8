import { subjectKeysCommand } from './cli.js';

subjectKeysCommand(process.argv.slice(2), process.env, (line) => console.log(line))
  .then((status) => {
    process.exitCode = status;
  })
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
