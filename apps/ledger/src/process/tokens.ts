import { LocalIssuer, localIssuerName, localKeys, remoteKeys, TokenVerifier } from '@covenant/access';
import { roles, type Role } from '@covenant/domain';
import type { Settings } from '@covenant/platform';

/** The roles a token can give: all but the ledger's own. */
export const grantable: readonly Role[] = roles.filter((role) => role !== 'system');

/** Whose tokens are taken: the configured issuer's, or in the embedded profile our own. */
export const openVerifier = async (settings: Settings): Promise<TokenVerifier<Role>> => {
  const { oidcIssuer, oidcJwksUrl, oidcAudience: audience, dataDir } = settings;
  if (oidcIssuer !== undefined) {
    const keys = remoteKeys({ issuer: oidcIssuer, ...(oidcJwksUrl === undefined ? {} : { jwksUrl: oidcJwksUrl }) });
    return new TokenVerifier({ keys, issuer: oidcIssuer, audience, roles: grantable });
  }
  const issuer = await LocalIssuer.open(dataDir);
  return new TokenVerifier({ keys: localKeys(issuer.publicKeys()), issuer: localIssuerName, audience, roles: grantable });
};
