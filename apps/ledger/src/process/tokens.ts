import { readFile } from 'node:fs/promises';
import { introspected, isEmbeddedIssuer, type IsActive, LocalIssuer, localIssuerName, localKeys, remoteKeys, TokenVerifier } from '@covenant/access';
import { grantableRoles, type Role } from '@covenant/domain';
import { ConfigurationError, type Settings } from '@covenant/platform';
import { SignIn } from '../sign-in/index.js';

export interface Tokens {
  readonly verifier: TokenVerifier<Role>;
  /** Where the embedded profile signs people in; absent where another issuer does. */
  readonly signIn?: SignIn;
}

/**
 * Whose tokens are taken: the configured issuer's, or in the embedded profile our own.
 * @throws ConfigurationError when the configured issuer is that of an embedded ledger, and when the embedded one is asked for more than it says
 */
export const openTokens = async (settings: Settings): Promise<Tokens> => {
  const { oidcIssuer, oidcJwksUrl, oidcAcr: acr, oidcAudience: audience, dataDir } = settings;
  if (oidcIssuer !== undefined) {
    const remote = { issuer: oidcIssuer, ...(oidcJwksUrl === undefined ? {} : { jwksUrl: oidcJwksUrl }) };
    if (await isEmbeddedIssuer(remote)) {
      const detail = 'is an embedded ledger, whose sample accounts serve nowhere else: name the issuer of your own offices';
      throw new ConfigurationError([{ name: 'OIDC_ISSUER', detail }]);
    }
    const isActive = await askingOf(settings);
    return { verifier: new TokenVerifier({ keys: remoteKeys(remote), issuer: oidcIssuer, audience, acr, isActive, roles: grantableRoles }) };
  }
  const asked = { OIDC_ACR: acr, OIDC_INTROSPECTION_URL: settings.oidcIntrospectionUrl };
  const wrong = Object.entries(asked).filter(([, value]) => value !== undefined);
  // It knows one way of signing in and takes nothing back: with the one every token would be refused, and the other would do nothing.
  if (wrong.length > 0) throw new ConfigurationError(wrong.map(([name]) => ({ name, detail: 'needs OIDC_ISSUER: the embedded issuer has nothing of the kind' })));
  const keys = await LocalIssuer.open(dataDir);
  const signIn = new SignIn({ keys, dataDir, audience });
  const issuer = (): string[] => [localIssuerName, ...signIn.issuers()];
  return { verifier: new TokenVerifier({ keys: localKeys(keys.publicKeys()), issuer, audience, roles: grantableRoles }), signIn };
};

async function askingOf({ oidcIntrospectionUrl: url, oidcIntrospectionClient: client = '', oidcIntrospectionSecretFile: file = '' }: Settings): Promise<IsActive | undefined> {
  if (url === undefined) return undefined;
  const secret = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ConfigurationError([{ name: 'OIDC_INTROSPECTION_SECRET_FILE', detail: `cannot be read: ${error instanceof Error ? error.message : String(error)}` }]);
  });
  return introspected({ url, client, secret: secret.trimEnd() });
}
