import { resolve } from 'node:path';
import { LocalIssuer } from '@covenant/access';
import { readSettings } from '@covenant/platform';
import { holdsLedger, noLedger } from '../token/folder.js';
import { ImportUsage } from './arguments.js';

/** Tokens under which the importer speaks, for a city and, once it is known, for a duty-bearer. */
export interface Who {
  token(cityId: string, dutyBearerId?: string): Promise<string>;
  /** The duty-bearer that a given token speaks for. */
  readonly dutyBearerId?: string;
}

/** The one token that was given: its own scope is all there is. */
export function givenToken(token: string): Who {
  const claims = claimsOf(token);
  const dutyBearerId = claims['duty_bearer'];
  return { token: () => Promise.resolve(token), ...(typeof dutyBearerId === 'string' ? { dutyBearerId } : {}) };
}

/** Tokens by the issuer of the embedded profile, whose key lies in the data folder. @throws ImportUsage */
export async function localTokens(environment: Readonly<Record<string, string | undefined>>): Promise<Who> {
  const settings = readSettings(environment);
  if (settings.oidcIssuer !== undefined || settings.profile !== 'embedded') {
    throw new ImportUsage('Tokens come from the issuer in OIDC_ISSUER: give one with --token.');
  }
  const folder = resolve(settings.dataDir);
  if (!(await holdsLedger(folder))) throw new ImportUsage(noLedger(folder));
  const issuer = await LocalIssuer.open(folder);
  return {
    token: (cityId, dutyBearerId) =>
      issuer.issue({
        subject: 'office:import',
        roles: ['staff', 'focal-point'],
        cityId,
        audience: settings.oidcAudience,
        lifetime: 12 * 3600,
        ...(dutyBearerId === undefined ? {} : { dutyBearerId }),
      }),
  };
}

/** What a token says of itself, unchecked: the ledger checks it. @throws ImportUsage */
function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new ImportUsage('--token takes a token as `npm run -s token` prints it.');
}
