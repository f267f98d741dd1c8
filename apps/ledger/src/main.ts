import { existsSync } from 'node:fs';
import { inspect } from 'node:util';
import { scrub } from '@covenant/platform';
import { readStartArguments, startHelp } from './process/arguments.js';
import { runLedger, type RunningLedger } from './process/run.js';
import { sentenceFor } from './process/sentences.js';

// The process of the ledger. It ends with status 0 when it was told to (SIGINT, SIGTERM) and everything in hand was
// finished; with 1 when it could not start, when something it needs ended for good, or when it was told to end again.

/** npm passes a Ctrl-C on that the terminal has sent to us already: two within this time (milliseconds) are one. */
const oneSignal = 1_000;

const say = (line: string): void => console.error(line);

const fail = (error: unknown): void => {
  console.error(scrub(sentenceFor(error) ?? inspect(error)));
  process.exitCode = 1;
};

let running: RunningLedger | undefined;
let askedAt: number | undefined;

const end = async (): Promise<never> => {
  await running?.stop().catch(fail);
  process.exit();
};

const onSignal = (): void => {
  const now = performance.now();
  if (askedAt !== undefined) {
    if (now - askedAt > oneSignal) process.exit(1);
    return;
  }
  askedAt = now;
  say('Ending; requests in hand are answered first …');
  // While it is still starting, it starts to its end, so that nothing is left half-open, and then ends.
  if (running !== undefined) void end();
};

const onFatal = (error: unknown): void => {
  fail(error);
  if (askedAt !== undefined) return;
  askedAt = performance.now();
  void end();
};

const main = async (): Promise<void> => {
  const given = readStartArguments(process.argv.slice(2));
  if (given === 'help') {
    console.log(startHelp);
    return;
  }
  if (existsSync('.env')) process.loadEnvFile('.env');
  running = await runLedger({ given, environment: process.env, say, onFatal });
  if (askedAt !== undefined) return end();
  say(`Covenant is running.

  For people     ${running.url}/
  The interface  ${running.url}/docs
  The log        ${running.url}/log/checkpoint
  A token        npm run -s token -- --help${running.samplePassword === undefined ? '' : `
  Sample offices sign in with the password ${running.samplePassword}`}

Ctrl-C ends it.`);
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
process.on('uncaughtException', onFatal);
process.on('unhandledRejection', onFatal);
main().catch((error: unknown) => {
  fail(error);
  process.exit();
});
