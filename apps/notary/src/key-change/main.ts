// `npm run -s log-key -- …`: an operator changes a key of the public log, where it is signed.
import { readFile } from 'node:fs/promises';
import { readSettings } from '@covenant/platform';
import { logSettings } from '../log-settings.js';
import { readKeyChangeArguments } from './arguments.js';
import { changeKey } from './change.js';
import { LedgerDoor } from './ledger.js';

const help = `npm run -s log-key -- list
npm run -s log-key -- rotate [--kind ed25519|ml-dsa-44] [--both-until DAY] [--reason TEXT]
npm run -s log-key -- retire [--kind …] [--reason TEXT]
npm run -s log-key -- withdraw [--kind …] --reason TEXT

Changes a key of the public log. To be run where the log is signed, with its settings (DATA_DIR, LOG_ORIGIN, LOG_KEY_FILE …).
rotate makes a new key beside the old one and announces it in the log, signed by both; retire ends the time in which both
sign, withdraw takes the announcement back. Each is an entry of the log, and safe to repeat.
--url: the ledger, by default the one on PORT. The token of an administrator, of no city, is in COVENANT_TOKEN or in the
file that --token-file names. Default of --kind: ed25519; of --both-until: 30 days from today.`;

const main = async (): Promise<void> => {
  const given = readKeyChangeArguments(process.argv.slice(2));
  if (given === 'help') {
    console.log(help);
    return;
  }
  const settings = readSettings(process.env);
  const host = ['0.0.0.0', '::'].includes(settings.host) ? '127.0.0.1' : settings.host;
  const url = given.url ?? `http://${host.includes(':') ? `[${host}]` : host}:${settings.port}`;
  const token = given.tokenFile === undefined ? process.env['COVENANT_TOKEN'] : (await readFile(given.tokenFile, 'utf8')).trim();
  await changeKey(given, {
    door: new LedgerDoor(url.replace(/\/+$/, ''), token),
    settings: logSettings(settings),
    say: (line) => console.log(line),
    today: new Date().toISOString().slice(0, 10),
  });
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
