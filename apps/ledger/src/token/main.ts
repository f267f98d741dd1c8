import { resolve } from 'node:path';
import { LocalIssuer } from '@covenant/access';
import { cityIdOf } from '@covenant/commands';
import { grantableRoles } from '@covenant/domain';
import { isUuid, readSettings } from '@covenant/platform';
import { holdsLedger, noLedger } from './folder.js';
import { tokenBySigningIn } from './by-sign-in.js';
import { lookForCity, noSuchCity, notLooked } from './known-city.js';
import { readTokenArguments, TokenUsage } from './arguments.js';

const help = `npm run -s token -- --role <role> [--role <role> …] [--city <id or slug>] [--duty-bearer <id>]
                      [--subject <name>] [--ttl <seconds, or 30m, 12h, 7d>] [--issuer <address>] [--create] [--new-city]
npm run -s token -- --sign-in

Prints one token of the embedded profile's own issuer, for the ledger in DATA_DIR. It works whether that runs or not;
where it runs, there is no token of a city that it does not know.
Roles: ${grantableRoles.join(', ')}. Default lifetime: 12h. Whoever may read the data folder may be anybody.
--issuer: in the name of the issuer that \`npm run distributed\` runs on this data folder; it prints the address.
--sign-in: signs you in with the browser as one of the sample offices, at the ledger that runs on PORT.
--create: makes the key for a ledger that will be started in DATA_DIR later.
--new-city: the city of --city is still to be enrolled, by whoever has the token.`;

/** Prints one token on stdout and nothing else; what went wrong is one sentence on stderr and exit status 1. */
const main = async (): Promise<void> => {
  const given = readTokenArguments(process.argv.slice(2), grantableRoles);
  if (given === 'help') {
    console.log(help);
    return;
  }
  const settings = readSettings(process.env);
  if ((given === 'sign-in' || given.issuer === undefined) && (settings.oidcIssuer !== undefined || settings.profile !== 'embedded')) {
    throw new TokenUsage('Tokens come from the issuer in OIDC_ISSUER; this command serves the embedded profile only.');
  }
  if (given === 'sign-in') {
    const host = ['0.0.0.0', '::'].includes(settings.host) ? '127.0.0.1' : settings.host;
    const show = (address: string): void => console.error(`Open this address in your browser, and sign in there:\n\n  ${address}\n`);
    console.log(await tokenBySigningIn(`http://${host.includes(':') ? `[${host}]` : host}:${settings.port}`, show));
    return;
  }
  const { city, create, newCity, ...rest } = given;
  const folder = resolve(settings.dataDir);
  if (create !== true && !(await holdsLedger(folder))) throw new TokenUsage(noLedger(folder));
  const issuer = await LocalIssuer.open(folder, given.issuer === undefined ? 'embedded' : 'trial');
  const cityId = city === undefined || isUuid(city) ? city : cityIdOf(city);
  // A ledger to come has no city yet; of one in parts, the events may be anywhere.
  if (city !== undefined && cityId !== undefined && given.issuer === undefined && create !== true && newCity !== true) {
    const looked = await lookForCity(folder, cityId);
    if (looked === 'not there') throw new TokenUsage(noSuchCity(city));
    if (looked !== 'there') console.error(notLooked(city, looked.unknown));
  }
  const token = await issuer.issue({
    ...rest,
    audience: settings.oidcAudience,
    ...(cityId === undefined ? {} : { cityId }),
  });
  console.log(token);
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
