import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LocalIssuer } from './local-issuer.js';

export interface IssuerServer {
  /** What `OIDC_ISSUER` must say, and the `iss` of its tokens. */
  readonly issuer: string;
  close(): Promise<void>;
}

const keysPath = '/keys';

/**
 * Serves what a verifier asks of an issuer (OpenID Connect Discovery 1.0 §4: the document and the key set), for trying
 * out the distributed profile on one machine. It logs nobody in: tokens come from the command line.
 */
export async function serveIssuer(keys: LocalIssuer, host: string, port: number): Promise<IssuerServer> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, { title: 'This address takes GET.' });
    switch (request.url) {
      case '/.well-known/openid-configuration':
        return send(response, 200, { issuer, jwks_uri: `${issuer}${keysPath}`, id_token_signing_alg_values_supported: ['EdDSA'] });
      case keysPath:
        return send(response, 200, keys.publicKeys());
      default:
        return send(response, 404, { title: 'There is no such address.' });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const issuer = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
