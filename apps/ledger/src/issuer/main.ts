// node dist/apps/ledger/src/issuer/main.js    an issuer of tokens for `npm run distributed`; HOST, PORT and DATA_DIR.
// Its key is in the data folder, and `npm run token -- --issuer` signs with it.
import { resolve } from 'node:path';
import { LocalIssuer, serveIssuer } from '@covenant/access';
import { readSettings } from '@covenant/platform';
import { sentenceFor } from '../process/sentences.js';

const main = async (): Promise<void> => {
  const settings = readSettings({ ...process.env, PROFILE: 'embedded' });
  const server = await serveIssuer(await LocalIssuer.open(resolve(settings.dataDir), 'trial'), settings.host, settings.port);
  console.error(`The issuer is ${server.issuer}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close());
};

main().catch((error: unknown) => {
  console.error(sentenceFor(error) ?? error);
  process.exitCode = 1;
});
