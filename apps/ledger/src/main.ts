import { existsSync } from 'node:fs';
import { live } from '@covenant/platform';
import { readStartArguments, startHelp } from './process/arguments.js';
import { runLedger, type RunningLedger } from './process/run.js';
import { sentenceFor } from './process/sentences.js';

const say = (line: string): void => console.error(line);

live<RunningLedger>({
  async start(onFatal) {
    const given = readStartArguments(process.argv.slice(2));
    if (given === 'help') {
      console.log(startHelp);
      return undefined;
    }
    if (existsSync('.env')) process.loadEnvFile('.env');
    return runLedger({ given, environment: process.env, say, onFatal });
  },
  begun: ({ url, samplePassword }) =>
    say(`Covenant is running.

  For people     ${url}/
  The interface  ${url}/docs
  The log        ${url}/log/checkpoint
  A token        npm run -s token -- --help${samplePassword === undefined ? '' : `
  Sample offices sign in with the password ${samplePassword}`}

Ctrl-C ends it.`),
  told: () => say('Ending; requests in hand are answered first …'),
  explain: sentenceFor,
});
