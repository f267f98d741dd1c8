import type { LocalIssuer } from '@covenant/access';
import type { Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { sampleAccount } from './accounts.js';
import { createMemory, Kept } from './kept.js';
import { loadIssuerPackage } from './load.js';
import { errorPage } from './pages.js';
import { readScope, type Held } from './scopes.js';
import type { IssuerSecrets } from './secrets.js';

/** The one thing that its tokens are for (RFC 8707). */
export const ledgerResource = 'urn:covenant:ledger';

/** Programs on this machine that sign a person in: code with PKCE, back to a port of their own (RFC 8252 §7.3). */
export const peopleClient = { id: 'covenant-people', redirect: 'http://127.0.0.1/signed-in' } as const;
/** Programs that act as an office: client credentials, with the secret of the data folder. */
export const toolsClient = 'covenant-tools';

const hour = 3_600;

export interface ProviderOptions {
  /** The address at which it is reached, without a slash at its end. */
  readonly issuer: string;
  readonly keys: LocalIssuer;
  readonly secrets: IssuerSecrets;
  /** What the `aud` of its tokens says. */
  readonly audience: string;
}

/** The OpenID Connect issuer of the embedded profile, with the sample accounts. */
export const createProvider = async ({ issuer, keys, secrets, audience }: ProviderOptions): Promise<Provider> => {
  const memory = createMemory();
  const configuration: Configuration = {
    adapter: (kind) => new Kept(kind, memory),
    clients: [
      {
        client_id: peopleClient.id,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        redirect_uris: [peopleClient.redirect],
        id_token_signed_response_alg: 'EdDSA',
      },
      {
        client_id: toolsClient,
        client_secret: secrets.tools,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
        id_token_signed_response_alg: 'EdDSA',
      },
    ],
    jwks: { keys: [{ ...keys.signingKey(), kty: 'OKP' }] },
    cookies: { keys: [secrets.cookies], long: { sameSite: 'lax' }, short: { sameSite: 'lax' } },
    enabledJWA: { idTokenSigningAlgValues: ['EdDSA'] },
    responseTypes: ['code'],
    scopes: ['openid'],
    pkce: { required: () => true },
    clientBasedCORS: () => false,
    findAccount: (_context, id) => (sampleAccount(id) === undefined ? undefined : { accountId: id, claims: () => ({ sub: id }) }),
    interactions: { url: (_context, { uid }) => `/sign-in/${uid}` },
    loadExistingGrant: grantAll,
    renderError: (context, { error, error_description: why }) => {
      context.type = 'html';
      context.body = errorPage(`${error}${why === undefined ? '' : `: ${why}`}`, context.get('accept-language'));
    },
    ttl: {
      AccessToken: 8 * hour,
      AuthorizationCode: 60,
      ClientCredentials: 12 * hour,
      Grant: 8 * hour,
      IdToken: hour,
      Interaction: hour,
      Session: 8 * hour,
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => ledgerResource,
        useGrantedResource: () => true,
        getResourceServerInfo: ({ oidc }) => ({
          audience,
          scope: typeof oidc.params?.['scope'] === 'string' ? oidc.params['scope'] : '',
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'EdDSA' } },
        }),
      },
    },
    formats: {
      customizers: {
        jwt: (_context, token, parts) => {
          const held = 'accountId' in token ? heldBy(token.accountId) : readScope(token.scope ?? '');
          Object.assign(parts.payload, claimsOf(held));
          delete parts.payload['scope'];
        },
      },
    },
  };
  const { Provider } = await loadIssuerPackage();
  return new Provider(issuer, configuration);
};

/** Our own programs need nobody's consent: who signs in to the ledger means the ledger. */
const grantAll = async ({ oidc }: KoaContextWithOIDC) => {
  const { client, session, provider } = oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid');
  grant.addResourceScope(ledgerResource, 'openid');
  await grant.save();
  return grant;
};

const heldBy = (accountId: string): Held => {
  const account = sampleAccount(accountId);
  if (account === undefined) throw new Error(`there is no sample account ${accountId}`);
  const { id, role, cityId, dutyBearerId } = account;
  return { subject: id, roles: [role], ...(cityId === undefined ? {} : { cityId }), ...(dutyBearerId === undefined ? {} : { dutyBearerId }) };
};

const claimsOf = ({ subject, roles, cityId, dutyBearerId }: Held): Record<string, unknown> => ({
  sub: subject,
  roles,
  ...(cityId === undefined ? {} : { city: cityId }),
  ...(dutyBearerId === undefined ? {} : { duty_bearer: dutyBearerId }),
});
