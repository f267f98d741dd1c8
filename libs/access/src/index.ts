export { IssuerUnavailable, Unauthenticated, type Caller } from './caller.js';
export { type IssuerServer, serveIssuer } from './issuer-server.js';
export { keptFile, keptSecret, keyPath } from './kept-file.js';
export { localKeys, remoteKeys, type KeySource, type RemoteKeys } from './keys.js';
export { LocalIssuer, localIssuerName, type TokenRequest } from './local-issuer.js';
export { TokenVerifier, type VerifierOptions } from './verifier.js';
