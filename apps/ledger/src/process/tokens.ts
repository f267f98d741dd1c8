import { isEmbeddedIssuer, LocalIssuer, localIssuerName, localKeys, remoteKeys, TokenVerifier } from '@covenant/access';
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
    return { verifier: new TokenVerifier({ keys: remoteKeys(remote), issuer: oidcIssuer, audience, acr, roles: grantableRoles }) };
  }
  // It knows one way of signing in and says nothing of it: every token would be refused.
  if (acr !== undefined) throw new ConfigurationError([{ name: 'OIDC_ACR', detail: 'needs OIDC_ISSUER: the embedded issuer names no ways of signing in' }]);
  const keys = await LocalIssuer.open(dataDir);
  const signIn = new SignIn({ keys, dataDir, audience });
  const issuer = (): string[] => [localIssuerName, ...signIn.issuers()];
  return { verifier: new TokenVerifier({ keys: localKeys(keys.publicKeys()), issuer, audience, roles: grantableRoles }), signIn };
};
