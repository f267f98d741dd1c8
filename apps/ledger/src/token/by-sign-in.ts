import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { issuerPath, peopleClient } from '../sign-in/index.js';
import { TokenUsage } from './arguments.js';

/** Milliseconds that a person may take for it. */
const patience = 600_000;

const random = (): string => randomBytes(32).toString('base64url');

/**
 * Signs a person in with the browser and gives their token: authorization code with PKCE, back to a port of this
 * machine (RFC 8252). `show` gets the address to open.
 * @param ledger where it runs, such as `http://127.0.0.1:3000`
 * @throws TokenUsage when no embedded ledger answers there, or the person did not sign in
 */
export const tokenBySigningIn = async (ledger: string, show: (address: string) => void): Promise<string> => {
  const issuer = await issuerAt(ledger);
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const [verifier, state] = [random(), random()];
    const redirect = new URL(peopleClient.redirect);
    redirect.port = String((server.address() as AddressInfo).port);
    const asked = new URLSearchParams({
      client_id: peopleClient.id,
      response_type: 'code',
      scope: 'openid',
      redirect_uri: redirect.href,
      state,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    show(`${issuer}/auth?${asked.toString()}`);
    const code = await codeFrom(server, redirect.pathname, state);
    return await exchange(issuer, { code, code_verifier: verifier, redirect_uri: redirect.href });
  } finally {
    server.close();
    server.closeAllConnections();
  }
};

/** Its own name for itself, which its tokens bear, and which the browser is sent to. */
const issuerAt = async (ledger: string): Promise<string> => {
  const address = `${ledger}${issuerPath}/.well-known/openid-configuration`;
  const answer = await fetch(address).catch(() => undefined);
  const document: unknown = answer?.ok === true ? await answer.json() : undefined;
  if (typeof document === 'object' && document !== null && 'issuer' in document && typeof document.issuer === 'string') return document.issuer;
  throw new TokenUsage(`No ledger that signs people in answers at ${ledger}: start it with npm start, and give both the same PORT.`);
};

const codeFrom = (server: Server, path: string, state: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TokenUsage('Nobody signed in within ten minutes.')), patience);
    server.on('request', (request: IncomingMessage, response) => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      if (url.pathname !== path || url.searchParams.get('state') !== state) {
        response.writeHead(404).end();
        return;
      }
      const code = url.searchParams.get('code');
      const text = code === null ? 'You were not signed in. You may close this page.' : 'You are signed in. The token is in your terminal; you may close this page.';
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' }).end(text, () => {
        clearTimeout(timer);
        if (code === null) reject(new TokenUsage(`Not signed in: ${url.searchParams.get('error_description') ?? 'no reason was given'}.`));
        else resolve(code);
      });
    });
  });

const exchange = async (issuer: string, given: Record<string, string>): Promise<string> => {
  const body = new URLSearchParams({ grant_type: 'authorization_code', client_id: peopleClient.id, ...given });
  const answer = await fetch(`${issuer}/token`, { method: 'POST', body });
  const document: unknown = await answer.json();
  if (typeof document === 'object' && document !== null && 'access_token' in document && typeof document.access_token === 'string') {
    return document.access_token;
  }
  throw new TokenUsage(`The issuer gave no token (status ${answer.status}).`);
};
