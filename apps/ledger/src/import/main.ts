import { run } from './run.js';

process.exitCode = await run(process.argv.slice(2), {
  environment: process.env,
  print: (text) => console.log(text),
  tell: (text) => console.error(text),
});
